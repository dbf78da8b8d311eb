"""Dialect, misspelt names and rules of elsewhere: read as what they mean."""

import pytest

from chat.understanding.spelling import Speller, quoted_names, simplify

SAID = [("最高好多万", "最高多少万"), ("好多企业都有", "好多企业都有"), ("利率几多", "利率多少"),
        ("莫得抵押", "没有抵押"), ("300万中不中？", "300万行不行？"), ("其中不中断", "其中不中断")]


@pytest.mark.parametrize(("said", "read"), SAID, ids=[said for said, _ in SAID])
def test_dialect(said, read):
    assert simplify(said) == read


@pytest.mark.parametrize(("question", "names"), [
    ("人材贷给多少", ["人才贷"]), ("人才贷给多少", []), ("仁，财贷", []),
    ("abc人材贷", ["人才贷"])],
    ids=["misspelt", "right", "across-a-stop", "after-latin"])
def test_names_by_sound(question, names):
    assert Speller([], quoted_names(["推广“人才贷”业务"])).guesses(question) == names


@pytest.mark.parametrize(("question", "places"), [
    ("费率不超1%这条我们黔江能用不", None),
    ("洛阳的人才贷这个我们鸡西能用吗", ("鸡西市", "洛阳市")),
    ("长春能用黑龙江的担保政策吗", ("长春市", "黑龙江省"))], ids=["no-other", "behind", "before"])
def test_rules_of_elsewhere(assistant, question, places):
    found = assistant.understanding.mentions.borrowed(question)
    assert (found and tuple(region.name for region in found)) == places


@pytest.mark.parametrize(("question", "documents"), [
    ("2017那份还算数不", ("luoyang-2017",)), ("2017年的方案过期没", ("luoyang-2017",)),
    ("2023那份还算数不", ()), ("我们厂2017年成立的", ())], ids=["that", "plan", "several", "firm"])
def test_a_paper_by_its_year_alone(assistant, question, documents):
    assert assistant.understanding.mentions.documents(question) == documents
