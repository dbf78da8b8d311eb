"""The products of the catalog, prepared once so that thousands are weighed for a firm in ms."""

import datetime
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnknownRegion
from corpus.model import Policy
from corpus.product import Product
from corpus.regions import NATION, Region
from indexing.search import Searcher
from matcher.firm import Firm, words
from matcher.relevance import Relevance

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_Placed = tuple[Product, Policy | None, Region | None]
log = logging.getLogger("rongce")
_LATER_OF_PRODUCT, _LATER_OF_FIRM = 0.15, 0.08  # how fast a need that is named later loses weight


class Shelf:
    """Products for firms, with their policies, regions and needs; nothing changes after loading.

    `place` reads the region of a product that no policy names. Arrays have the shape (products,).
    """

    def __init__(self, catalog: Sequence[Product], searcher: Searcher,
                 place: Callable[[str], Region]) -> None:
        policies = {policy.id: policy for policy in searcher.policies}
        placed = list(_placed(catalog, policies, place))
        self.products = tuple(product for product, _, _ in placed)
        self.policies = tuple(policy for _, policy, _ in placed)
        self.regions = tuple(region for _, _, region in placed)
        self._places = list(dict.fromkeys(self.regions))
        numbers = {region: n for n, region in enumerate(self._places)}
        self._place_of = np.array([numbers[r] for r in self.regions], np.int64)
        self._needs = {need: n for n, need in enumerate(words()["needs"])}
        self._served = _needs_matrix(self.products, self._needs)
        self._ending = [row for row, product in enumerate(self.products)
                        if product.valid_through or product.standing == "已停办"]
        self._relevance = Relevance(self.products, searcher)

    def fits(self, firm: Firm) -> FloatArray:
        """Return how many stated needs each product serves, plus the closeness of its words.

        Needs that come earlier count more, on both sides.
        """
        stated = np.zeros(len(self._needs))
        for place, need in enumerate(firm.needs):
            stated[self._needs[need]] = 1 / (1 + _LATER_OF_FIRM * place)
        return np.asarray(self._served @ stated + self._relevance.of(firm))

    def applies(self, firm: Firm) -> BoolArray:
        """Return whether each product's region covers the firm's; one without a region may."""
        covers = [_covers(region, firm.region) for region in self._places]
        return np.array(covers, np.bool_)[self._place_of]

    def ended(self, today: datetime.date) -> BoolArray:
        """Return whether each product is over."""
        over = np.zeros(len(self.products), np.bool_)
        for row in self._ending:
            product = self.products[row]
            over[row] = product.standing == "已停办" or _past(product.valid_through, today)
        return over


def _placed(catalog: Sequence[Product], policies: Mapping[str, Policy],
            place: Callable[[str], Region]) -> Iterator[_Placed]:
    """Yield the products for firms; one whose place nobody knows is left out, and told."""
    for product in catalog:
        if product.audience != "企业":
            continue
        policy = policies.get(product.policy_id)
        try:
            region = place(product.region) if product.region and not policy else None
        except UnknownRegion:
            log.warning("产品 %s %s 的地区“%s”不认识，未采用",
                        product.id, product.name, product.region)
            continue
        yield product, policy, policy.region if policy else region


def _covers(region: Region | None, asker: Region | None) -> bool:
    if region is None or region == NATION:
        return True
    return asker is not None and region.covers(asker)


def _past(day: str | None, today: datetime.date) -> bool:
    """Whether the last day of `day` (a year, month or day) lies before `today`."""
    return day is not None and day < today.isoformat()[: len(day)]


def _needs_matrix(products: Sequence[Product], numbers: Mapping[str, int]) -> FloatArray:
    """Return the weight of each need for each product, shape (products, needs)."""
    served = np.zeros((len(products), len(numbers)))
    for row, product in enumerate(products):
        for place, need in enumerate(_closed(product.needs)):
            served[row, numbers[need]] = 1 / (1 + _LATER_OF_PRODUCT * place)
    return served


def _closed(needs: Sequence[str]) -> list[str]:
    """Return `needs` in closed words; a clerk's own words are read as a firm's are."""
    known = words()["needs"]
    found: dict[str, None] = {}
    for need in needs:
        found |= dict.fromkeys(
            [need] if need in known else [n for n, p in known.items() if p.search(need)])
    return list(found)
