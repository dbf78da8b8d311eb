"""What is kept how long; what a deletion leaves, which is nothing; what a person is handed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from chat.answer import Answer
from chat.talks.conversations import Conversations
from chat.talks.feedback import Opinion, Thumb, give, reviews
from chat.talks.sharing import read_shared, share
from corpus.errors import NotFound, SignInError
from corpus.records.accounts import Accounts
from corpus.records.audit import read_log
from corpus.records.base import Base
from corpus.records.people import label
from corpus.records.retention import Keep, delete_person, export_person, purge
from corpus.records.sessions import Sessions
from corpus.records.visitors import Visitors
from matcher.desk.handling import claim, close
from matcher.desk.need_list import list_needs, read_need
from matcher.desk.needs import Status, file_need
from tests.records.conftest import GOOD
from tests.records.test_needs import FORM

KEEP = Keep(timedelta(days=180), timedelta(days=1095), timedelta(days=1095))
SECRET = "独有的词语"


def use(records, who) -> str:
    """Let `who` do all there is to do; return the id of the need."""
    talks = Conversations(records)
    talk = talks.start(who)
    talks.ask(who, talk, f"{SECRET}，电话13800138000")
    talks.reply(who, talk, Answer("没有依据", refused=True), reply_to=1)
    give(records, who, talk, 2, Opinion(Thumb.DOWN, "其他", SECRET))
    share(records, who, talk)
    return file_need(records, who, FORM | {"text": SECRET}, form_key="form-0001")


def dump(records, *, but: str = "") -> str:
    with records.reading() as session:
        return json.dumps([[str(v) for v in row] for name in Base.metadata.tables if name != but
                           for row in session.execute(text(f"SELECT * FROM {name}"))],
                          ensure_ascii=False)


def counts(records) -> dict[str, int]:
    with records.reading() as session:
        found = {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar()
                 for name in Base.metadata.tables}
    return {name: number for name, number in found.items() if number}


def test_deleting_a_visitor_leaves_nothing(records, people):
    before = counts(records) | {"visitors": 0}
    need_id = use(records, people.visitor)
    claim(records, people.bank, need_id)
    gone = delete_person(records, people.visitor)
    assert gone == {"conversations": 1, "needs": 1}
    left = counts(records)
    assert {k: v for k, v in left.items() if k != "audit"} == {
        k: v for k, v in before.items() if k != "audit" and v}
    everything = dump(records)
    for trace in (SECRET, people.visitor.id, "13800138000", FORM["firm"]):
        assert trace not in everything
    assert Visitors(records).find(people.token) is None


def test_deleted_text_is_not_in_the_file(records, url, people):
    if not url.startswith("sqlite"):
        pytest.skip("the files of PostgreSQL are its own affair")
    folder = records._file.parent
    use(records, people.visitor)
    assert any(SECRET.encode() in f.read_bytes() for f in folder.iterdir())
    delete_person(records, people.visitor)
    assert not any(SECRET.encode() in f.read_bytes() for f in folder.iterdir())


def test_deleting_an_account_gives_its_needs_back(records, people):
    open_id = file_need(records, people.visitor, FORM, form_key="form-0001")
    closed_id = file_need(records, people.visitor, FORM, form_key="form-0002")
    for need_id in (open_id, closed_id):
        claim(records, people.bank, need_id)
    close(records, people.bank, closed_id, Status.GRANTED)
    use(records, people.bank)
    token = Sessions(records).start(people.bank)
    assert delete_person(records, people.bank, by=people.policy) == {
        "conversations": 1, "needs": 1, "released": 1}
    need, history = read_need(records, people.visitor, open_id)
    assert (need.status, need.institution) == (Status.OPEN, None)
    assert (history[-1].note, history[-1].who) == ("账号已删除", "工行甲")
    claim(records, people.rival, open_id)
    assert read_need(records, people.visitor, closed_id)[0].institution == "工商银行"
    with pytest.raises(SignInError):
        Sessions(records).account(token)
    assert people.bank.id not in dump(records)
    assert [a.name for a in Accounts(records).list()] == ["中行丙", "农行乙", "政策丁"]
    [line] = read_log(records, None, action="删除全部数据")
    assert (line.who, line.target) == ("政策丁", "工行甲")


@pytest.mark.parametrize("who", ["visitor", "bank"])
def test_deletion_touches_nobody_else(records, people, who):
    other, _ = Visitors(records).add()
    use(records, other)
    before = counts(records)
    use(records, getattr(people, who))
    delete_person(records, getattr(people, who))
    after = counts(records)
    assert {k: before[k] for k in ("conversations", "messages", "feedback", "shares", "needs",
                                   "need_events")} == {
        k: after[k] for k in ("conversations", "messages", "feedback", "shares", "needs",
                              "need_events")}


@pytest.mark.parametrize("who", ["visitor", "bank"])
def test_export_holds_what_is_theirs_and_no_secret(records, people, who):
    person = getattr(people, who)
    use(records, person)
    other, _ = Visitors(records).add()
    use(records, other)
    mine = json.loads(json.dumps(export_person(records, person), ensure_ascii=False))
    assert [len(mine[kind]) for kind in ("person", "conversations", "messages", "feedback",
                                         "shares", "needs", "need_events")] == [
        1, 1, 2, 1, 1, 1, 1]
    assert mine["messages"][0]["text"] == f"{SECRET}，电话13800138000"
    assert mine["needs"][0]["phone"] == "13800138000"
    assert mine["conversations"][0]["created_at"] == "2026-03-01 08:30:00"
    told = json.dumps(mine)
    assert "argon2" not in told
    assert "token" not in told
    assert label(other) not in json.dumps(mine, ensure_ascii=False)


def test_purge_keeps_what_is_young(records, people, clock):
    use(records, people.visitor)
    clock.forward(days=6)
    before = counts(records)
    assert set(purge(records, KEEP).values()) == {0}
    assert counts(records) == before | {"audit": before["audit"] + 1}


def test_purge_in_order_of_age(records, people, clock):
    need_id = use(records, people.visitor)
    token = Sessions(records).start(people.bank)
    clock.forward(days=8)
    assert {k: v for k, v in purge(records, KEEP).items() if v} == {"sessions": 1, "shares": 1}
    with pytest.raises(SignInError):
        Sessions(records).account(token)
    claim(records, people.bank, need_id)
    clock.forward(days=172)
    assert {k: v for k, v in purge(records, KEEP).items() if v} == {"conversations": 1}
    assert reviews(records, people.policy) == []
    close(records, people.bank, need_id, Status.FAILED, reason="无")
    clock.forward(days=1094)
    kept = purge(records, KEEP)
    assert (kept["needs"], kept["visitors"]) == (0, 0)
    assert kept["audit"] > 0
    clock.forward(days=1)
    assert {k: v for k, v in purge(records, KEEP).items() if k in ("needs", "visitors")} == {
        "needs": 1, "visitors": 1}
    assert list_needs(records, people.policy) == []


def test_purge_forgets_locks(records, people, clock, passwords):
    with pytest.raises(SignInError):
        Accounts(records, passwords).sign_in("没有此人", GOOD)
    assert purge(records, KEEP)["attempts"] == 0
    clock.forward(minutes=15)
    assert purge(records, KEEP)["attempts"] == 1


def test_link_of_a_deleted_conversation(records, people):
    talks = Conversations(records)
    talk = talks.start(people.visitor)
    token, _ = share(records, people.visitor, talk)
    talks.delete(people.visitor, talk)
    with pytest.raises(NotFound):
        read_shared(records, token)


def test_settings_say_how_long(settings_in, tmp_path):
    settings = settings_in(tmp_path, keep_conversations_days=1)
    assert Keep.of(settings) == Keep(timedelta(days=1), timedelta(days=1095), timedelta(days=1095))
