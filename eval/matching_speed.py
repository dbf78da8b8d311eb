"""Measure how long one firm takes against a catalog of ten thousand products."""

import random

from chat.assembly import load_assistant
from corpus.catalog import load_catalog
from corpus.ladder import table
from corpus.product import Product
from corpus.settings import load_settings
from eval.figures import Figure, milliseconds
from eval.matching import load_firms
from matcher.matching import Matcher
from matcher.reading.firm import read_firm
from matcher.reading.profile import read_profile

PRODUCTS = 10_000
_MARK = 50  # ms


def matching_figures() -> list[Figure]:
    """Measure `match` for the firms of our own set against a catalog of PRODUCTS products."""
    assistant = load_assistant(load_settings())
    mentions = assistant.understanding.mentions
    matcher = Matcher(large_catalog(), assistant.searcher, mentions.place)
    firms = [read_firm(read_profile(row["profile"]), mentions.gazetteer) for row in load_firms()]
    times = milliseconds(matcher.match_each, firms)
    return [Figure(f"{PRODUCTS} 个产品中匹配一家企业 p50", "毫秒", times, _MARK),
            Figure(f"{PRODUCTS} 个产品中匹配一家企业 p95", "毫秒", times, _MARK, 0.95)]


def large_catalog() -> list[Product]:
    """Return copies of the built-in products, half of them nationwide, half anywhere."""
    draw = random.Random(0)
    places = [region.full_name for region in table().values() if region.code]
    known = [p for p in load_catalog() if p.audience == "企业"]
    return [_copy(known[n % len(known)], n, "全国" if n % 2 else draw.choice(places))
            for n in range(PRODUCTS)]


def _copy(product: Product, number: int, region: str) -> Product:
    return product.model_copy(update={
        "id": f"大{number}", "name": f"{product.name}{number}", "region": region,
        "clause": None, "source": "测速"})
