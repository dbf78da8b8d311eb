"""Amounts as people write them, and rules that depend on them."""

import pytest

from chat.tiers import matching_part
from matcher.reading.amounts import read_amounts

AMOUNTS = [
    ("想贷800万", [(800, "CNY")]), ("五百来万", [(500, "CNY")]), ("500w", [(500, "CNY")]),
    ("0.05亿", [(500, "CNY")]), ("50万美元", [(50, "USD")]), ("两千多万", [(2000, "CNY")]),
    ("3百万", [(300, "CNY")]), ("一百二十万元", [(120, "CNY")]), ("1,200万", [(1200, "CNY")]),
    ("三十来号人", []), ("5年", []), ("八十万和两百万", [(80, "CNY"), (200, "CNY")]),
    ("5000元", [(0.5, "CNY")]),
]
RULE = ("对单户担保金额500万元及以下的企业收取的担保费率原则上不超过1%，"
        "对单户担保金额500万元以上的企业收取的担保费率原则上不超过1.5%。")
TIERS = [("担保800万", "1.5%"), ("担保500万", "不超过1%"), ("担保三百来万", "不超过1%"),
         ("担保500.01万", "1.5%"), ("担保500万以上", "1.5%"), ("担保超过500万的", "1.5%"),
         ("担保大于500万元", "1.5%"), ("担保500万以内", "不超过1%"), ("担保1000万以上", "1.5%")]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS, ids=[t for t, _ in AMOUNTS])
def test_amounts(text, amounts):
    assert [(a.wan, a.currency) for a in read_amounts(text)] == amounts


@pytest.mark.parametrize(("question", "rate"), TIERS, ids=[q for q, _ in TIERS])
def test_the_tier_of_the_askers_amount(question, rate):
    said, part = matching_part(RULE, question)
    assert part.endswith(rate)
    assert said.removeprefix("超过").removesuffix("以内") in question


@pytest.mark.parametrize("question", [
    "担保费率多少", "担保100万和800万", "担保50万美元", "我年营收500万，担保费率", "500万",
    "担保1000万元以下费率"],
    ids=["no-amount", "two-amounts", "other-currency", "turnover", "bare", "spans-both"])
def test_no_tier_without_one_clear_amount(question):
    assert matching_part(RULE, question) is None


def test_no_tier_in_a_plain_sentence():
    assert matching_part("费率稳定在1%以下。", "担保800万") is None
