"""A correction made on the form beside a talk: read back exactly, whatever was said before."""

from dataclasses import replace

import pytest

from chat.understanding.kind import Kind, kind_of
from chat.understanding.turn import Message, Understanding
from corpus.regions import Gazetteer
from matcher.filling import form_of
from matcher.form import COLLATERAL, CREDIT, CURRENCIES, QUALIFICATIONS, SIZES
from matcher.reading.correction import HEAD, correct, in_words, is_correction
from matcher.reading.merge import read_turns

GAZETTEER = Gazetteer()
SAID = {
    "plain": "我们在哈尔滨做传感器，三十来个人，年收入2000万，没有抵押物，想贷300万买设备，用两年",
    "rich": "我们在洛阳做轴承，是高新技术企业，专精特新，有厂房设备和专利可以抵押，有逾期记录，"
            "想贷500万周转"}
CHANGES = [
    *(("region", value) for value in ("河南省洛阳市", "黑龙江省", "重庆市黔江区", "")),
    *(("industry", value) for value in ("轴承", "大豆加工", "汽车零部件制造", "软件")),
    *(("size", value) for value in SIZES),
    *(("amount_wan", value) for value in (5.0, 80.5, 12000.0, None)),
    *(("term_months", value) for value in (1, 18, 120, None)),
    *(("purpose", value) for value in ("日常周转", "还旧贷款、续贷", "票据贴现", "扩产建厂", "")),
    *(("collateral", (value,)) for value in COLLATERAL), ("collateral", ()),
    *(("qualifications", (value,)) for value in QUALIFICATIONS),
    *(("credit", (value,)) for value in CREDIT.values()), ("credit", ()),
    ("credit", tuple(CREDIT.values()))]


def read(*turns):
    return form_of(read_turns(turns, GAZETTEER)).form


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_a_corrected_field_is_read_back_and_no_other_changes(said, name, value):
    before = read(said)
    after = replace(before, **{name: value})
    told = in_words(before, after)
    assert read(said, *filter(None, [told])) == after


@pytest.mark.parametrize("code", CURRENCIES.values())
def test_an_amount_keeps_its_currency(code):
    before = read(SAID["plain"])
    after = replace(before, amount_wan=80.0, currency=code)
    assert read(SAID["plain"], in_words(before, after)) == after
    only = replace(before, currency=code)
    assert read(SAID["plain"], *filter(None, [in_words(before, only)])) == only


@pytest.mark.parametrize(("staff", "size"), [(5, "微型"), (30, "小型"), (320, "中型")])
def test_the_size_follows_corrected_figures(staff, size):
    before = read(SAID["plain"])
    after = replace(before, staff=float(staff))
    assert read(SAID["plain"], in_words(before, after)) == replace(after, size=size)


def test_what_the_firm_says_after_a_correction_has_the_last_word():
    told = f"{HEAD}融资金额改为800万元；期限改为18个月。"
    assert read(SAID["plain"], told, "其实只要200万").amount_wan == 200
    assert read(SAID["plain"], told, "其实只要200万").term_months == 18


@pytest.mark.parametrize("said", [
    "融资金额改为很多", "地区改为火星市", "人数改为", "<b>改为</b>", ""])
def test_what_cannot_be_read_changes_nothing(said):
    firm = read_turns([SAID["plain"]], GAZETTEER)
    assert correct(firm, HEAD + said, GAZETTEER) == firm


def test_nothing_changed_says_nothing():
    form = read(SAID["rich"])
    assert in_words(form, form) == ""
    assert in_words(form, replace(form, purpose="甲；乙。")) == f"{HEAD}用途改为甲、乙。"


def test_a_correction_asks_again_what_was_asked(policies):
    understanding = Understanding(policies)
    asked = "我们在洛阳做轴承，想贷300万买设备，有什么产品？"
    told = f"{HEAD}地区改为黑龙江省；融资金额改为800万元。"
    turn = understanding.read(told, [Message("user", asked), Message("assistant", "……")])
    assert (turn.kind, turn.question) == (Kind.FIRM, told)
    assert turn.query == understanding.read(asked).query
    assert [region.full_name for region in turn.regions] == ["黑龙江省"]
    alone = understanding.read(told)
    assert alone.earlier
    assert "产品" in alone.query


def test_a_correction_is_a_firm_speaking():
    told = f"{HEAD}规模改为小型。"
    assert is_correction(told)
    assert kind_of(told) is Kind.FIRM
    assert not is_correction("我们更正一下")
