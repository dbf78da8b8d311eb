"""配产品 and the desks without a browser: what the form means, and how things are shown."""

from collections import Counter
from dataclasses import replace

import pytest

from corpus.errors import FormError, QuestionError
from corpus.product import Criterion, Product
from corpus.regions import Gazetteer
from matcher.answers import NO, YES, Answered, Asked, open_questions, with_answers
from matcher.criteria import Judged, Verdict, judge
from matcher.desk.filing_page import consent
from matcher.desk.needs import Status
from matcher.desk.needs_view import money, monthly_rows, number, place
from matcher.fields import NAMES, field_values, form_from
from matcher.filling import read_form
from matcher.form import COLLATERAL, CREDIT, QUALIFICATIONS, FirmForm, Reading, firm_of
from matcher.matching import Exclusion, Offer
from matcher.number_field import read_number, shown_number
from matcher.offer_cards import card, clause_address, excluded_list, source, standing_label
from matcher.panels import message, readings
from matcher.reading.firm import read_firm
from matcher.reading.profile import Profile

GAZETTEER = Gazetteer()
TEXT = "我们在哈尔滨做传感器，三十来个人，去年卖了八百多万，没有抵押物，想贷300万买设备，用两年"


def offer(**changes):
    product = Product(**{"id": "p1", "name": "甲<贷>", "kind": "贷款", "source": "https://a.cn/x",
                         "source_title": "甲页", "source_date": "2025-03", **changes})
    judged = (Judged(Criterion(field="size", operator="any", quote="小微"), Verdict.MET),
              Judged(Criterion(field="tax", operator="any", quote="A级"), Verdict.UNKNOWN))
    return Offer(product, None, judged, 2.0)


@pytest.mark.parametrize(("typed", "value"), [
    ("", None), (None, None), ("300", 300), ("300万", 300), ("1,200", 1200), ("３００．５", 300.5),
    ("2年", 24), ("24 个月", 24), ("0.05亿", 500), ("30人", 30)])
def test_numbers(typed, value):
    assert read_number("金额", typed) == value


@pytest.mark.parametrize("typed", ["很多", "-5", "1e9", "12,34", "NaN", "3百"])
def test_what_is_no_number_is_named(typed):
    with pytest.raises(FormError) as caught:
        read_number("金额", typed)
    assert caught.value.value == "金额"


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (300.0, "300"), (0.5, "0.5")])
def test_numbers_are_shown_as_typed(value, shown):
    assert shown_number(value) == shown


def test_the_form_keeps_its_values():
    form = FirmForm(text="话", region="洛阳", staff=30.0, credit=("不良",), currency="USD")
    assert form_from(tuple(field_values(form))) == form
    assert form_from((None,) * len(NAMES)).blank


@pytest.mark.parametrize("name", ["text", "industry", "qualifications"])
def test_what_is_too_long_is_refused(name):
    long = ["专精特新"] * 2001 if name == "qualifications" else "机" * 2001
    with pytest.raises(QuestionError) as caught:
        form_from(tuple(long if n == name else None for n in NAMES))
    assert (caught.value.value, caught.value.detail) == (2001, "too long")


@pytest.mark.parametrize(("name", "value"), [
    ("region", "黑龙江省哈尔滨市"), ("industry", "传感器"), ("staff", 30), ("revenue_wan", 800),
    ("size", "小型"), ("amount_wan", 300), ("currency", "CNY"), ("term_months", 24),
    ("purpose", "买设备")])
def test_words_fill_the_form(name, value):
    assert getattr(read_form(FirmForm(text=TEXT), GAZETTEER).form, name) == value


def test_each_field_comes_with_its_words():
    told = {label: (value, said) for label, value, said in
            read_form(FirmForm(text=TEXT), GAZETTEER).told}
    assert told["融资金额"] == ("300 万元", "想贷300万")
    assert told["地区"] == ("黑龙江省哈尔滨市", "哈尔滨")


CORRECTIONS = [
    ("amount_wan", 500.0, "amount_wan", 500.0), ("term_months", 36.0, "term_months", 36),
    ("size", "中型", "size", "中型"), ("currency", "USD", "currency", "USD"),
    ("amount_wan", None, "amount_wan", None)]


