"""What stands in the 一本通 of a region, and what never does."""

import re
from datetime import date

import pytest

from corpus.catalog import INSTRUMENTS, PRODUCTS, load_catalog
from corpus.errors import UnknownRegion
from corpus.place import gazetteer
from corpus.product import Product, Tier
from matcher.booklet.applicable import trace
from matcher.booklet.card import arrangement, card_of, is_old, remarks
from matcher.booklet.compile import by_name, by_need, compile_booklet, sort_key
from matcher.booklet.paper_html import html_page
from matcher.booklet.parts import booklet_blocks
from matcher.booklet.stated import amount, conditions, rate, term

DAY = date(2026, 11, 20)
REGIONS = ("全国", "黑龙江", "哈尔滨", "河南", "洛阳", "重庆", "黔江", "福建")


def product(key: str, **facts: object) -> Product:
    given = {"id": key, "name": f"产品{key}", "kind": "贷款", "institution": "甲银行",
             "source": "https://example.com/a", "source_title": "甲银行网站",
             "source_date": "2026-03", **facts}
    return Product(**given)


def place(name: str):
    return gazetteer().one(name)


BANKS = [product("N"), product("H", region="黑龙江"), product("Q", region="齐齐哈尔市"),
         product("F", region="福建省"), product("L", region="洛阳"),
         product("S", region="黑龙江", standing="已停办"), product("G", audience="银行"),
         product("U", clause="nowhere-2020#（一）"), product("V", clause="nfra-2024#（九十）")]


@pytest.fixture(scope="module")
def booklets(policies):
    catalog = [*load_catalog(), *BANKS]
    return {name: compile_booklet(policies, catalog, region=place(name), compiled_on=DAY)
            for name in REGIONS}


@pytest.mark.parametrize(("region", "papers", "banks"), [
    ("全国", ["nfra"], "N"), ("黑龙江", ["nfra", "heilongjiang"], "HN"),
    ("哈尔滨", ["nfra", "heilongjiang"], "HN"), ("河南", ["nfra"], "N"),
    ("洛阳", ["nfra", "luoyang2023", "luoyang2017"], "LN"), ("重庆", ["nfra"], "N"),
    ("黔江", ["nfra", "qianjiang"], "N"), ("福建", ["nfra"], "FN")])
def test_ladder_decides(booklets, policies, region, papers, banks):
    titles = {"nfra": "关于深化制造业金融服务 助力推进新型工业化的通知",
              "heilongjiang": "黑龙江省金融支持制造业高质量发展若干措施",
              "luoyang2023": "关于金融支持制造业优势产业链的若干措施（征求意见稿）",
              "luoyang2017": "洛阳市产融合作试点城市建设方案",
              "qianjiang": "黔江区金融支持制造业高质量发展若干措施"}
    booklet = booklets[region]
    assert [paper.title for paper in booklet.papers] == [titles[name] for name in papers]
    kept = {card.id for card in booklet.cards}
    assert sorted(kept & {bank.id for bank in BANKS}) == sorted(banks)
    known = {policy.id: policy for policy in policies}
    applying = [titles[name].removesuffix("（征求意见稿）") for name in papers]
    assert kept & {p.id for p in load_catalog(INSTRUMENTS)} == {
        p.id for p in load_catalog(INSTRUMENTS)
        if p.audience == "企业" and known[p.policy_id].title in applying}
    assert kept & {p.id for p in load_catalog(PRODUCTS)} == {
        p.id for p in load_catalog(PRODUCTS) if p.audience == "企业" and (
            not p.region or place(p.region).covers(place(region)))}


@pytest.mark.parametrize("region", REGIONS)
def test_no_name_of_another_region(booklets, policies, region):
    booklet = booklets[region]
    known = {policy.id: policy for policy in policies}
    page = html_page(booklet.title, booklet_blocks(booklet))
    own = "".join(card.name + "".join(row.text for row in card.rows) for card in booklet.cards)
    foreign = [p.name for p in [*load_catalog(), *BANKS] if (entry := trace(p, known, place))
               and not entry.region.covers(place(region)) and p.name not in own]
    assert len(foreign) > 40
    assert [name for name in foreign if name in page] == []
    other = [p for p in policies if not p.region.covers(place(region))]
    assert [p.title for p in other if p.title in page or (p.number and p.number in page)] == []


@pytest.mark.parametrize("region", REGIONS)
def test_every_card_once_with_its_source(booklets, region):
    cards = booklets[region].cards
    assert [card.number for card in cards] == list(range(1, len(cards) + 1))
    assert len({card.id for card in cards}) == len(cards)
    assert all(card.source.label == "来源" and len(card.source.text) > 5 for card in cards)
    assert all(card.labels for card in cards)


