"""Comparisons and lists over whole papers: follow-ups, all places, all clauses."""

import pytest

from chat.understanding.sides import is_empty
from chat.understanding.turn import Message


def said(*questions: str) -> list[Message]:
    return [Message("user", question) for question in questions]


FOLLOW_UPS = [
    ("和洛阳比呢", ["黑龙江的担保费率最高多少"],
     ["heilongjiang-2023#（十七）", "luoyang-2023#（十四）"]),
    ("与国家的比呢", ["黑龙江尽职免责怎么说"],
     ["heilongjiang-2023#（十二）", "nfra-2024#（十二）"]),
    ("那两个地方比较一下", ["黑龙江的担保费率最高多少", "洛阳呢"],
     ["heilongjiang-2023#（十七）", "luoyang-2023#（十四）"]),
    ("那洛阳的呢", ["黑龙江的担保费率最高多少"], ["luoyang-2023#（十四）"]),
    ("洛阳呢", ["黑龙江的担保费率最高多少"], ["luoyang-2023#（十四）"]),
]


@pytest.mark.parametrize(("question", "before", "cited"), FOLLOW_UPS,
                         ids=["and-luoyang", "and-nation", "those-two", "there", "bare-place"])
def test_a_follow_up_keeps_the_topic_and_the_first_side(assistant, question, before, cited):
    answer = assistant.answer(question, history=said(*before))
    assert [citation.clause for citation in answer.citations] == cited


def test_a_follow_up_keeps_the_figure_that_was_asked_for(assistant):
    answer = assistant.answer("黑龙江呢", history=said("洛阳首版次软件保费补贴多少"))
    assert answer.refused
    assert "只适用于河南省洛阳市" in answer.text


@pytest.mark.parametrize(("topic", "empty"), [
    ("那 的呢", True), ("和 比有什么不同", True), ("呢", True), ("那期限呢", False),
    ("担保费率", False)])
def test_what_has_no_topic(topic, empty):
    assert is_empty(topic) is empty


def columns(text: str) -> int:
    header = next(line for line in text.splitlines() if line.startswith("|"))
    return header.count("|") - 2


@pytest.mark.parametrize(("question", "number"), [
    ("五份文件对供应链金融的规定对比", 5), ("四个地方贴息有什么不同", 4), ("对比各地的担保费率", 3),
    ("黑龙江、洛阳、黔江、国家四个地方的尽职免责怎么规定，对比一下", 4)])
def test_every_side_has_a_column(assistant, question, number):
    assert columns(assistant.answer(question).text) == number


def test_a_side_that_is_silent_is_said_to_be_silent(assistant):
    answer = assistant.answer("对比各地的担保费率")
    assert "黔江区的文件对此未作规定" in answer.text
    assert not any(c.policy_id == "qianjiang-2023" for c in answer.citations)


@pytest.mark.parametrize(("question", "policy", "number"), [
    ("列出黑龙江所有措施", "heilongjiang-2023", 21), ("国家通知全部条款有哪些", "nfra-2024", 17),
    ("黔江那份文件讲了哪几条", "qianjiang-2023", 13),
    ("洛阳征求意见稿列出所有措施", "luoyang-2023", 18)])
def test_a_document_is_listed_whole(assistant, policies, question, policy, number):
    cited = [citation.clause for citation in assistant.answer(question).citations]
    source = next(p for p in policies if p.id == policy)
    assert cited == [c.id for c in source.clauses if c.label not in ("文首", "文末")]
    assert len(cited) == number


@pytest.mark.parametrize("question", ["列出黑龙江关于担保的措施", "洛阳有哪些关于上市的规定"])
def test_a_topic_is_not_the_whole_document(assistant, question):
    assert len(assistant.answer(question).citations) < 10


@pytest.mark.parametrize("question", [
    "中长期贷款上，国家和省里的要求分别是啥", "免责这事，国家的通知和咱省的写法差在哪"])
def test_the_nation_beside_ones_own_province(assistant, question):
    place = assistant.understanding.mentions.place("黑龙江")
    answer = assistant.answer(question, region=place)
    assert not answer.refused
    assert {c.policy_id for c in answer.citations} == {"nfra-2024", "heilongjiang-2023"}


@pytest.mark.parametrize("question", [
    "黑龙江跟洛阳，担保收费哪边便宜", "洛阳和黑龙江两边担保费谁低"])
def test_a_side_whose_second_clause_names_the_matter_is_not_called_silent(assistant, question):
    answer = assistant.answer(question)
    assert "未作规定" not in answer.text
    cited = {citation.clause for citation in answer.citations}
    assert cited >= {"heilongjiang-2023#（十七）", "luoyang-2023#（十四）"}
