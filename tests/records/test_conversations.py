"""Conversations: their owner's alone, no message lost, shared read-only, judged once each."""

import threading
from datetime import timedelta

import pytest

from chat.answer import Answer, Citation, Offer
from chat.talks.conversations import LONGEST_MESSAGE, Conversations
from chat.talks.feedback import Opinion, Thumb, give, opinions, reviews, withdraw
from chat.talks.saved import answer_from, answer_record
from chat.talks.sharing import read_shared, revoke_shares, share
from corpus.errors import FormError, NotAllowed, NotFound
from corpus.records.engine import open_records
from corpus.records.people import Visitor
from corpus.records.visitors import Visitors
from corpus.regions import NATION, table

ANSWER = Answer(
    "**不超过 1.5%。**[1]", (Citation("heilongjiang-2023#（十七）", "（十七）", "若干措施",
                                   "黑银发〔2023〕25号", "担保费率\n不超过1.5%", (10, 20)),),
    region=table()["23"], products=(Offer("担保", ("a#（一）", "b#2")),), ask=("region",))


@pytest.fixture
def talks(records) -> Conversations:
    return Conversations(records)


@pytest.fixture
def talk(talks, people) -> str:
    """A conversation of the visitor: question 1, answer 2."""
    conversation_id = talks.start(people.visitor)
    talks.ask(people.visitor, conversation_id, "担保费率最高多少？我的电话13800138000")
    talks.reply(people.visitor, conversation_id, ANSWER, reply_to=1, versions=["heilongjiang-2023"])
    return conversation_id


@pytest.mark.parametrize("answer", [
    ANSWER, Answer("没有依据", refused=True, reason="文件中没有写"), Answer("", region=NATION),
    Answer("半句", done=False)])
def test_answer_survives_as_json(answer):
    import json

    assert answer_from(json.loads(json.dumps(answer_record(answer)))) == answer


def test_resume_gives_everything_back(talks, talk, people):
    conversation, (question, reply) = talks.resume(people.visitor, talk)
    assert (conversation.title, conversation.messages) == (
        "担保费率最高多少？我的电话13800138000", 2)
    assert (question.seq, question.role, question.answer) == (1, "user", None)
    assert (reply.answer, reply.versions, reply.reply_to) == (ANSWER, ("heilongjiang-2023",), 1)


@pytest.mark.parametrize("act", [
    lambda t, who, c: t.resume(who, c), lambda t, who, c: t.ask(who, c, "？"),
    lambda t, who, c: t.reply(who, c, ANSWER, reply_to=1), lambda t, who, c: t.rename(who, c, "x"),
    lambda t, who, c: t.delete(who, c), lambda t, who, c: share(t._records, who, c),
    lambda t, who, c: revoke_shares(t._records, who, c),
    lambda t, who, c: give(t._records, who, c, 2, Opinion(Thumb.UP)),
    lambda t, who, c: opinions(t._records, who, c)],
    ids=["resume", "ask", "reply", "rename", "delete", "share", "revoke", "give", "opinions"])
def test_nobody_else_gets_at_it(talks, talk, people, act):
    stranger, _ = Visitors(talks._records).add()
    for who in (stranger, people.bank, people.policy, Visitor(people.bank.id), Visitor("")):
        with pytest.raises(NotFound):
            act(talks, who, talk)
        assert talks.list(who) == []
    assert talks.resume(people.visitor, talk)[0].messages == 2


def test_accounts_have_conversations_too(talks, people):
    mine = talks.start(people.bank, "我的")
    assert [c.id for c in talks.list(people.bank)] == [mine]
    with pytest.raises(NotFound):
        talks.start(Visitor("gone"))


def test_list_shows_the_last_used_first(talks, people, clock):
    first, second = (talks.start(people.visitor, name) for name in "甲乙")
    clock.forward(minutes=1)
    talks.ask(people.visitor, first, "？")
    assert [c.title for c in talks.list(people.visitor)] == ["甲", "乙"]
    assert [c.id for c in talks.list(people.visitor, offset=1)] == [second]


def test_rename_and_delete(talks, talk, people):
    talks.rename(people.visitor, talk, "  黑龙江\n担保 ")
    assert talks.list(people.visitor)[0].title == "黑龙江 担保"
    talks.rename(people.visitor, talk, "长" * 100)
    assert len(talks.list(people.visitor)[0].title) == 60
    with pytest.raises(FormError):
        talks.rename(people.visitor, talk, " ")
    talks.delete(people.visitor, talk)
    assert talks.list(people.visitor) == []
    with pytest.raises(NotFound):
        talks.delete(people.visitor, talk)


