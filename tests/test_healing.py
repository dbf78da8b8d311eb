"""Bad printing that the reader makes whole: page breaks, doubled characters, blanks and widths."""

import pytest

from corpus.model import Clause
from corpus.reader import parse_policy


def read_clause(body: str) -> Clause:
    """Read a policy whose clause （一） is `body`, with another one after it."""
    return parse_policy(f"关于支持的若干措施\n（一）{body}\n（二）其他。好。", "p").clause("（一）")


def test_doubled_character_at_a_page_break_is_kept_once():
    clause = read_clause("扩大贷款。支持先进制\n\n制造业发展。")
    assert clause.text == "扩大贷款。支持先进制造业发展。"
    assert clause.quote(5, len(clause.text)) == "支持先进制制造业发展。"


def test_doubled_character_alone_on_the_last_line_has_an_owner():
    policy = parse_policy("办法\n（一）对接。扩大放贷\n\n贷", "p")
    assert policy.clause("（一）").text == "对接。扩大放贷"
    assert policy.unaccounted == ()


@pytest.mark.parametrize("body", [
    pytest.param("加强对接。做好工作，人\n\n人有责。", id="a-word-that-doubles"),
    pytest.param("加强对接。做好工作，人\n人有责。", id="no-blank-line"),
])
def test_doubled_character_that_is_no_slip_stays(body):
    assert "人人有责" in read_clause(body).text


@pytest.mark.parametrize(("body", "leads", "units"), [
    pytest.param("对接。放款。（责任单位：市金融办、市财政局）", (), ("市金融办", "市财政局"),
                 id="in-brackets"),
    pytest.param("对接。放款。（责\n\n任单位：市金融办、市财\n\n政局）", (),
                 ("市金融办", "市财政局"), id="split-by-page-breaks"),
    pytest.param("对接。放款。\n\n    责任单位：市金融办、科技局，洛阳银行", (),
                 ("市金融办", "科技局", "洛阳银行"), id="own-line"),
    pytest.param("对接。放款。\n(牵头单位:区金融办,责任单位:区财政局、银行\n\n机构)",
                 ("区金融办",), ("区财政局", "银行机构"), id="half-width-leads-and-units"),
    pytest.param("对接。放款。（责任单位：各市（地）金融局、省财政厅）", (),
                 ("各市（地）金融局", "省财政厅"), id="brackets-inside"),
    pytest.param("对接。放款。（责任单位：省财政厅、各市（地）金融局（办））", (),
                 ("省财政厅", "各市（地）金融局（办）"), id="brackets-at-the-end"),
    pytest.param("对接。放款。（牵头单位：市金融办）（责任单位：市财政局）", ("市金融办",),
                 ("市财政局",), id="brackets-of-their-own"),
    pytest.param("对接。放款。\n责任单位：市金融办、科技局，人行洛阳市\n\n中心支行", (),
                 ("市金融办", "科技局", "人行洛阳市中心支行"), id="own-line-split-in-a-name"),
    pytest.param("对接。放款。\n责任单位：市金融办、\n\n市财政局", (), ("市金融办", "市财政局"),
                 id="own-line-split-between-names"),
    pytest.param("对接。放款。\n\n责\n任单位：市金融办", (), ("市金融办",),
                 id="own-line-split-in-its-first-word"),
    pytest.param("对接。银行放款。", (), (), id="none"),
])
def test_units_of_a_clause(body, leads, units):
    clause = read_clause(body)
    assert (clause.leads, clause.units) == (leads, units)


@pytest.mark.parametrize(("body", "text"), [
    pytest.param("对接。引导银\n\n行放款。", "对接。引导银行放款。", id="inside-a-word"),
    pytest.param("对接。引导银\n---\n行放款。", "对接。引导银行放款。", id="printed-rule"),
    pytest.param("研究工作，协调试点\n\n中的重大问题。", "研究工作，协调试点中的重大问题。",
                 id="first-sentence"),
    pytest.param("提高认识，明确任务\n\n各单位要加强领导。",
                 "提高认识，明确任务\n各单位要加强领导。", id="no-heading-and-its-text"),
    pytest.param("对接。至 2024 年，达 25%。", "对接。至2024年，达25%。", id="blanks-at-digits"),
    pytest.param("对接。达 25 %以上。", "对接。达25%以上。", id="blank-before-percent"),
    pytest.param("对接。信贷(含票据)投放,增长;好:", "对接。信贷（含票据）投放，增长；好：",
                 id="half-width"),
    pytest.param("对接。见通知(2017)70号。", "对接。见通知（2017）70号。", id="half-width-pair"),
    pytest.param("对接。信贷(含2017\n\n年票据)投放。", "对接。信贷（含2017年票据）投放。",
                 id="half-width-pair-split-by-a-page-break"),
    pytest.param("对接。使用 Open API 接口。", "对接。使用Open API接口。", id="latin-words"),
    pytest.param("**对接。**放款。", "对接。放款。", id="markdown-bold"),
])
def test_clean_text(body, text):
    assert read_clause(body).text == text


def test_first_sentence_is_healed_where_its_siblings_are_prose():
    policy = parse_policy("办法\n1.甲。\n2.研究工作，协调试\n\n点中的问题。\n3.乙。", "p")
    assert policy.clause("2").text == "研究工作，协调试点中的问题。"


def test_signature_after_a_line_of_units_is_no_unit():
    policy = parse_policy("办法\n1.对接。好。\n责任单位：市金融办\n\n洛阳市财政局", "p")
    assert policy.clause("1").units == ("市金融办",)
    assert policy.clause("文末").text == "洛阳市财政局"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_quote_leaves_out_a_printed_rule(line_end):
    clause = read_clause(line_end.join(("对接。引导银", "---", "行放款。")))
    assert clause.quote(0, len(clause.text)) == "对接。引导银行放款。"
