"""Samples for review: stratified, seeded, blind, judged once; agreement checked by hand."""

from collections import Counter

import pytest

from chat.talks.feedback import Opinion, Thumb, give
from corpus.errors import FormError, NotAllowed, NotFound
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.audit import read_log
from corpus.records.people import Role
from corpus.records.retention import delete_person, export_person
from eval.review.agreement import agreements, kappa
from eval.review.agreement_view import agreements_html
from eval.review.sampling import draw, judge, read_drawn
from eval.review.seen import Key
from tests.records.conftest import GOOD
from tests.records.desk_talks import CLAUSE, PHONE, cited, refused, told


@pytest.fixture
def answers(records, people):
    """12 answers of Heilongjiang, 4 refusals there, 4 answers elsewhere."""
    turns = ([(f"问{n}", cited(CLAUSE, region="2301")) for n in range(12)]
             + [(f"拒{n}", refused()) for n in range(4)]
             + [(f"他{n}", cited(CLAUSE, region="4103")) for n in range(4)])
    return told(records, people.visitor, *turns)


@pytest.fixture
def second(records, passwords):
    return Accounts(records, passwords).add(NewAccount("政策戊", Role.POLICY), GOOD)


def kind(answers, key):
    at = answers.index(key)
    return "answered" if at < 12 else "refused" if at < 16 else "elsewhere"


def test_each_kind_has_its_share(records, people, answers):
    drawn = draw(records, people.policy, 10, days=30, seed=7)
    assert Counter(kind(answers, key) for key in drawn) == {
        "answered": 6, "refused": 2, "elsewhere": 2}
    assert len(set(drawn)) == 10


def test_the_seed_gives_the_sample(records, people, second, answers):
    first = draw(records, people.policy, 8, days=30, seed=1)
    assert draw(records, second, 8, days=30, seed=1) == first
    assert draw(records, people.policy, 8, days=30, seed=2) != first


def test_rated_judged_and_old_answers_are_not_drawn(records, people, second, answers, clock):
    give(records, people.visitor, answers[0].conversation, answers[0].seq, Opinion(Thumb.UP))
    judge(records, people.policy, answers[1], "对")
    mine = draw(records, people.policy, 100, days=30, seed=1)
    assert set(answers) - set(mine) == {answers[0], answers[1]}
    assert answers[1] in draw(records, second, 100, days=30, seed=1)
    clock.forward(days=31)
    assert draw(records, people.policy, 100, days=30, seed=1) == []


@pytest.mark.parametrize(("size", "days"), [(0, 30), (101, 30), (5, 0), (5, 366)])
def test_sizes_have_limits(records, people, size, days):
    with pytest.raises(FormError):
        draw(records, people.policy, size, days=days, seed=1)


def test_a_judgement_is_given_once_and_stays_blind(records, people, answers):
    judge(records, people.policy, answers[0], "部分对", f"打{PHONE}")
    with pytest.raises(FormError):
        judge(records, people.policy, answers[0], "错")
    with pytest.raises(FormError):
        judge(records, people.policy, answers[1], "也许")
    with pytest.raises(NotFound):
        judge(records, people.policy, Key(answers[0].conversation, 1), "对")
    (line,) = read_log(records, None, action="抽样复核")
    assert (line.who, line.target, line.after) == ("政策丁", f"回答 {answers[0].short}", None)
    assert len(export_person(records, people.policy)["judgements"]) == 1


def test_agreement(records, people, second, answers):
    mine = ["对", "对", "对", "错", "应拒答", "部分对"]
    theirs = ["对", "对", "错", "错", "应拒答", "对"]
    for key, a, b in zip(answers, mine, theirs, strict=False):
        judge(records, people.policy, key, a, f"甲 {PHONE}")
        judge(records, second, key, b)
    judge(records, second, answers[10], "错")  # not shared
    (pair,) = agreements(records, people.policy)
    # agreed 4/6; by chance (3·3 + 1·2 + 1·1 + 1·0)/36 = 12/36
    assert pair.kappa == pytest.approx((4 / 6 - 12 / 36) / (1 - 12 / 36))
    assert (pair.n, pair.names) == (6, ("政策丁", "政策戊"))
    assert pair.table["对", "错"] == 1
    assert sorted(d.verdicts for d in pair.differences) == [("对", "错"), ("部分对", "对")]
    assert PHONE not in repr(pair)
    page = agreements_html([pair])
    assert "Cohen’s κ = <b>0.50</b>（中等）" in page
    assert "n = 6" in page


def test_others_see_figures_and_no_answers(records, people, second, answers, passwords):
    third = Accounts(records, passwords).add(NewAccount("政策己", Role.POLICY), GOOD)
    judge(records, people.policy, answers[0], "对")
    judge(records, second, answers[0], "错")
    (pair,) = agreements(records, third)
    assert (pair.n, pair.differences) == (1, ())
    assert read_drawn(records, third, answers[0]).question == "问0"


@pytest.mark.parametrize(("first", "second", "expected"), [
    (["对", "对"], ["对", "对"], None), (["对", "错"], ["对", "错"], 1.0),
    (["对", "错"], ["错", "对"], -1.0), (["对", "对"], ["错", "错"], 0.0)],
    ids=["one-class", "same", "crossed", "chance"])
def test_kappa(first, second, expected):
    assert kappa(first, second) == expected


def test_undefined_kappa_is_said(records, people, second, answers):
    for who in (people.policy, second):
        judge(records, who, answers[0], "对")
    assert "κ 没有定义" in agreements_html(agreements(records, people.policy))
    assert "还没有两位复核人" in agreements_html([])


def test_judgements_go_with_the_talk_and_the_account(records, people, second, answers):
    for who in (people.policy, second):
        judge(records, who, answers[0], "对")
    delete_person(records, second)
    assert agreements(records, people.policy) == []
    delete_person(records, people.visitor)
    with pytest.raises(NotFound):
        read_drawn(records, people.policy, answers[0])


def test_for_policy_staff_only(records, people, answers):
    for act in (lambda who: draw(records, who, 5, days=30, seed=1),
                lambda who: judge(records, who, answers[0], "对"),
                lambda who: read_drawn(records, who, answers[0]),
                lambda who: agreements(records, who)):
        for who in (people.bank, people.visitor):
            with pytest.raises(NotAllowed):
                act(who)
