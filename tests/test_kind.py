"""What kind of answer the wording of a question wants."""

import pytest

from chat.understanding.kind import Kind, figures_asked, kind_of


@pytest.mark.parametrize(("question", "kind"), [
    ("我想贷款买设备，在鹤岗，有补贴吗", Kind.FIRM),
    ("我想借点钱周转，厂子在黔江，有啥产品", Kind.FIRM),
    ("俺们准备融资扩产，能有什么政策", Kind.FIRM),
    ("我们在洛阳做轴承，没抵押物，有什么产品？", Kind.FIRM),
    ("我想问一下贷款担保费率有没有上限", Kind.FIGURE),
    ("我想知道融资担保有什么规定", Kind.FACT),
    ("担保费率最高多少", Kind.FIGURE), ("首台套补贴归谁管", Kind.UNIT),
    ("黑龙江有哪些补贴政策", Kind.LIST), ("这份文件还有效吗", Kind.VALIDITY),
    ("转贷怎么办理", Kind.FACT)])
def test_kind_of_a_question(question, kind):
    assert kind_of(question) is kind


@pytest.mark.parametrize(("question", "figures"), [
    ("专利倒是有几个，没房子抵押能贷款吗", []), ("省里都咋说的，有几条算几条", []),
    ("优势产业链有几条", ["count"]), ("增加值要干到多少个亿", ["money"]), ("各有多少个", ["count"]),
    ("最多借好多", ["money"]), ("一天收好多利息", ["rate"])])
def test_what_is_counted(question, figures):
    assert [str(figure) for figure in figures_asked(question)] == figures