@pytest.mark.parametrize(("field", "value", "of_firm", "wanted"), CORRECTIONS)
def test_a_correction_counts_without_a_doubt(field, value, of_firm, wanted):
    first = read_form(FirmForm(text=TEXT), GAZETTEER)
    again = read_form(replace(first.form, **{field: value}), GAZETTEER, first.reading)
    firm = firm_of(again.form, again.reading, GAZETTEER)
    assert getattr(again.form, field) == value
    assert getattr(firm, of_firm) == wanted
    assert firm.doubts == ()


def test_corrected_figures_give_the_size_anew():
    first = read_form(FirmForm(text=TEXT), GAZETTEER)
    more = replace(first.form, staff=400.0, revenue_wan=5000.0)
    again = read_form(more, GAZETTEER, first.reading)
    assert again.form.size == firm_of(again.form, again.reading, GAZETTEER).size == "中型"


def test_what_is_unticked_is_denied():
    first = read_form(FirmForm(text="想贷款，有厂房和设备能抵押"), GAZETTEER)
    assert set(first.form.collateral) == {"厂房", "设备"}
    again = read_form(replace(first.form, collateral=("厂房",)), GAZETTEER, first.reading)
    firm = firm_of(again.form, again.reading, GAZETTEER)
    assert firm.has("collateral", "厂房") is True
    assert firm.has("collateral", "设备") is False


def test_form_and_words_that_differ_from_the_start_raise_a_doubt():
    filled = read_form(FirmForm(text="我们厂在洛阳，想贷款", region="哈尔滨"), GAZETTEER)
    firm = firm_of(filled.form, filled.reading, GAZETTEER)
    assert [doubt.field for doubt in firm.doubts] == ["region"]


@pytest.mark.parametrize(("field", "pair"), [
    *(({"qualifications": (q,)}, ("qualification", q)) for q in QUALIFICATIONS),
    *(({"collateral": (c,)}, ("collateral", c)) for c in COLLATERAL),
    *(({"credit": (c,)}, ("credit", c)) for c in CREDIT.values())], ids=lambda v: str(v)[-16:])
def test_each_choice_is_known_of_the_firm(field, pair):
    assert pair in firm_of(FirmForm(**field), Reading(), GAZETTEER).known


ANSWERS = [
    (Asked("need_amount_wan", "想贷多少？"), "300", lambda f: f.amount_wan == 300),
    (Asked("years", "经营几年？"), "3", lambda f: f.years == 3),
    (Asked("liability", "负债率？"), "60", lambda f: f.liability_pct == 60),
    (Asked("region", "在哪里？"), "洛阳", lambda f: f.region.name == "洛阳市"),
    (Asked("tax", "哪一级？", ("A级", "D级")), "A级", lambda f: f.tax_grade == "A"),
    (Asked("project", "是吗？", (YES, NO), (("project", "中试"),)), YES,
     lambda f: f.has("project", "中试") is True),
    (Asked("project", "是吗？", (YES, NO), (("project", "中试"),)), NO,
     lambda f: f.has("project", "中试") is False),
    (Asked("other", "交社保吗？", (YES, NO)), YES, lambda f: f.has("answer", "交社保吗？") is True)]


@pytest.mark.parametrize(("asked", "answer", "holds"), ANSWERS, ids=lambda v: str(v)[:20])
def test_answers(asked, answer, holds):
    firm = read_firm(Profile(text="想贷款"), GAZETTEER)
    assert holds(with_answers(firm, [Answered(asked, answer)], GAZETTEER))


def test_an_answer_that_says_nothing_is_told():
    firm = read_firm(Profile(text="想贷款"), GAZETTEER)
    with pytest.raises(FormError, match="没有读懂"):
        with_answers(firm, [Answered(Asked("years", "几年？"), "不好说")], GAZETTEER)


def test_a_card_shows_verdict_conditions_and_source():
    shown = card(offer(amount_text="最高500万元"), 1)
    assert "? 待确认</span>" in shown
    assert "✓ 满足</span> 小微" in shown
    assert "甲&lt;贷&gt;" in shown
    assert "<贷>" not in shown
    assert "最高500万元" in shown
    assert 'href="https://a.cn/x"' in shown
    assert "2025-03" in shown
    assert "%" not in shown, "no probability is shown"


