"""Each class of error by hand: rows as `eval.score` makes them, the first rule that holds wins."""

import pytest

from chat.answer import Answer
from corpus.errors import QuestionError
from eval.cases import case_of
from eval.metrics import citation_precision, citation_recall, fold, missed_points
from eval.runs.error_class import EXPLAINED, ErrorClass, case_faults, error_class
from eval.score import Scorer
from eval.summary import by_column, class_counts, summary

RIGHT = {"gone": [], "answerable": True, "gold": ["a#1"], "wanted": ["要点"], "failed": None,
         "refused": False, "loose": [], "elsewhere": [], "cited": ["a#1"], "hits": ["a#1", "a#2"],
         "missed": [], "citation recall": 1.0}
UNCITED = {"cited": ["a#2"], "citation recall": 0.0, "missed": ["要点"]}
NOTHING = {"answerable": False, "gold": [], "wanted": [], "refused": True, "cited": []}


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, "通过"),
    (NOTHING, "通过"),
    (NOTHING | {"refused": False}, "应拒未拒"),
    (NOTHING | {"loose": ["25%"]}, "数字无依据"),
    ({"refused": True, **UNCITED}, "误拒答"),
    ({"loose": ["25%"]}, "数字无依据"),
    (UNCITED | {"hits": ["b#1"], "cited": ["b#1"], "elsewhere": ["b#1"]}, "地区错"),
    ({"elsewhere": ["b#1"], "cited": ["a#1", "b#1"]}, "通过"),
    (UNCITED | {"hits": ["a#2"]}, "未检索到"),
    (UNCITED | {"hits": ["a#2", "a#1"]}, "排序靠后"),
    (UNCITED, "句子不对"),
    ({"missed": ["要点"]}, "句子不对"),
    ({"gold": ["a#1", "a#3"], "hits": ["a#2", "a#1", "a#3"], "citation recall": 0.5}, "排序靠后"),
    ({"gold": ["a#1", "a#3"], "hits": ["a#3", "a#1"], "citation recall": 0.5}, "句子不对"),
    ({"gold": [], "wanted": ["要点"]}, "通过"),
    ({"gold": [], "wanted": []}, "题目有误"),
    ({"gone": ["a#9"], "loose": ["1%"]}, "题目有误"),
    ({"failed": "问题太长", **UNCITED}, "运行出错")],
    ids=["right", "rightly-refused", "answered", "loose-in-a-refusal", "refused", "loose",
         "elsewhere", "elsewhere-besides", "not-found", "low", "not-cited", "points", "one-of-two",
         "both-first", "points-alone", "nothing-to-check", "clause-gone", "failed"])
def test_class(changes, expected):
    assert error_class(RIGHT | changes) == expected


def test_every_class_is_explained():
    assert list(EXPLAINED) == list(ErrorClass)
    assert case_faults(RIGHT | {"gone": ["a#9"]}) == ["条款 a#9 已不存在"]


@pytest.mark.parametrize(("cited", "fine", "whole", "recall", "precision"), [
    (["a#1"], {"a#1"}, False, 1, 1), (["a#1", "a#2"], {"a#1"}, False, 1, 0.5),
    (["a#1", "a#文首"], {"a#1"}, False, 1, 1), (["b#文首"], {"a#1"}, False, 0, 0),
    (["a#2"], {"a#1"}, False, 0, 0), (["a#2"], {"a#1"}, True, 1, 1), ([], {"a#1"}, True, 0, 0)],
    ids=["right", "one-more", "letterhead", "letterhead-elsewhere", "beside", "whole", "none"])
def test_citations(cited, fine, whole, recall, precision):
    assert citation_recall(cited, fine, whole=whole) == recall
    assert citation_precision(cited, fine, whole=whole) == precision


def test_what_is_read_first_is_counted_without_marks():
    assert fold("**《A》**\n---\n“１”") == '<a>"1"'
    assert missed_points("**甲** 乙", ["乙"], first=2) == []
    assert missed_points("甲甲乙", ["乙"], first=2) == ["乙"]


def case(**changes):
    return case_of({"id": "q1", "question": "黑龙江小微企业担保费率最高多少？", "history": [],
                    "region": "黑龙江", "type": "numeric", "persona": "bank", "also_ok": [],
                    "gold_clauses": ["heilongjiang-2023#（十七）"], "answer_points": ["1.5%"],
                    "answerable": True} | changes)


def test_a_case_that_cannot_be_asked_goes_into_the_figures(assistant):
    scorer = Scorer(assistant)
    rows = [scorer.score(case()), scorer.score(case(question="问" * 2001)),
            scorer.score(case(region="火星")), scorer.score(case(gold_clauses=["甲#1"]))]
    assert [row["class"] for row in rows] == ["通过", "运行出错", "运行出错", "题目有误"]
    assert "2000 字" in rows[1]["failed"]
    assert rows[3]["gone"] == ["甲#1"]
    figures = summary(rows)
    assert (figures["failed"], figures["bad cases"], figures["bad quotes"]) == (2, 1, 0)
    assert figures["R@5"] == pytest.approx(1 / 3)
    assert figures["points"] == pytest.approx(1 / 3)
    assert class_counts(rows)["运行出错"] == 2
    assert {k: len(v) for k, v in by_column(rows, "region").items()} == {"火星": 1, "黑龙江": 2}


def test_an_answer_from_another_place_is_seen(assistant, monkeypatch):
    scorer = Scorer(assistant)
    told = scorer.score(case(gold_clauses=["qianjiang-2023#12"]))
    assert told["elsewhere"] == told["cited"] == ["heilongjiang-2023#（十七）"]
    assert told["class"] == "地区错"
    monkeypatch.setattr(assistant, "reply", lambda *_, **__: (_ for _ in ()).throw(
        QuestionError("x", "empty")))
    assert scorer.score(case())["class"] == "运行出错"
    monkeypatch.setattr(assistant, "reply", lambda *_, **__: iter([
        Answer("见[1]。", refused=True)]))
    assert scorer.score(case())["class"] == "误拒答"