@pytest.mark.parametrize(("text", "why"), [
    ("", "没有填写"), (" \n", "没有填写"), ("字" * (LONGEST_MESSAGE // 3 + 1), "太长，最多 100 KB"),
    ("\x00", "无法保存"), ("\udfff", "无法保存")],
    ids=["empty", "blank", "long", "nul", "surrogate"])
def test_bad_message(talks, talk, people, text, why):
    with pytest.raises(FormError) as caught:
        talks.ask(people.visitor, talk, text)
    assert why in caught.value.detail
    assert talks.resume(people.visitor, talk)[0].messages == 2


def test_longest_message(talks, talk, people):
    text = "字" * (LONGEST_MESSAGE // 3)
    assert talks.ask(people.visitor, talk, text) == 3
    assert talks.resume(people.visitor, talk)[1][2].text == text


def test_two_tabs_lose_nothing(url, talk, people):
    gate, numbers = threading.Barrier(2), []

    def tab(name: str) -> None:
        records = open_records(url)
        gate.wait()
        for i in range(15):
            numbers.append(Conversations(records).ask(people.visitor, talk, f"{name}{i}"))
        records.close()

    tabs = [threading.Thread(target=tab, args=(name,)) for name in "甲乙"]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    records = open_records(url)
    conversation, messages = Conversations(records).resume(people.visitor, talk)
    records.close()
    assert sorted(numbers) == list(range(3, 33))
    assert [m.seq for m in messages] == list(range(1, 33))
    assert conversation.messages == 32
    for name in "甲乙":
        said = [m.text for m in messages if m.text.startswith(name)]
        assert said == [f"{name}{i}" for i in range(15)]


def test_shared_link_shows_what_stood_there(records, talks, talk, people, clock):
    token, ends = share(records, people.visitor, talk)
    talks.ask(people.visitor, talk, "后来问的")
    conversation, messages = read_shared(records, token)
    assert (conversation.id, len(messages)) == (talk, 2)
    assert ends - clock() == timedelta(days=7)
    clock.forward(days=7)
    with pytest.raises(NotFound):
        read_shared(records, token)


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "\x00", "\udcff"])
def test_forged_link(records, people, talk, forged):
    share(records, people.visitor, talk)
    with pytest.raises(NotFound):
        read_shared(records, forged)


def test_revoked_links(records, talks, talk, people):
    tokens = [share(records, people.visitor, talk)[0] for _ in range(2)]
    assert revoke_shares(records, people.visitor, talk) == 2
    for token in tokens:
        with pytest.raises(NotFound):
            read_shared(records, token)
    for lasts in (timedelta(), timedelta(days=91)):
        with pytest.raises(FormError):
            share(records, people.visitor, talk, lasts=lasts)


def test_opinion_is_one_and_changeable(records, talk, people, clock):
    give(records, people.visitor, talk, 2, Opinion(Thumb.UP))
    clock.forward(minutes=1)
    changed = Opinion(Thumb.DOWN, "条款不对", "应为（十六）")
    give(records, people.visitor, talk, 2, changed)
    assert opinions(records, people.visitor, talk) == {2: changed}
    assert [r.at for r in reviews(records, people.policy)] == [clock()]
    withdraw(records, people.visitor, talk, 2)
    withdraw(records, people.visitor, talk, 2)
    assert opinions(records, people.visitor, talk) == {}


@pytest.mark.parametrize(("seq", "opinion", "kind"), [
    (1, Opinion(Thumb.UP), NotFound), (9, Opinion(Thumb.UP), NotFound),
    (2, Opinion(Thumb.DOWN, "心情不好"), FormError),
    (2, Opinion(Thumb.DOWN, "其他", "字" * 2001), FormError)],
    ids=["question", "nothing", "reason", "long"])
def test_bad_opinion(records, talk, people, seq, opinion, kind):
    with pytest.raises(kind):
        give(records, people.visitor, talk, seq, opinion)


def test_policy_staff_reads_opinions_masked(records, talk, people):
    give(records, people.visitor, talk, 2, Opinion(Thumb.DOWN, "其他", "请打0451-82345678"))
    [review] = reviews(records, people.policy, thumb=Thumb.DOWN)
    assert (review.conversation, review.seq) == (talk, 2)
    assert review.question == "担保费率最高多少？我的电话138****8000"
    assert review.opinion == Opinion(Thumb.DOWN, "其他", "请打0451-****5678")
    assert review.answer == ANSWER.text
    assert reviews(records, people.policy, thumb=Thumb.UP) == []
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            reviews(records, who)
