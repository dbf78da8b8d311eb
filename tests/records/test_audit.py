"""The log: written with the change, masked, read by policy staff, changed by nobody."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from corpus.errors import NotAllowed
from corpus.records import audit
from corpus.records.audit import Act, read_log
from corpus.records.tables import AuditRow
from tests.records.conftest import START


def log(records, who, *acts):
    with records.writing() as session:
        audit.write(session, START, who, *acts)


def test_line_holds_who_when_what_and_values(records, people):
    log(records, people.bank, Act(
        "试", "某物", {"电话": "0451-82345678"}, {"a": [1, "13800138000"]}))
    line = read_log(records, people.policy, target="某物")[0]
    assert (line.who, line.at, line.action) == ("工行甲", START, "试")
    assert (line.before, line.after) == ({"电话": "0451-****5678"}, {"a": [1, "138****8000"]})


def test_newest_first_and_by_action(records, people):
    log(records, None, Act("甲", "1"), Act("乙", "2"), Act("甲", "3"))
    assert [e.target for e in read_log(records, None, action="甲")] == ["3", "1"]
    assert [e.target for e in read_log(records, None, limit=2)] == ["3", "2"]


@pytest.mark.parametrize("who", ["bank", "visitor"])
def test_only_policy_staff_reads(records, people, who):
    with pytest.raises(NotAllowed):
        read_log(records, getattr(people, who))


def test_the_api_writes_and_reads_only():
    assert {name for name in vars(audit) if callable(getattr(audit, name)) and
            getattr(audit, name).__module__ == audit.__name__} == {
                "Act", "Entry", "write", "read_log"}


def test_the_database_refuses_changes(records, people):
    log(records, None, Act("甲", "1"))
    with pytest.raises(DBAPIError, match="not changed"), records.writing() as session:
        session.execute(update(AuditRow).values(who="别人"))
    with pytest.raises(DBAPIError, match="not changed"), records.writing() as session:
        session.scalars(select(AuditRow)).first().after = {"x": 1}


def test_a_failed_change_leaves_no_line(records, people):
    before = len(read_log(records, None))
    def fail():
        with records.writing() as session:
            audit.write(session, START, None, Act("甲", "1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(read_log(records, None)) == before


@pytest.mark.parametrize(("words", "targets"), [
    ("乙", ["2"]), ("命令", ["3", "2", "1"]), ("%", []), (" 甲 ", ["3", "1"]), ("没有这个", [])])
def test_words_stand_in_name_action_or_target(records, words, targets):
    log(records, None, Act("甲", "1"), Act("乙", "2"), Act("甲", "3"))
    assert [e.target for e in read_log(records, None, words=words)] == targets
