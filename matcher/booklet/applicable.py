"""Which entries of the catalog belong in the booklet of a region, and why others do not.

A rule or offer applies in its own region and below it. What no document of the corpus and no page
vouches for is left out, as is what has ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Clause, Policy
from corpus.product import Product
from corpus.regions import NATION, Region

Place = Callable[[str], Region]
ENDED = "已停办"


@dataclass(frozen=True, slots=True)
class Entry:
    """A product that applies, the region of its offer, and the clause that names it."""

    product: Product
    region: Region
    policy: Policy | None
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Applicable:
    """What applies in a region, in the catalog's order; `below` counts what applies in a part."""

    entries: tuple[Entry, ...]
    below: int
    ended: int
    untraced: int


def applicable(catalog: Sequence[Product], policies: Mapping[str, Policy], region: Region,
               place: Place) -> Applicable:
    """Return the offers to enterprises that apply in `region`.

    `place` reads the region of a product that no policy names.

    Raises:
        UnknownRegion: a product's region is not in the region table.

    """
    kept, below, ended, untraced = [], 0, 0, 0
    for product in catalog:
        if product.audience != "企业":
            continue
        entry = trace(product, policies, place)
        if entry is None:
            untraced += 1
        elif not entry.region.covers(region):
            below += region.covers(entry.region)
        elif product.standing == ENDED:
            ended += 1
        else:
            kept.append(entry)
    return Applicable(tuple(kept), below, ended, untraced)


def trace(product: Product, policies: Mapping[str, Policy], place: Place) -> Entry | None:
    """Return `product` with its clause and region; None when its clause is not in the corpus."""
    if not product.clause:
        return Entry(product, place(product.region) if product.region else NATION, None, None)
    policy = policies.get(product.policy_id)
    label = product.clause.partition("#")[2]
    clause = next((c for c in policy.clauses if c.label == label), None) if policy else None
    if policy is None or clause is None:
        return None
    region = policy.region
    if product.region and region.covers(named := place(product.region)):
        region = named
    return Entry(product, region, policy, clause)