@pytest.mark.parametrize("region", REGIONS)
def test_every_quote_stands_in_its_clause(booklets, policies, region):
    clauses = {}
    for policy in policies:
        for clause in policy.clauses:
            if clause.text:
                said = clause.quote(0, len(clause.text)) + clause.text
                clauses[clause.id] = re.sub(r"\s", "", said)
    catalog = {product.id: product for product in load_catalog(INSTRUMENTS)}
    for card in booklets[region].cards:
        quotes = [row.text for row in card.rows if row.label == "原文"]
        assert len(quotes) == (card.id in catalog)
        for quote in quotes:
            assert re.sub(r"\s", "", quote) in clauses[catalog[card.id].clause]
    ids = {(p.title, c.label): c.id for p in policies for c in p.clauses}
    for paper in booklets[region].papers:
        for line in paper.lines:
            title = paper.title.removesuffix("（征求意见稿）")
            label = re.sub(r"^第(\d+)条$", r"\1", line.label)
            assert re.sub(r"\s", "", line.text) in clauses[ids[title, label]]
            assert line.citation == f"{paper.citation}{line.label}"


def test_citation_as_officials_write_it(booklets):
    cards = {card.id: card for card in booklets["黑龙江"].cards}
    fee = next(card for card in cards.values() if "政府性融资担保" in card.name)
    assert fee.source.text == (
        "《黑龙江省金融支持制造业高质量发展若干措施》（黑银发〔2023〕25号）（十七）")
    qianjiang = booklets["黔江"].papers[-1].lines[-1].citation
    assert qianjiang.startswith(
        "《黔江区金融支持制造业高质量发展若干措施》（黔江金融办发〔2023〕30号）第")


def test_drafts_and_past_plans_are_marked(booklets):
    papers = {paper.title: (paper.mark, paper.caution) for paper in booklets["洛阳"].papers}
    draft = papers["关于金融支持制造业优势产业链的若干措施（征求意见稿）"]
    past = papers["洛阳市产融合作试点城市建设方案"]
    assert draft == ("征求意见稿", "征求意见稿，尚未正式印发，请向责任单位核实。")
    assert past[0] == "目标期至2020年"
    labels = {card.labels[0] for card in booklets["洛阳"].cards if "若干措施" in card.source.text}
    assert labels == {"征求意见稿"}
    plans = {card.labels[0] for card in booklets["洛阳"].cards if "建设方案" in card.source.text}
    assert plans == {"目标期至2020年"}


def test_what_is_left_out_is_counted(policies):
    booklet = compile_booklet(policies, BANKS, region=place("黑龙江"), compiled_on=DAY)
    left = booklet.left_out
    assert (left.below, left.ended, left.untraced) == (1, 1, 2)  # Q; S; U and V
    assert "1 项只适用于本地区的部分市、区" in html_page("", booklet_blocks(booklet))


def test_region_that_no_table_knows(policies):
    with pytest.raises(UnknownRegion):
        compile_booklet(policies, [product("X", region="桃花源")], compiled_on=DAY)


@pytest.mark.parametrize(("facts", "labels", "said"), [
    ({"source_date": "2014-09"}, ("现行", "待核实"),
     "甲银行网站（资料日期 2014-09，请向机构核实）"),
    ({"source_date": "2024-11-19"}, ("现行", "待核实"),
     "甲银行网站（资料日期 2024-11-19，请向机构核实）"),
    ({"source_date": "2024-11-20"}, ("现行",), "甲银行网站（资料日期 2024-11-20）"),
    ({"source_date": None}, ("现行", "待核实"), "甲银行网站（资料日期未载明，请向机构核实）"),
    ({"source_date": "2026", "trust": "B", "source_title": None}, ("现行",),
     "https://example.com/a（媒体或转载；资料日期 2026）"),
    ({"standing": "拟设立"}, ("拟设立",), "甲银行网站（资料日期 2026-03）")])
def test_source_and_standing(facts, labels, said):
    card = card_of(trace(product("A", **facts), {}, place), 1, DAY)
    assert (card.labels, card.source.text) == (labels, said)


@pytest.mark.parametrize(("dated", "old"), [
    ("2024", True), ("2025", False), ("2024-11", True), ("2024-12", False), ("2024-11-20", False)])
def test_two_years(dated, old):
    assert is_old(dated, DAY) is old


def rows_of(**facts):
    card = card_of(trace(product("A", **facts), {}, place), 1, DAY)
    return {row.label: row.text for row in card.rows}


@pytest.mark.parametrize(("facts", "label", "said"), [
    ({}, "其余",
     "额度、利率、期限、担保方式、办理条件、所需材料、办理渠道：未载明，以银行审批为准"),
    ({"amount_max_wan": 500, "rate_text": "3%", "term_text": "一年", "guarantees": "信用、保证"},
     "其余", "办理条件、所需材料、办理渠道：未载明，以银行审批为准"),
    ({"kind": "担保", "rate_max_pct": 1}, "费率", "最高1%"),
    ({"kind": "担保"}, "其余",
     "额度、费率、期限、反担保、办理条件、所需材料、办理渠道：未载明，以担保机构审批为准"),
    ({"kind": "平台"}, "其余", "办理条件、办理渠道：未载明，以主管部门公布为准"),
    ({"guarantees": "信用、保证"}, "担保方式", "信用、保证"),
    ({"valid_through": "2025-12-31"}, "有效期", "至2025-12-31（已过，请核实）"),
    ({"valid_from": "2026-01", "valid_through": "2026-11"}, "有效期", "自2026-01至2026-11")])
