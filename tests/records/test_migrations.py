"""The schema: migrations give what the tables say, and keep what was there."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from corpus.errors import RecordsNewer
from corpus.records import migrate
from corpus.records.engine import _address, _postgresql, _sqlite, open_records
from corpus.records.tables import Base

OLD = [
    "INSERT INTO visitors VALUES ('v1', 'hash', '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    "INSERT INTO conversations (id, visitor_id, account_id, title, created_at) VALUES "
    "('c1', 'v1', NULL, '担保费率', '2026-01-02 00:00:00'), "
    "('c2', 'v1', NULL, '还没有话', '2026-01-03 00:00:00')",
    "INSERT INTO messages (conversation_id, seq, role, text, answer, versions, created_at) VALUES "
    "('c1', 1, 'user', '担保费率最高多少？', NULL, NULL, '2026-01-02 00:00:01'), "
    "('c1', 2, 'assistant', '1.5%', '{\"refused\": false}', '[\"a\"]', '2026-01-02 00:00:02'), "
    "('c1', 3, 'user', '那洛阳呢？', NULL, NULL, '2026-01-02 00:00:03'), "
    "('c1', 4, 'assistant', '没有依据', NULL, NULL, '2026-01-05 00:00:00')",
    "INSERT INTO needs (id, visitor_id, form_key, firm, contact, phone, region, industry, "
    "amount_wan, term_months, purpose, text, status, created_at) VALUES "
    "('n1', 'v1', 'k1', '甲厂', '张三', '13800138000', '2301', '制造业', 500, 12, '周转', '', "
    "'未成', '2026-01-02 00:00:00'), "
    "('n2', 'v1', 'k2', '甲厂', '张三', '13800138000', '2301', '制造业', 500, 12, '周转', '', "
    "'对接中', '2026-01-02 00:00:00')",
    "INSERT INTO need_events (need_id, at, who, status, note) VALUES "
    "('n1', '2026-01-03 00:00:00', '银行甲', '对接中', ''), "
    "('n1', '2026-01-04 00:00:00', '银行甲', '未成', '抵押物不足'), "
    "('n2', '2026-01-04 00:00:00', '银行甲', '对接中', '先看报表')"]
FILLED = {
    "SELECT last_seq, updated_at FROM conversations ORDER BY id":
        [(4, "2026-01-05"), (0, "2026-01-03")],
    "SELECT seq, reply_to FROM messages ORDER BY seq": [(1, None), (2, 1), (3, None), (4, 3)],
    "SELECT id, closed_at, reason FROM needs ORDER BY id":
        [("n1", "2026-01-04", "抵押物不足"), ("n2", None, "")],
    "SELECT count(*) FROM need_events": [(3,)]}


def engine_at(url: str, revision: str):
    address = _address(url)
    sqlite = address.get_backend_name() == "sqlite"
    engine = _sqlite(address, Path(address.database), 2) if sqlite else _postgresql(address, 2)
    migrate.bring_up_to_date(engine, to=revision)
    return engine


def rows(engine, query: str) -> list[tuple]:
    with engine.connect() as connection:
        return [tuple(str(v)[:10] if "-" in str(v)[4:5] else v for v in row)
                for row in connection.execute(text(query))]


def test_what_was_there_is_kept_and_filled_in(empty_url):
    engine = engine_at(empty_url, "0001")
    with engine.begin() as connection:
        for statement in OLD:
            connection.execute(text(statement.replace(":", r"\:")))
    engine.dispose()
    records = open_records(empty_url)
    assert {query: rows(records.engine, query) for query in FILLED} == FILLED
    records.close()


def test_migrations_give_the_tables(url):
    records = open_records(url)
    with records.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": Base.metadata})
        assert compare_metadata(context, Base.metadata) == []
    records.close()


def test_known_revisions_are_those_of_the_folder():
    folder = ScriptDirectory(str(migrate._FOLDER))
    assert tuple(r.revision for r in folder.walk_revisions())[::-1] == migrate.REVISIONS


def test_newer_schema_is_refused(empty_url):
    records = open_records(empty_url)
    with records.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    records.close()
    with pytest.raises(RecordsNewer) as caught:
        open_records(empty_url)
    assert caught.value.value == "0999"


def test_failed_migration_leaves_the_old_schema(empty_url, monkeypatch):
    engine = engine_at(empty_url, "0001")
    with engine.begin() as connection:  # 0002 cannot make a table that is there already
        connection.execute(text("CREATE TABLE whitelist (id TEXT)"))
    with pytest.raises(Exception, match="whitelist"):
        migrate.bring_up_to_date(engine)
    assert migrate.current(engine) == "0001"
    with engine.connect() as connection:
        names = {c["name"] for c in inspect(connection).get_columns("conversations")}
    assert "last_seq" not in names
    engine.dispose()


def test_two_programs_may_start_at_once(empty_url):
    script = "import sys; from corpus.records.engine import open_records; open_records(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", script, empty_url],
                                stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(p.communicate()[1], p.returncode) for p in started] == [("", 0)] * 3


def test_alembic_is_not_imported_for_a_migrated_database(url):
    script = ("import sys; from corpus.records.engine import open_records; "
              "open_records(sys.argv[1]); print('alembic' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True,
                          check=True)
    assert done.stdout.strip() == "False"
