"""A test case proposed from a complaint: clauses ticked, points from quotes, history both ways."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chat.answer import Answer, Citation
from chat.trace import Trace
from corpus.errors import FormError
from corpus.regions import table
from eval.review.case_proposal import (
    Filled,
    draft_of,
    history_text,
    points_of,
    propose,
    read_history,
)
from eval.review.complaints import Finding, Ruling
from eval.review.seen import Key, Seen
from eval.statistics.topics import Topics

CITED, FOUND, GONE = "heilongjiang-2023#（十七）", "heilongjiang-2023#（九）", "old-2020#（一）"
SEEN = Seen(
    Key("abcdef0123", 4), datetime(2026, 3, 1, tzinfo=UTC), "费率多少？", (("user", "担保有吗？"),),
    Answer("不超过 1.5%。[1]", (Citation(CITED, "（十七）", "若干措施", None,
                                   "加大担保力度。担保费率不超过1.5%，期限一年", (0, 9)),),
           region=table()["23"], trace=Trace(((FOUND, 9.0), (CITED, 8.0), (GONE, 1.0)))), ())
FILLED = Filled("投诉-1", " 费率多少？电话13800138000 ", "问：我的电话13800138000", "黑龙江",
                (CITED,), "1.5%\n\n 一年 ", True)


@pytest.fixture(scope="module")
def topics(policies):
    return Topics(policies, [])


@pytest.fixture(scope="module")
def clauses(policies):
    return {clause.id: clause for policy in policies for clause in policy.clauses}


@pytest.mark.parametrize(("finding", "gold", "ticked", "answerable"), [
    (Finding.RIGHT, (), [CITED], True), (Finding.WORDING, (), [CITED], True),
    (Finding.WRONG_CLAUSE, (), [], True), (Finding.WRONG_CLAUSE, (FOUND,), [FOUND], True),
    (Finding.NO_PAPER, (), [], False), ("", (FOUND, CITED), [FOUND, CITED], True)])
def test_what_is_ticked(topics, clauses, finding, gold, ticked, answerable):
    held = propose(SEEN, topics, clauses, Ruling(finding, gold=gold))
    assert (held.gold, held.answerable) == (ticked, answerable)


def test_what_the_form_holds(topics, clauses):
    held = propose(SEEN, topics, clauses, Ruling(Finding.RIGHT))
    assert (held.label, held.question, held.history, held.region) == (
        "投诉-ABCDEF-4", "费率多少？", "问：担保有吗？", "黑龙江省")
    assert held.points.splitlines() == ["担保费率不超过1.5%", "期限一年"]
    assert [clause for _, clause in held.choices] == [CITED, FOUND, GONE]
    assert "（当时引用、检索第 2）" in held.choices[0][0]
    assert "不在现行文本里" in held.choices[2][0]


def test_a_refusal_proposes_no_clause(topics, clauses):
    seen = replace(SEEN, answer=replace(SEEN.answer, refused=True))
    held = propose(seen, topics, clauses, Ruling(Finding.RIGHT))
    assert (held.gold, held.answerable, held.points) == ([], False, "")


@pytest.mark.parametrize(("text", "points"), [
    ("加大力度，担保费率不超过1.5%；期限一年。", ["担保费率不超过1.5%", "期限一年"]),
    ("加强银企对接，完善机制", ["加强银企对接"]), ("", [])])
def test_points(text, points):
    assert points_of(text) == points


def test_history_reads_back():
    turns = (("user", "担保有吗？"), ("assistant", "有。\n依据（十七）"), ("user", "多少？"))
    assert read_history(history_text(turns)) == turns
    assert read_history("") == ()
    with pytest.raises(FormError):
        read_history("没有开头")


def test_the_case_is_masked_and_tidy():
    draft = draft_of(FILLED)
    assert (draft.question, draft.history) == (
        "费率多少？电话138****8000", (("user", "我的电话138****8000"),))
    assert (draft.answer_points, draft.gold_clauses, draft.also_ok) == (
        ("1.5%", "一年"), (CITED,), ())


def test_what_no_paper_answers_has_no_gold():
    draft = draft_of(replace(FILLED, answerable=False))
    assert (draft.gold_clauses, draft.also_ok, draft.answer_points) == ((), (CITED,), ())


def test_answerable_needs_a_clause():
    with pytest.raises(FormError) as caught:
        draft_of(replace(FILLED, gold=()))
    assert "没有勾选" in caught.value.detail
