"""A figure answers only what it is a figure of: wordings, phrases, and answers of both kinds."""

import pytest

from chat.matter import matter_asked
from indexing.facts import FactKind, stating_phrases


@pytest.mark.parametrize(("question", "name", "scope"), [
    ("首版次软件保费补贴多少", "subsidy", ""), ("专利质押给贴息几个点", "interest", ""),
    ("担保费最多收几个点", "guarantee", ""), ("担保费能返还几成", "refund", ""),
    ("贷款利率不能超过多少", "loan_rate", ""), ("厂房抵押率最高几成", "pledge", ""),
    ("一家企业最高补多少", "subsidy", "each"), ("补贴总规模多大", "subsidy", "total"),
    ("给多少钱的奖励", "reward", ""), ("白名单多久更新", "", "")])
def test_the_matter_nearest_to_the_figure_counts(question, name, scope):
    asked = matter_asked(question)
    assert (asked.name, asked.scope) == (name, scope)


@pytest.mark.parametrize(("question", "phrase", "governs"), [
    ("保费补贴多少", "担保费率原则上不超过1.5%", False),
    ("保费补贴多少", "按照年度保费实际支出的80%给予补贴", True),
    ("一户最多能贷多少", "累计发放创业担保贷款30亿元", False),
    ("总规模多少", "累计发放创业担保贷款30亿元", True),
    ("规模多大", "单户不超过1000万元", False)])
def test_a_phrase_governs_its_own_matter(question, phrase, governs):
    assert matter_asked(question).governs(phrase) is governs


def test_a_short_phrase_comes_with_the_one_before():
    text = "保费补贴时间按保险期限核算，不超过1年（省财政保障），强化保障。"
    assert stating_phrases(text, FactKind.TIME) == [
        "保费补贴时间按保险期限核算，不超过1年（省财政保障）"]


@pytest.mark.parametrize(("question", "region", "clause"), [
    ("首版次软件保费补贴多少", "黑龙江", "luoyang-2023#（十一）"),
    ("技改补贴最高多少", "黑龙江", "heilongjiang-2023#（三）"),
    ("出口信用保险的保费给补多少", "洛阳", "luoyang-2023#（五）"),
    ("制造业贷款利率不能超过多少", "黑龙江", "heilongjiang-2023#（五）"),
    ("创业担保贷款个人最多能贷多少", "洛阳", "luoyang-2017#14"),
], ids=["other-place", "other-matter", "other-object", "no-figure-at-all", "total-for-each"])
def test_a_figure_of_another_thing_does_not_answer(assistant, question, region, clause):
    place = assistant.understanding.mentions.place(region)
    answer = assistant.answer(question, region=place)
    assert answer.refused
    assert answer.citations[0].clause == clause


@pytest.mark.parametrize(("question", "region", "figure"), [
    ("首台套保险保费补贴多少", "洛阳", "80%"), ("科技支行放贷奖励比例", "洛阳", "2‰"),
    ("三年新增制造业贷款总规模多少", "洛阳", "200亿元"), ("担保费率上限多少", "黑龙江", "1.5%"),
    ("首版次软件保险补几年", "洛阳", "1年")])
def test_a_figure_of_the_matter_answers(assistant, question, region, figure):
    answer = assistant.answer(question, region=assistant.understanding.mentions.place(region))
    assert not answer.refused
    assert figure in answer.text[:200]


def test_a_product_named_before_the_figure_is_its_object():
    asked = matter_asked("银杏贷单户最高多少")
    assert (asked.name, asked.object) == ("", "银杏贷")


@pytest.mark.parametrize(("question", "region", "refused"), [
    ("首贷户补贴有没有", "哈尔滨", True), ("研发有没有奖励", "齐齐哈尔", True),
    ("洛阳有没有首台套保费补贴", "洛阳", False), ("担保费有没有返还", "黑龙江", False),
    ("创业担保贷款给不给贴息", "洛阳", False)])
def test_money_for_a_thing_is_there_only_if_a_clause_names_both(
        assistant, question, region, refused):
    place = assistant.understanding.mentions.place(region)
    assert assistant.answer(question, region=place).refused is refused
