"""The 十佳: points by hand, places and ties, and what a wrong file is answered with."""

from datetime import date

import pytest

from corpus.errors import ShowcaseError
from corpus.product import Product
from corpus.regions import NATION
from matcher.booklet.applicable import Entry
from matcher.booklet.showcase import judge_all, score
from matcher.booklet.showcase_rules import BUILT_IN, read_rules
from matcher.booklet.showcase_text import showcase_markdown

DAY = date(2026, 11, 20)
FULL = {"amount_max_wan": 500, "rate_min_pct": 3.0, "rate_max_pct": 5.5, "term_max_months": 18,
        "conditions_text": "成立满两年", "guarantees": ("抵押", "保证"), "source_date": "2026-01"}


def product(key: str, **facts: object) -> Product:
    return Product(**{"id": key, "name": f"产品{key}", "kind": "贷款", "source": "某页",
                      "source_title": "某页", **facts})


def entry(key: str, **facts: object) -> Entry:
    return Entry(product(key, **facts), NATION, None, None)


def rules_of(tmp_path, *changes: tuple[str, str]):
    text = BUILT_IN.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "showcase.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


# 透明度 4/4 of 30; 惠企 (8-5.5)/(8-3) of 25; 可得性 保证 .7 of 20; 期限 18/36 of 15; 时效 10 months
@pytest.mark.parametrize(("facts", "points"), [
    (FULL, [30, 12.5, 14, 7.5, 10]),
    ({}, [0, 0, 0, 0, 0]),
    ({"rate_min_pct": 3.0}, [7.5, 25, 0, 0, 0]),
    ({"rate_max_pct": 9.0, "rate_min_pct": 9.0}, [7.5, 0, 0, 0, 0]),
    ({"rate_text": "LPR加点"}, [7.5, 0, 0, 0, 0]),
    ({"guarantees": ("信用", "抵押")}, [0, 0, 20, 0, 0]),
    ({"guarantee_text": "灵活"}, [0, 0, 0, 0, 0]),
    ({"term_max_months": 360}, [7.5, 0, 0, 15, 0]),
    ({"source_date": "2023-11"}, [0, 0, 0, 0, 5]),  # 36 months: (60-36)/(60-12) of 10
    ({"source_date": "2014-09"}, [0, 0, 0, 0, 0]),
    ({"source_date": "2027"}, [0, 0, 0, 0, 10]),
    ({"kind": "担保", "rate_max_pct": 0.5}, [7.5, 25, 0, 0, 0]),
    ({"kind": "担保", "rate_max_pct": 2.0}, [7.5, 0, 0, 0, 0]),
], ids=["all", "nothing", "only-the-lowest-rate", "dear", "no-figure", "no-collateral", "free-text",
        "long", "three-years-old", "old", "of-tomorrow", "guarantee-fee", "dear-guarantee"])
def test_points_by_hand(facts, points):
    assert [s.points for s in score(read_rules(), entry("A", **facts), DAY)] == points


def test_what_is_not_stated_says_so():
    reasons = {s.criterion: s.reason for s in score(read_rules(), entry("A"), DAY)}
    assert reasons == {"透明度": "4 项中载明 0 项；额度、利率、期限、条件未载明", "惠企": "未载明",
                       "可得性": "未载明", "期限": "未载明", "时效": "资料日期未载明"}


def test_reason_tells_the_figure():
    reasons = {s.criterion: s.reason for s in score(read_rules(), entry("A", **FULL), DAY)}
    assert reasons["惠企"].startswith("年 5.5%；3% 及以下满分")
    assert reasons["时效"].startswith("资料日期 2026-01，距今 10 个月")
    lowest = score(read_rules(), entry("A", rate_min_pct=3.1), DAY)[1]
    assert "只载明起点" in lowest.reason


def listed(rules, entries):
    showcase = judge_all(rules, [e.product for e in entries], entries, as_of=DAY)
    return [(p.rank, p.product.id, p.total) for p in showcase.places]


