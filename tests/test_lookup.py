"""查条款: which clauses and products are listed, and why."""

from datetime import date

import pytest

from corpus.catalog import load_all
from corpus.errors import NotFound, QuestionError, UnknownRegion
from corpus.product import Product
from corpus.regions import Level, table
from indexing.choices import ANY, LABELS, choices, filters_of, told
from indexing.filters import DRAFT, IN_FORCE, PAST, Filters
from indexing.lookup import Lookup
from indexing.offers import find_offers, offers_of
from indexing.reasons import Asked, reasons
from indexing.search import Hit

DAY = date(2026, 5, 1)
ALL = {"heilongjiang-2023", "luoyang-2017", "luoyang-2023", "nfra-2024", "qianjiang-2023"}


@pytest.fixture(scope="module")
def lookup(searcher, settings):
    return Lookup(searcher, tuple(load_all(settings.catalog_dir)), DAY)


def place(code):
    return table()[code]


@pytest.mark.parametrize(("filters", "expected"), [
    (Filters(), ALL),
    (Filters(region=place("23")), {"heilongjiang-2023", "nfra-2024"}),
    (Filters(region=place("2301")), {"heilongjiang-2023", "nfra-2024"}),
    (Filters(region=place("41")), {"nfra-2024"}),
    (Filters(region=place("4103")), {"luoyang-2017", "luoyang-2023", "nfra-2024"}),
    (Filters(region=place("")), {"nfra-2024"}),
    (Filters(document="luoyang-2017"), {"luoyang-2017"}),
    (Filters(level=Level.CITY), {"luoyang-2017", "luoyang-2023"}),
    (Filters(level=Level.DISTRICT), {"qianjiang-2023"}),
    (Filters(year=2024), {"nfra-2024"}),
    (Filters(status=DRAFT), {"luoyang-2023"}),
    (Filters(status=PAST), {"luoyang-2017"}),
    (Filters(status=IN_FORCE), {"heilongjiang-2023", "nfra-2024", "qianjiang-2023"}),
    (Filters(region=place("4103"), year=2023), {"luoyang-2023"}),
    (Filters(region=place("23"), status=DRAFT), set()),
], ids=["none", "province", "city-below", "province-above", "city", "nation", "document", "level",
        "district", "year", "draft", "past", "in-force", "combined", "contradiction"])
def test_filters_choose_documents(policies, filters, expected):
    assert {p.id for p in policies if filters.admits_policy(p, today=DAY)} == expected


@pytest.mark.parametrize(("year", "status"), [(2020, IN_FORCE), (2021, PAST)])
def test_targets_are_past_after_their_year(policies, year, status):
    policy = next(p for p in policies if p.id == "luoyang-2017")
    assert Filters(status=status).admits_policy(policy, today=date(year, 6, 1))


def product(**changes):
    return Product(**{"id": "x", "name": "甲贷", "kind": "贷款", "source": "http://x"} | changes)


@pytest.mark.parametrize(("changes", "filters", "admitted"), [
    ({}, Filters(), True),
    ({"region": "河南省"}, Filters(region=place("4103")), True),
    ({"region": "河南省"}, Filters(region=place("23")), False),
    ({}, Filters(region=place("23")), True),
    ({"clause": "nfra-2024#（八）"}, Filters(region=place("23")), True),
    ({"clause": "qianjiang-2023#12"}, Filters(unit="区农委"), True),
    ({"clause": "qianjiang-2023#1"}, Filters(unit="区农委"), False),
    ({}, Filters(unit="区农委"), False),
    ({"kind": "担保"}, Filters(kind="贷款"), False),
    ({"standing": "已过目标期"}, Filters(status=PAST), True),
    ({"source_date": "2022-05"}, Filters(year=2022), True),
    ({"clause": "nfra-2024#（八）"}, Filters(year=2024), True),
    ({"clause": "nfra-2024#（八）"}, Filters(document="nfra-2024"), True),
    ({"region": "河南省"}, Filters(level=Level.CITY), False),
], ids=["none", "above", "elsewhere", "no-place", "nation", "unit", "other-unit", "no-unit", "kind",
        "past", "year-of-page", "year-of-policy", "document", "level"])
def test_filters_choose_products(policies, changes, filters, admitted):
    offer, = offers_of([product(**changes)], policies)
    assert filters.admits_offer(offer) is admitted


def test_a_place_that_nobody_knows_is_no_place(policies):
    offer, = offers_of([product(region="火星")], policies)
    assert offer.region is None


@pytest.mark.parametrize(("words", "first"), [
    (("设备贷",), "设备贷"), (("转贷",), "应急资金"), (("养殖",), "乙贷"), (("没有的",), None)],
    ids=["name", "alias", "target", "none"])
def test_products_are_found_by_name_alias_and_target(policies, words, first):
    catalog = [product(name="乙贷", target="养殖企业"), product(name="设备贷"),
               product(name="应急资金", aliases=("转贷基金",)), product(target="设备制造企业")]
    found = find_offers(offers_of(catalog, policies), words[0], words)
    assert (found[0].offer.product.name if found else None) == first


@pytest.fixture(scope="module")
def rate_clause(policies):
    policy = next(p for p in policies if p.id == "heilongjiang-2023")
    return policy, policy.clause("（十七）")


