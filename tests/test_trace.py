"""The trace of an answer: what was found, why it was refused; for reviewers, not for programs."""

import json

import pytest

from chat.support import Reason
from chat.talks.answer_facts import REFUSALS, answer_facts, refusal
from chat.talks.saved import answer_from, answer_record
from chat.trace import Trace
from chat.wire import Wire


@pytest.mark.parametrize(("question", "reason"), [
    ("黑龙江小微企业担保费率最高多少？", ""), ("今天天气怎么样？", Reason.OUT_OF_SCOPE),
    ("黔江的贴息贴几个百分点？", Reason.NO_FIGURE)])
def test_an_answer_says_how_it_came_about(assistant, question, reason):
    answer = assistant.answer(question)
    assert answer.trace.reason == reason
    assert answer.refused is bool(reason)
    scores = [score for _, score in answer.trace.hits]
    assert 0 < len(scores) <= 8
    assert scores == sorted(scores, reverse=True)


def test_cited_clauses_are_among_those_found(assistant):
    answer = assistant.answer("黑龙江小微企业担保费率最高多少？")
    assert {c.clause for c in answer.citations} <= {clause for clause, _ in answer.trace.hits}


def test_other_programs_do_not_see_it(assistant):
    told = Wire(assistant).ask({"question": "黑龙江小微企业担保费率最高多少？"})
    assert "trace" not in told


def test_it_is_kept_and_old_answers_open_without(assistant):
    answer = assistant.answer("黑龙江小微企业担保费率最高多少？")
    record = json.loads(json.dumps(answer_record(answer)))
    assert answer_from(record).trace == answer.trace
    del record["trace"]
    assert answer_from(record).trace == Trace()
    assert answer_from(record).text == answer.text


@pytest.mark.parametrize(("reason", "kind"), [
    ("条款没有写比例或利率", "条款没有写所问的内容"), ("没有相关条款", "没有相关条款"),
    ("没有当地的文件", "没有当地的文件"), ("这些产品由机构页面载明，政策文件没有写。", "其他"),
    (None, "其他")])
def test_refusals_are_of_few_kinds(reason, kind):
    assert refusal(reason) == kind
    assert kind in REFUSALS


def test_facts_of_an_answer(assistant):
    facts = answer_facts(answer_record(assistant.answer("黑龙江小微企业担保费率最高多少？")))
    assert (facts["refused"], facts["reason"], facts["region"]) == (False, "", "23")
    assert facts["cited"].split("\n")[0] == "heilongjiang-2023#（十七）"