def test_places_and_ties(tmp_path):
    rules = rules_of(tmp_path, ("size = 10", "size = 2"))
    better = {**FULL, "guarantees": ("信用",)}
    entries = [entry("C", **FULL), entry("B", **FULL), entry("A", **better),
               entry("D", **{**FULL, "rate_max_pct": 8.0})]
    assert listed(rules, entries) == [(1, "A", 80.0), (2, "B", 74.0), (2, "C", 74.0)]
    assert listed(rules_of(tmp_path), entries)[-1] == (4, "D", 61.5)


def test_rule_nominates_what_is_stated(tmp_path):
    entries = [entry("A", **FULL), entry("B", rate_max_pct=3),
               entry("D", **FULL, standing="拟设立"), entry("C", **{**FULL, "kind": "平台"})]
    assert [key for _, key, _ in listed(read_rules(), entries)] == ["A"]


def test_ids_nominate_alone_and_only_where_they_apply(tmp_path):
    rules = rules_of(tmp_path, ('# ids = ["B001", "B014"]', 'ids = ["B", "E"]'))
    entries = [entry("A", **FULL), entry("B")]
    catalog = [*(e.product for e in entries), product("E")]
    showcase = judge_all(rules, catalog, entries, as_of=DAY)
    assert [p.product.id for p in showcase.places] == ["B"]


@pytest.mark.parametrize(("catalog", "said"), [
    ([], "编号“B”不在产品库里"), ([product("B", standing="已停办")], "已停办")])
def test_nomination_that_cannot_be(tmp_path, catalog, said):
    rules = rules_of(tmp_path, ('# ids = ["B001", "B014"]', 'ids = ["B"]'))
    with pytest.raises(ShowcaseError, match=said):
        judge_all(rules, catalog, [], as_of=DAY)


@pytest.mark.parametrize(("old", "new", "said"), [
    ('"透明度" = 30', '"透明度" = 20', "合计为 90，应当等于 100"),
    ('"透明度" = 30', '"透明度" = -30', "权重不能为负"),
    ('"透明度" = 30', '"创新" = 30', "不认识的评选标准“创新”"),
    ('"透明度" = 30', '"透明度" = "三十"', "“weights.透明度”类型或数值不对（填的是 '三十'）"),
    ('"透明度" = 30', '"透明度" = nan', "“weights.透明度”类型或数值不对"),
    ('"透明度" = 30', '"透明度 = 30', "不是有效的 TOML 文件"),
    ("[weights]", "[wieghts]", "“weights”没有填写"),
    ("size = 10", "sise = 10", "“sise”不是可用的设置"),
    ("size = 10", "size = 0", "“size”类型或数值不对"),
    ('"信用" = 1.0', '"信任" = 1.0', "不认识的担保方式“信任”"),
    ('"信用" = 1.0', '"信用" = 1.5', "应在 0 和 1 之间"),
    ("default = { best = 3.0", "default = { best = 9.0", "应当小于 worst"),
    ("default = { best", '"贷款" = { best', "缺少 default"),
    ("none = 60", "none = 6", "full 应当小于 none")])
def test_wrong_file_is_told_in_a_sentence(tmp_path, old, new, said):
    with pytest.raises(ShowcaseError) as caught:
        rules_of(tmp_path, (old, new))
    assert said in caught.value.detail


def test_missing_file(tmp_path):
    with pytest.raises(ShowcaseError, match="找不到这个文件"):
        read_rules(tmp_path / "none.toml")


@pytest.mark.parametrize(("line", "standing"), [
    ("", "示例（非官方评选）"), ('institution = "  "', "示例（非官方评选）"),
    ('institution = "某协会"', "评选机构：某协会")])
def test_who_holds_the_selection(tmp_path, line, standing):
    rules = rules_of(tmp_path, ("size = 10", f"{line}\nsize = 10"))
    assert rules.standing == standing
    assert standing in showcase_markdown(judge_all(rules, [], [], as_of=DAY))


def test_markdown_has_reason_and_source():
    entries = [entry("A", **FULL, institution="甲|银行")]
    text = showcase_markdown(judge_all(read_rules(), [], entries, as_of=DAY))
    assert "## 1. 甲／银行 产品A：74 分" in text
    assert "| 可得性 | 14／20 | 可用抵押、保证；按“保证”计 70% |" in text
    assert "来源：某页（资料日期 2026-01）" in text
