"""Misspelt places: put right by sound, and nothing else touched."""

import pytest

from chat.understanding.places import PlaceSpeller
from corpus.library import gazetteer_of


@pytest.fixture(scope="module")
def speller(policies):
    return PlaceSpeller(policies, gazetteer_of(policies))


@pytest.mark.parametrize(("asked", "meant"), [
    ("洛杨担保费率多少", "洛阳担保费率多少"), ("黔将的应急转贷", "黔江的应急转贷"),
    ("哈尔宾小微企业", "哈尔滨小微企业"), ("黑龙疆的无还本续贷", "黑龙江的无还本续贷"),
    ("我在齐齐哈而，要担保", "我在齐齐哈尔，要担保"), ("乾江贴息标准", "黔江贴息标准"),
    ("成嘟市里给贴息吗", "成都市里给贴息吗")])
def test_a_misspelt_place_is_put_right(speller, asked, meant):
    assert speller.corrected(asked) == meant


@pytest.mark.parametrize("asked", [
    "洛阳和黔江的担保费率", "大庆的担保费率", "潜江的贴息", "落样检测设备能贷款吗",
    "千江月公司的贷款", "市场上还能发什么债", "园区太远能不能设点", "骆驼绒厂能续贷吗"])
def test_what_is_no_misspelt_place_stays(speller, asked):
    assert speller.corrected(asked) == asked


def test_no_clause_holds_a_misspelt_place(speller, policies):
    for policy in policies:
        for clause in policy.clauses:
            assert speller.corrected(clause.text) == clause.text


def test_a_misspelt_place_decides_which_clause_is_right(assistant):
    assert assistant.answer("洛杨的担保费率是多少").citations[0].clause == "luoyang-2023#（十四）"
