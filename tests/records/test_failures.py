"""A database that is locked, full, read-only, gone or damaged: a clear sentence, nothing lost."""

import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from chat.talks.conversations import Conversations
from chat.wording import sentence
from corpus import errors
from corpus.errors import (
    RecordsBusy,
    RecordsError,
    RecordsFull,
    RecordsGone,
    RecordsReadOnly,
    SettingsError,
)
from corpus.records.engine import open_records
from corpus.records.visitors import Visitors

HOLD = """
import sys
from sqlalchemy import text
from corpus.records.engine import open_records
records = open_records(sys.argv[1])
with records.writing() as session:
    session.execute(text("UPDATE conversations SET title = 'held'"))
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def talk(records):
    visitor, _ = Visitors(records).add()
    return visitor, Conversations(records).start(visitor)


def test_locked_by_another_process(records, url, talk):
    visitor, talk_id = talk
    talks = Conversations(records)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    started = time.monotonic()
    with pytest.raises(RecordsBusy) as caught:
        talks.ask(visitor, talk_id, "等不到")
    assert 1.5 < time.monotonic() - started < 30
    assert sentence(caught.value).startswith("数据库正被占用，这次没有保存")
    assert talks.resume(visitor, talk_id)[0].messages == 0, "reading goes on"
    holder.communicate("go\n")
    assert talks.ask(visitor, talk_id, "等到了") == 1
    conversation, [message] = talks.resume(visitor, talk_id)
    assert (message.text, conversation.title) == ("等到了", "held")


def test_full_disk(empty_url):
    records = open_records(empty_url)
    visitor, _ = Visitors(records).add()
    talks = Conversations(records)
    talk_id = talks.start(visitor)
    talks.ask(visitor, talk_id, "第一句")
    fill(records)
    with pytest.raises(RecordsFull) as caught:
        [talks.ask(visitor, talk_id, "字" * 30_000) for _ in range(200)]
    assert sentence(caught.value) == "磁盘已满，这次没有保存；请清理磁盘后再试。"
    conversation, messages = talks.resume(visitor, talk_id)
    assert conversation.messages == len(messages), "nothing is half written"
    assert messages[0].text == "第一句"
    records.close()


def fill(records) -> None:
    """Let the next large message find no space."""
    if records.engine.dialect.name == "sqlite":
        @event.listens_for(records.engine, "begin")
        def limit(connection) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        return
    with records.engine.begin() as connection:
        connection.execute(text(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"))
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON messages "
                                "FOR EACH ROW EXECUTE FUNCTION full_disk()"))


def test_read_only(empty_url):
    records = open_records(empty_url)
    visitor, _ = Visitors(records).add()
    statement = "PRAGMA query_only = ON" if empty_url.startswith("sqlite") else (
        "SET TRANSACTION READ ONLY")

    @event.listens_for(records.engine, "begin")
    def forbid(connection) -> None:
        connection.exec_driver_sql(statement)

    with pytest.raises(RecordsReadOnly):
        Conversations(records).start(visitor)
    assert Conversations(records).list(visitor) == []
    records.close()


def test_file_removed_or_replaced_while_open(tmp_path, migrated_file):
    file = tmp_path / "rongce.db"
    shutil.copyfile(migrated_file, file)
    records = open_records(f"sqlite:///{file}")
    Visitors(records).add()
    aside = file.rename(tmp_path / "aside.db")
    with pytest.raises(RecordsGone):
        Visitors(records).add()
    assert not file.exists(), "no empty database takes its place"
    shutil.copyfile(migrated_file, file)
    with pytest.raises(RecordsGone):
        Visitors(records).add()
    assert aside.exists()
    records.close()


@pytest.mark.parametrize("data", [b"no database" * 999, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_damaged_file_is_left_alone(tmp_path, data):
    file = tmp_path / "rongce.db"
    file.write_bytes(data)
    with pytest.raises(RecordsGone) as caught:
        open_records(f"sqlite:///{file}")
    assert caught.value.value == "rongce.db"
    assert file.read_bytes() == data


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordsGone):
        open_records(f"sqlite:///{tmp_path}/file/rongce.db")


def test_server_that_is_not_there():
    with pytest.raises(RecordsGone):
        open_records("postgresql://nobody@127.0.0.1:1/rongce")
    with pytest.raises(RecordsGone):
        open_records("postgresql://nobody@/rongce?unix_sock=/nowhere/.s.PGSQL.5432")


def test_connections_that_the_server_ends(records, url, talk):
    if url.startswith("sqlite"):
        pytest.skip("SQLite has no server")
    admin = create_engine(url)
    with admin.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                "pid <> pg_backend_pid() AND datname = current_database()"))
    admin.dispose()
    visitor, talk_id = talk
    assert Conversations(records).ask(visitor, talk_id, "又通了") == 1


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://h/d", "rongce.db",
                                 "postgresql://h", "postgresql+psycopg2"])
def test_address_of_no_database(url):
    with pytest.raises(SettingsError) as caught:
        open_records(url)
    assert caught.value.value == "RONGCE_DATABASE_URL"


def test_default_is_a_file_that_others_cannot_read(settings_in, tmp_path):
    settings = settings_in(tmp_path / "new")
    open_records(settings.records_url).close()
    file = tmp_path / "new" / "rongce.db"
    assert file.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_password_of_the_address_is_not_shown(settings_in):
    settings = settings_in(Path("data"), database_url="postgresql://u:geheim@h/d")
    assert "geheim" not in repr(settings)
    assert settings.records_url == "postgresql://u:geheim@h/d"


def test_every_error_has_its_sentence():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)
             and issubclass(kind, RecordsError | errors.SignInError | errors.NotAllowed
                            | errors.NotFound | errors.FormError | errors.Conflict)]
    assert len(kinds) > 10
    for kind in kinds:
        told = sentence(kind("某项", "没有填写"))
        assert told.endswith("。")
        assert "{" not in told
        assert "Error" not in told
