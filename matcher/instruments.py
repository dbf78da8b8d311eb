"""Policy instruments that a firm may ask for: those of its own region that its words lead to.

Until criteria are read (amounts, qualifications), every verdict is 待确认: an instrument is found
by the clause that names it, and nothing is said of conditions that were not checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalog import Product
from corpus.model import Policy
from corpus.regions import Region
from indexing.search import Searcher

NOTE = "目前只按地区和用途从政策文件列出的工具中查找，尚未逐项核对条件，结论均为“待确认”。"
_CLAUSES = 6
_FOR_BANKS = {"货币政策工具", "服务机制", "平台", "风险补偿"}


@dataclass(frozen=True, slots=True)
class Match:
    """An instrument and the clause's policy that names it."""

    product: Product
    policy: Policy


def match_instruments(need: str, region: Region | None, catalog: Sequence[Product],
                      searcher: Searcher, *, limit: int = 10) -> list[Match]:
    """Return instruments that `need` leads to and that apply in `region`, best first."""
    hits = searcher.search(need, k=_CLAUSES, regions=(region,) if region else ())
    found = [
        Match(product, hit.policy)
        for hit in hits if hit.applies
        for product in catalog
        if product.clause == hit.clause.id and product.kind not in _FOR_BANKS]
    return found[:limit]