@pytest.mark.parametrize(("query", "words", "meanings", "signals", "share", "expected"), [
    ("担保费率", ("担保", "费率", "担保费率"), {}, {}, 1.0, [("词语", "“担保费率”")]),
    ("保费", ("保费",), {}, {}, 0.0, [("词语", "“保费”")]),
    ("担保 火星", ("担保", "火星"), {}, {}, 0.1, []),
    ("担保 火星", ("担保", "火星"), {}, {}, 0.5, [("词语", "“担保”")]),
    ("找人兜底", ("兜底",), {"兜底": ("担保", "代偿")}, {}, 0.0, [("口语词", "“兜底”→“担保”")]),
    ("兜底", ("兜底",), {}, {"asked_words": 0.6, "asked_pairs": 0.6}, 0.5,
     [("问法", "与这一条的常见问法相近")]),
    ("兜底", ("兜底",), {}, {"asked_words": 0.6, "asked_pairs": 0.6}, 0.1, []),
    ("兜底", ("兜底",), {}, {"dense": 1.8}, 0.5, [("向量", "意思相近（0.60）")]),
    ("abc", ("abc",), {}, {"dense": 3.0}, 0.0, []),
], ids=["longest-word", "all-words", "too-little", "enough", "colloquial", "asked-as",
        "asked-too-far", "vectors", "vectors-alone"])
def test_reasons(rate_clause, query, words, meanings, signals, share, expected):
    policy, clause = rate_clause
    asked = Asked(query, words, meanings, dense=3.0)
    found = reasons(Hit(clause, policy, 1.0, True, signals), asked, share)
    assert [(reason.kind, reason.text) for reason in found] == expected


@pytest.mark.parametrize(("query", "first"), [
    ("担保费率", "heilongjiang-2023#（十七）"),
    ("首贷户", "nfra-2024#（七）"),
    ("黑银发〔2023〕25号", "heilongjiang-2023#文首"),
    ("产融合作试点城市建设方案", "luoyang-2017#文首"),
])
def test_what_is_listed_first(lookup, query, first):
    listing = lookup.find(query, Filters())
    assert listing.clauses[0].hit.clause.id == first
    assert listing.clauses[0].reasons


def test_a_colloquial_word_leads_to_the_words_of_policies(lookup):
    found = lookup.find("过桥", Filters(document="qianjiang-2023")).clauses[0]
    assert found.hit.clause.id == "qianjiang-2023#12"
    assert ("口语词", "“过桥”→“应急转贷”“续贷”") in [(r.kind, r.text) for r in found.reasons]


@pytest.mark.parametrize("query", ["abc", "明天天气怎么样", "量子纠缠", "周杰伦演唱会门票"])
def test_what_nothing_fits_is_not_found(lookup, query):
    assert lookup.find(query, Filters()).clauses == ()


def test_filters_alone_list_in_document_order(lookup):
    listing = lookup.find("", Filters(unit="省工信厅"))
    assert [f.hit.clause.label for f in listing.clauses] == [
        "（八）", "（九）", "（十三）", "（十四）", "（十五）", "（十六）"]
    assert all(f.reasons == () for f in listing.clauses)


def test_nothing_asked_lists_nothing(lookup):
    assert lookup.find("  ", Filters()).clauses == ()


def test_a_kind_of_product_keeps_the_clauses_that_name_one(lookup):
    listing = lookup.find("费率", Filters(kind="担保"))
    named = {p.clause for p in lookup.catalog if p.kind == "担保"}
    assert {f.hit.clause.id for f in listing.clauses} <= named
    assert {h.offer.product.kind for h in listing.offers} <= {"担保"}


@pytest.mark.parametrize(("query", "detail"), [
    ("长" * 201, "too long"), ("贷款" * 50_000, "too long"), ("。，！？", "no words"),
    ("😀", "no words")], ids=["long", "100k", "punctuation", "emoji"])
def test_a_query_that_cannot_be_used_is_named(lookup, query, detail):
    with pytest.raises(QuestionError) as error:
        lookup.find(query, Filters())
    assert error.value.detail == detail


def test_related_clauses_are_one_of_each_other_document(lookup):
    found = lookup.related("heilongjiang-2023#（九）")
    documents = [hit.policy.id for hit in found]
    assert "heilongjiang-2023" not in documents
    assert len(documents) == len(set(documents))
    assert {"luoyang-2017#18", "qianjiang-2023#12"} <= {hit.clause.id for hit in found}


def test_an_unknown_clause_has_no_relations(lookup):
    with pytest.raises(NotFound):
        lookup.related("nowhere#1")


def test_choices_begin_with_any(lookup):
    found = choices(lookup)
    assert set(found) == set(LABELS)
    assert all(options[0] == (ANY, ANY) for options in found.values())
    assert ("黑龙江省", "黑龙江省") in found["region"]
    assert [value for value, _ in found["level"]] == [ANY, "国家", "省", "市", "区县"]


@pytest.mark.parametrize(("chosen", "expected"), [
    ({}, Filters()),
    (dict.fromkeys(LABELS, ANY), Filters()),
    (dict.fromkeys(LABELS), Filters()),
    ({"region": "洛阳", "year": "2023"}, Filters(region=place("4103"), year=2023)),
    ({"level": "区县", "unit": "区农委"}, Filters(level=Level.DISTRICT, unit="区农委")),
    ({"document": "nfra-2024", "kind": "贷款", "status": PAST},
     Filters(document="nfra-2024", kind="贷款", status=PAST)),
], ids=["nothing", "any", "none", "place-and-year", "district", "others"])
def test_choices_become_filters(lookup, chosen, expected):
    assert filters_of(lookup, chosen) == expected


def test_an_unknown_place_is_named(lookup):
    with pytest.raises(UnknownRegion):
        filters_of(lookup, {"region": "火星"})


def test_choices_are_told_by_name(lookup):
    line = told(lookup, {"region": "洛阳", "document": "luoyang-2023", "year": ANY})
    assert line == "地区 洛阳、文件 关于金融支持制造业优势产业链的若干措施（征求意见稿）"