@pytest.mark.parametrize(("address", "linked"), [
    ("https://a.cn/x", True), ("http://a.cn", True), ("javascript:alert(1)", False),
    ("名单.xlsx", False)])
def test_only_web_addresses_are_links(address, linked):
    assert ("href" in source(offer(source=address).product, None)) is linked


@pytest.mark.parametrize(("standing", "told"), [
    ("现行", ""), ("征求意见稿", "尚未正式施行"), ("鼓励开展", "尚需机构推出"),
    ("已停办", "已停办")])
def test_standing(standing, told):
    shown = standing_label(offer(standing=standing).product)
    assert told in shown
    assert bool(shown) is bool(told)


def test_addresses_of_clauses():
    assert clause_address("luoyang-2017#附件二.1") == (
        "/policy/luoyang-2017#%E9%99%84%E4%BB%B6%E4%BA%8C.1")


def test_excluded_are_folded_with_their_reason():
    shown = excluded_list([Exclusion(offer().product, "只适用于河南省洛阳市")])
    assert shown.startswith("<details")
    assert "不适合的 1 项" in shown
    assert "只适用于河南省洛阳市" in shown
    assert excluded_list([]) == ""


def test_messages_are_escaped_and_spoken():
    assert message("<b>", bad=True) == '<p class="told bad" role="alert">&lt;b&gt;</p>'
    assert message("") == ""
    assert "（“&lt;i&gt;”）" in readings([("用途", "x", "<i>")])


@pytest.mark.parametrize(("wan", "shown"), [
    (300, "300 万元"), (1200.5, "1,200.5 万元"), (35_000, "3.5 亿元")])
def test_money(wan, shown):
    assert money(wan) == shown


def test_numbers_and_places_of_needs():
    assert number("ab12cd34ef") == "AB12CD34"
    assert place("2301") == "黑龙江省哈尔滨市"
    assert place("999") == "999"


def test_months_newest_first_with_their_sum():
    rows = monthly_rows({"2026-01": Counter({Status.OPEN: 2}),
                         "2026-02": Counter({Status.FAILED: 1, Status.GRANTED: 3})})
    assert rows == [["月份", "待对接", "对接中", "已授信", "未成", "合计"],
                    ["2026-02", "0", "0", "3", "1", "4"], ["2026-01", "2", "0", "0", "0", "2"]]


def test_consent_says_who_sees_it_and_how_long():
    told = consent(1095)
    assert all(word in told for word in ("银行", "政策部门", "联系人和电话", "1095 天", "删除"))


@pytest.mark.parametrize(("answer", "verdict"), [
    (YES, Verdict.MET), (NO, Verdict.FAILED), (None, Verdict.UNKNOWN)])
def test_a_yes_or_no_settles_its_criterion(answer, verdict):
    criterion = Criterion(field="other", operator="is", quote="缴社保", question="交社保吗？")
    given = [Answered(Asked("other", "交社保吗？", (YES, NO)), answer)] if answer else []
    firm = with_answers(read_firm(Profile(text="想贷款"), GAZETTEER), given, GAZETTEER)
    assert judge(criterion, firm).verdict is verdict


def test_instruments_do_not_crowd_out_products(assistant):
    firm = read_firm(Profile(text="我们在洛阳做轴承，小微企业，想贷100万周转"), GAZETTEER)
    found = assistant.matcher.match_each(firm)
    named = [offer.policy is not None for offer in found.offers]
    assert named == sorted(named, reverse=True)
    assert {True, False} == set(named)
    assert len({offer.product.id for offer in found.offers}) == len(found.offers)


def test_every_question_of_a_match_has_an_input(assistant):
    firm = read_firm(Profile(text="小微企业，没有抵押物，想贷100万周转"), GAZETTEER)
    found = assistant.matcher.match_each(firm)
    asked = open_questions(found)
    assert [a.question for a in asked] == [q.question for q in found.questions]
    assert {a.field: a.choices for a in asked}["region"] == ()
    assert any(a.choices == (YES, NO) for a in asked)