def test_rows_of_a_card(facts, label, said):
    assert rows_of(**facts)[label] == said


@pytest.mark.parametrize(("read", "facts", "said"), [
    (amount, {"amount_text": "最高500万元", "amount_max_wan": 500}, "最高500万元"),
    (amount, {"amount_min_wan": 10, "amount_max_wan": 12345678}, "10～12345678万元"),
    (amount, {"amount_max_wan": 300, "currency": "USD"}, "最高300万美元"),
    (amount, {"tiers": (Tier(who="信用", max_wan=500), Tier(who="抵押", max_wan=2000))},
     "信用最高500万元；抵押最高2000万元"), (amount, {}, ""),
    (rate, {"rate_min_pct": 3.1}, "3.1%起"), (rate, {"rate_min_pct": 3, "rate_max_pct": 3}, "3%"),
    (rate, {"rate_base": "LPR", "rate_spread_bp": -15}, "LPR-15个基点"),
    (term, {"term_max_months": 36}, "最长36个月"),
    (conditions, {"target": "小微企业", "criteria": [
        {"field": "size", "operator": "any", "quote": "小微企业"},
        {"field": "credit", "operator": "is", "quote": "无不良"},
        {"field": "amount", "operator": "max", "number": 500, "quote": "最高500万元"},
        {"field": "role", "operator": "any", "quote": "优先", "hard": False}]}, "无不良")])
def test_facts_in_words(read, facts, said):
    assert read(product("A", **facts)) == said


@pytest.mark.parametrize(("region", "kept"), [
    ("黑龙江", "全国适用；哈尔滨先行"), ("哈尔滨", "全国适用；哈尔滨先行"),
    ("洛阳", "洛阳500万元；期限三年；全国适用"),
    ("全国", "洛阳500万元；期限三年；全国适用；哈尔滨先行")])
def test_remarks_name_no_place_elsewhere(region, kept):
    note = "洛阳500万元；期限三年。全国适用\n哈尔滨先行"
    assert remarks(product("A", note=note), place(region)) == kept


def test_order_of_kinds_and_needs(booklets):
    chapters = booklets["黑龙江"].chapters
    order = arrangement()
    places = [order.kinds.index(chapter.kind) for chapter in chapters]
    assert places == sorted(places)
    for chapter in chapters:
        needs = [[*order.needs, "其他"].index(section.need) for section in chapter.sections]
        assert needs == sorted(needs)
        for section in chapter.sections:
            assert {(card.needs or ("其他",))[0] for card in section.cards} == {section.need}


def test_catalog_words_have_a_place():
    kept = [p for p in load_catalog() if p.audience == "企业"]
    assert {p.kind for p in kept} <= set(arrangement().kinds)
    assert {need for p in kept for need in p.needs} <= set(arrangement().needs)


def test_by_need_lists_a_card_under_each(booklets):
    cards = booklets["黑龙江"].cards
    found = by_need(cards)
    assert sum(map(len, found.values())) == sum(len(card.needs) or 1 for card in cards)


def test_index_in_order_of_pinyin(policies):
    names = ["重大设备贷", "“银税互动”", "保理", "LPR贷", "担保贷", "100贷", "长期贷"]
    catalog = [product(str(i), name=name) for i, name in enumerate(names)]
    catalog[2] = product("2", name="保理", aliases="应收款贷")
    booklet = compile_booklet(policies, catalog, compiled_on=DAY)
    found = {letter: [name for name, _ in entries]
             for letter, entries in by_name(booklet.cards).items()}
    assert found == {"B": ["保理"], "C": ["长期贷"], "D": ["担保贷"], "L": ["LPR贷"],
                     "Y": ["“银税互动”", "应收款贷"], "Z": ["重大设备贷"], "#": ["100贷"]}
    assert sort_key("“双稳基金”贷款") == ("shuang", "wen", "ji", "jin", "dai", "kuan")


def test_changes_since_a_quarter_stay_within_the_walls(policies):
    before = [product("H", region="黑龙江", term_text="一年"), product("L", region="洛阳"),
              product("E", region="黑龙江", name="停掉的贷")]
    after = [product("H", region="黑龙江", term_text="三年"), product("M", region="洛阳"),
             product("W", region="黑龙江", name="新来的贷")]
    booklet = compile_booklet(policies, after, region=place("黑龙江"), compiled_on=DAY,
                              before=before)
    changes = booklet.changes
    assert [p.id for p in changes.added] == ["W"]
    assert [p.id for p in changes.ended] == ["E"]
    assert [(c.product.id, c.fields[0].old, c.fields[0].new) for c in changes.changed] == [
        ("H", "一年", "三年")]
    page = html_page("", booklet_blocks(booklet))
    assert all(said in page for said in ("本季变化", "新来的贷", "停掉的贷", "一年"))
    assert not any(said in page for said in ("产品L", "产品M"))
