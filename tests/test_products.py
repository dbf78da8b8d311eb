"""The built-in catalog: every figure, quote and word of it can be traced."""

import re

import pytest

from corpus.catalog import INSTRUMENTS, PRODUCTS, load_catalog
from corpus.library import load_policies
from corpus.place import gazetteer
from corpus.product import Product
from corpus.sheets.columns import closed_words
from matcher.reading.firm import words

CATALOG = load_catalog()
OWN = load_catalog(PRODUCTS)
each_product = pytest.mark.parametrize("product", CATALOG, ids=lambda product: product.id)
each_own = pytest.mark.parametrize("product", OWN, ids=lambda product: product.id)
HAN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


def states(text: str | None, number: float, *units: str) -> bool:
    """Whether `text` has `number` as a figure of its own, before one of `units` if any."""
    after = f"({'|'.join(units)})" if units else r"(?!\d|\.\d)"
    return bool(re.search(rf"(?<![\d.]){re.escape(f'{number:g}')}\s?{after}", text or ""))


def states_amount(text: str | None, wan: float) -> bool:
    listed = "、" in (text or "") and states(text, wan)  # 500、400、300万元
    return states(text, wan, "万") or states(text, wan / 10_000, "亿") or listed


def states_term(text: str | None, months: int) -> bool:
    digits = "".join(str(HAN.get(char, char)) for char in text or "")
    return (states(digits, months, "个月", "月") or states(digits, months / 12, "年")
            or states(digits, months * 30, "天"))


def untraced(product: Product) -> list[str]:
    """Return the numeric fields of `product` whose figure its own words do not state."""
    money = {"amount_max_wan": product.amount_max_wan, "amount_min_wan": product.amount_min_wan}
    money |= {f"tier {tier.who}": tier.max_wan for tier in product.tiers}
    wrong = [key for key, value in money.items()
             if value is not None and not states_amount(product.amount_text, value)]
    for key in ("rate_min_pct", "rate_max_pct"):
        value = getattr(product, key)
        if value is not None and not states(product.rate_text, value, "%"):
            wrong.append(key)
    if product.rate_spread_bp and not states(product.rate_text, product.rate_spread_bp, "个基点"):
        wrong.append("rate_spread_bp")
    if product.rate_base and product.rate_base not in (product.rate_text or ""):
        wrong.append("rate_base")
    if product.term_max_months and not states_term(product.term_text, product.term_max_months):
        wrong.append("term_max_months")
    units = {"amount": ("万",), "years": ("年",), "liability": ("%",)}
    return wrong + [f"criterion {c.field}" for c in product.criteria if c.number is not None
                    and not (states(c.quote, c.number, *units[c.field])
                             or (c.field == "amount" and states_amount(c.quote, c.number)))]


@each_product
def test_every_figure_stands_in_the_products_own_words(product):
    assert untraced(product) == []


@pytest.mark.parametrize(("field", "value", "wrong"), [
    ("amount_max_wan", 501, "amount_max_wan"), ("amount_max_wan", 50, "amount_max_wan"),
    ("rate_min_pct", 3.2, "rate_min_pct"), ("term_max_months", 60, "term_max_months"),
    ("tiers", [{"who": "信用", "max_wan": 30}], "tier 信用"), ("rate_base", "LPR", "rate_base"),
    ("criteria", [{"field": "years", "operator": "min", "number": 3, "quote": "满2年"}],
     "criterion years")])
def test_an_untraced_figure_is_seen(field, value, wrong):
    data = {"id": "1", "name": "甲", "kind": "贷款", "source": "官网", "amount_text": "最高500万元",
            "rate_text": "最低3.1%", "term_text": "最长3年"}
    assert untraced(Product.model_validate(data)) == []
    assert untraced(Product.model_validate(data | {field: value})) == [wrong]


def test_built_in_catalog_quotes_clauses():
    clauses = {clause.id: clause for policy in load_policies() for clause in policy.clauses}
    for product in load_catalog(INSTRUMENTS):
        clause = clauses[product.clause]
        assert product.quote in clause.quote(0, len(clause.text)), product.id


@each_own
def test_a_product_names_its_page(product):
    assert re.match(r"https?://", product.source)
    assert product.trust in ("A", "B")
    assert product.verified_on is None
    assert product.institution


@each_own
def test_every_criterion_quotes_the_products_own_words(product):
    own = [value for key, value in product if isinstance(value, str) and (
        key.endswith("_text") or key == "target")]
    assert [c.quote for c in product.criteria
            if not c.quote or not any(c.quote in text for text in own)] == []
    assert [c.field for c in product.criteria if not c.question] == []


@each_own
def test_words_of_products_are_closed(product):
    closed = {field: set(table) for field, table in words().items()}
    closed |= {"size": {"微型", "小型", "中型", "大型"}, "tax": {"A级", "B级", "M级", "C级", "D级"},
               "purpose": closed["needs"]}
    assert product.kind in closed_words()["kind"]
    assert product.needs
    assert set(product.needs) <= closed["needs"]
    for criterion in product.criteria:
        assert set(criterion.values) <= closed.get(criterion.field, set()), criterion


def test_words_of_sheets_are_those_of_the_matcher():
    for name, table in words().items():
        if name in closed_words():
            assert set(closed_words()[name]) <= set(table), name


@each_own
def test_a_region_is_a_place_that_is_known(product):
    if product.region:
        place = gazetteer().one(product.region)
        assert product.region in {place.full_name, f"{place.ladder[1].name}{place.name}"
                                  if place.code else "全国"}


def test_ids_are_unique():
    assert len({product.id for product in CATALOG}) == len(CATALOG) == 229 + 47


def test_what_a_subsidy_pays_is_no_loan():
    paid = [product for product in CATALOG if product.kind == "补贴"]
    assert paid
    assert [p.id for p in paid if p.amount_max_wan or p.tiers or p.term_max_months] == []


def test_what_only_banks_can_use_is_no_offer_to_firms():
    assert {p.id for p in OWN if p.audience != "企业"} == {"B050", "B053"}
