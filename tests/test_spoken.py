"""Firms as they talk: blanks for commas, wishes after the figure, what is over or another's."""

import pytest

from corpus.regions import Gazetteer
from matcher.reading.firm import Firm, read_firm
from matcher.reading.profile import Profile
from matcher.reading.told import phrased, plain


def _read(text: str) -> Firm:
    return read_firm(Profile(text=text), Gazetteer())


@pytest.mark.parametrize(("text", "same"), [
    ("木门厂 想换锅炉 四十万", "木门厂，想换锅炉，四十万"), ("想借 500 万", "想借 500 万"),
    ("员工 80人 营收 3500万", "员工 80人，营收 3500万"), ("做 LED 灯", "做 LED 灯"),
    ("贷1500w 三年", "贷1500w，三年"), ("砖厂  三百万", "砖厂， 三百万")])
def test_a_blank_ends_a_phrase(text, same):
    assert phrased(text) == same


def test_dialect_keeps_its_length():
    assert plain("我哋冇抵押，莫得房") == "我们没抵押，没得房"


@pytest.mark.parametrize(("text", "wan"), [
    ("一年卖300万 四十万行不", 40), ("贷两百个中不中", 200), ("收豆子 来300", 300),
    ("总共要1200万，还差700万", 700), ("扩线要1.2千万，现有贷款640万", 1200),
    ("银承八百万，先贴个五百万", 500), ("营收三个多亿，想贷两千万", 2000),
    ("不要500万那么多，200万就够", 200), ("加起来八百万的订单", None)])
def test_the_wish_among_amounts(text, wan):
    assert _read(text).amount_wan == wan


@pytest.mark.parametrize(("text", "pair", "holds"), [
    ("打过官司，去年和解了", ("credit", "涉诉"), False),
    ("官司还没打完", ("credit", "涉诉"), True),
    ("上过失信名单，今年移除了", ("credit", "不良"), False),
    ("上过失信名单，还没撤", ("credit", "不良"), True),
    ("信用贷去申了，银行说条件不符合", ("credit", "信用贷不符"), True),
    ("库里的米是客户寄存的", ("collateral", "存货"), False),
    ("库里的米三百吨", ("collateral", "存货"), True),
    ("厂房有一栋，已经押给农行了", ("collateral", "厂房"), False),
    ("厂房有一栋，设备押给农行了", ("collateral", "厂房"), True),
    ("高新也在有效期", ("qualification", "高新技术企业"), True)])
def test_what_is_over_or_of_others(text, pair, holds):
    assert (pair in _read(text).known) is holds


@pytest.mark.parametrize(("text", "region"), [
    ("无为电缆厂", "安徽省芜湖市无为市"), ("方正的，做大米", "黑龙江省哈尔滨市方正县"),
    ("富裕老窖酒厂", None), ("东方电缆厂", None),
    ("厂里有三台机床", None)])
def test_an_everyday_word_at_the_start_may_be_a_place(text, region):
    firm = _read(text)
    assert (firm.region.full_name if firm.region else None) == region


@pytest.mark.parametrize(("text", "code"), [
    ("榨核桃油", "C13"), ("加工大马哈鱼子", "C13"), ("番茄酱厂", "C14"), ("做木头门", "C20"),
    ("玻璃纤维纱", "C30"), ("烧牡丹瓷的", "C30"), ("花炮厂", "C26"), ("加工橡胶粉", "C29"),
    ("吹大棚膜", "C29"), ("给主机厂做汽车座椅", "C36"), ("乳粉企业", "C14")])
def test_products_by_their_names(text, code):
    industry = _read(text).industry
    assert industry is not None
    assert industry.code == code


def test_years_at_a_place():
    assert _read("厂子在呼兰十一年了").years == 11
    assert _read("在农行贷了三年了").years is None
