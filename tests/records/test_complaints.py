"""Complaints: masked, sorted, reopened, gone with their talk; the case made of one stays."""

import pytest

from chat.talks.conversations import Conversations
from chat.talks.feedback import Opinion, Thumb, give, withdraw
from corpus.errors import FormError, NotAllowed, NotFound
from corpus.records.audit import read_log
from corpus.records.people import Role
from corpus.records.retention import delete_person
from eval.review.complaints import (
    Ruling,
    State,
    Triage,
    clauses_of,
    link_case,
    list_complaints,
    read_complaint,
    reopen,
    settle,
)
from eval.review.seen import Key
from eval.sets.draft import CaseDraft
from eval.sets.sets import Sets
from tests.records.desk_talks import CLAUSE, OTHER, PHONE, cited, refused, told


@pytest.fixture
def key(records, people):
    """A complaint on the second answer of a talk."""
    found = told(records, people.visitor, ("贴息有吗？", refused()),
                 (f"担保费率多少？我的电话{PHONE}", cited(CLAUSE)))[1]
    give(records, people.visitor, found.conversation, found.seq,
         Opinion(Thumb.DOWN, "条款不对", f"打{PHONE}问过"))
    return found


def listed(records, people, state=State.ALL):
    return [one.key for one in list_complaints(records, people.policy, state)]


def test_a_complaint_is_shown_masked_with_what_led_to_it(records, people, key):
    one, seen = read_complaint(records, people.policy, key)
    assert (one.question, one.reason, one.words) == (
        "担保费率多少？我的电话138****8000", "条款不对", "打138****8000问过")
    assert seen.before == (("user", "贴息有吗？"), ("assistant", "**文件中没有依据。**"))
    assert [c.clause for c in seen.answer.citations] == [CLAUSE]
    assert seen.answer.trace.hits == ((CLAUSE, 9.5), (OTHER, 3.25))
    assert list(clauses_of(seen)) == [CLAUSE, OTHER]
    assert seen.versions == ("heilongjiang-2023",)
    assert PHONE not in repr((one, seen))
    assert people.visitor.id not in repr((one, seen))


def test_only_thumbs_down_are_complaints(records, people, key):
    give(records, people.visitor, key.conversation, 2, Opinion(Thumb.UP))
    assert listed(records, people) == [key]
    give(records, people.visitor, key.conversation, key.seq, Opinion(Thumb.UP))
    assert listed(records, people) == []
    with pytest.raises(NotFound):
        settle(records, people.policy, key, Ruling("其实答对了"))


def test_settled_and_reopened(records, people, key, clock):
    assert listed(records, people, State.OPEN) == [key]
    settle(records, people.policy, key, Ruling("条款不对", " 应引（九） ", (OTHER,)))
    assert (listed(records, people, State.OPEN), listed(records, people, State.DONE)) == ([], [key])
    (one,) = list_complaints(records, people.policy)
    assert one.triage == Triage(
        False, "条款不对", "应引（九）", (OTHER,), "政策丁", clock(), case_set="", case_id="")
    reopen(records, people.policy, key)
    assert listed(records, people, State.OPEN) == [key]
    assert list_complaints(records, people.policy)[0].triage.verdict == "条款不对"
    log = read_log(records, None, target=f"投诉 {key.short}")
    lines = [(entry.action, entry.who, entry.after) for entry in log]
    assert lines[0] == ("重新打开投诉", "政策丁", {"待处理": True})
    assert lines[1][2]["结论"] == "条款不对"


def test_a_complaint_changed_after_it_was_settled_says_so(records, people, key, clock):
    clock.forward(hours=1)
    settle(records, people.policy, key, Ruling("表述不好"))
    assert not list_complaints(records, people.policy)[0].newer
    clock.forward(hours=1)
    give(records, people.visitor, key.conversation, key.seq, Opinion(Thumb.DOWN, "答错了"))
    assert list_complaints(records, people.policy)[0].newer


@pytest.mark.parametrize("ruling", [Ruling(""), Ruling("别的"), Ruling("条款不对", "长" * 1001)],
                         ids=["nothing", "unknown", "long"])
def test_a_bad_ruling_writes_nothing(records, people, key, ruling):
    with pytest.raises(FormError):
        settle(records, people.policy, key, ruling)
    assert listed(records, people, State.OPEN) == [key]


@pytest.mark.parametrize("gone", [
    lambda r, p, k: Conversations(r).delete(p.visitor, k.conversation),
    lambda r, p, k: withdraw(r, p.visitor, k.conversation, k.seq),
    lambda r, p, k: delete_person(r, p.visitor)], ids=["talk", "opinion", "person"])
def test_the_case_outlives_the_complaint(records, people, key, gone):
    sets = Sets(records)
    home = sets.create(people.policy, "投诉转来的用例")
    draft = CaseDraft("投诉-1", "投诉", "enterprise", None, "担保费率？", gold_clauses=(OTHER,))
    case = sets.add(people.policy, home, draft)
    link_case(records, people.policy, key, home, case)
    one = list_complaints(records, people.policy)[0]
    assert (one.open, one.triage.case_set, one.triage.case_id) == (True, home, case)
    gone(records, people, key)
    assert listed(records, people) == []
    with pytest.raises(NotFound):
        read_complaint(records, people.policy, key)
    assert [c.draft.question for c in sets.cases(home)] == ["担保费率？"]


@pytest.mark.parametrize("act", [
    lambda r, who, k: list_complaints(r, who), read_complaint,
    lambda r, who, k: settle(r, who, k, Ruling("条款不对")), reopen,
    lambda r, who, k: link_case(r, who, k, "s", "c")],
    ids=["list", "read", "settle", "reopen", "link"])
def test_for_policy_staff_only(records, people, key, act):
    assert people.bank.role is Role.BANK
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            act(records, who, key)


@pytest.mark.parametrize("text", ["", "abc", ":", "a:", "a:x", "a:-1", "a:²"])
def test_a_forged_key_is_refused(text):
    with pytest.raises(NotFound):
        Key.read(text)


def test_a_key_reads_back():
    assert Key.read(str(Key("ab:cd", 12))) == Key("ab:cd", 12)
