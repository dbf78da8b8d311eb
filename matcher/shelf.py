"""The products of the catalog, prepared once so that thousands are weighed for a firm in ms."""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.product import Product
from indexing.search import Searcher
from matcher.places import Placed
from matcher.reading.firm import Firm
from matcher.reading.words import words
from matcher.relevance import Relevance
from matcher.routing import MECHANISM, needs_guarantee, route

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_LATER_OF_PRODUCT, _LATER_OF_FIRM = 0.15, 0.08  # how fast a need that is named later loses weight

_ROUTED = 1.0  # as one need served first: what （十六） sends a firm to is part of its answer


class Shelf:
    """Products for firms, with their places and needs; nothing changes after loading.

    Arrays have the shape (products,).
    """

    def __init__(self, placed: Sequence[Placed], searcher: Searcher) -> None:
        self.rows = tuple(row for row in placed if row.product.audience == "企业")
        self.products = tuple(row.product for row in self.rows)
        examples = {row.region: row for row in self.rows}
        self._examples = list(examples.values())
        numbers = {region: n for n, region in enumerate(examples)}
        self._place_of = np.array([numbers[row.region] for row in self.rows], np.int64)
        self._mechanism = [row for row, product in enumerate(self.products)
                           if product.clause == MECHANISM]
        self._needs = {need: n for n, need in enumerate(words()["needs"])}
        self._served = _needs_matrix(self.products, self._needs)
        self._ending = [row for row, product in enumerate(self.products)
                        if product.valid_through or product.standing == "已停办"]
        self._relevance = Relevance(self.products, searcher)

    def fits(self, firm: Firm) -> FloatArray:
        """Return how many stated needs each product serves, plus the closeness of its words.

        Needs that come earlier count more, on both sides; a routed firm needs the route too.
        """
        stated = np.zeros(len(self._needs))
        for place, need in enumerate(_needs_of(firm)):
            stated[self._needs[need]] = 1 / (1 + _LATER_OF_FIRM * place)
        fits = self._served @ stated + self._relevance.of(firm)
        if route(firm):
            fits[self._mechanism] += _ROUTED
        return np.asarray(fits)

    def applies(self, firm: Firm) -> BoolArray:
        """Return whether each product's region covers the firm's; one without a region may."""
        applies = [example.open_to(firm.region) for example in self._examples]
        return np.array(applies, np.bool_)[self._place_of]

    def ended(self, today: datetime.date) -> BoolArray:
        """Return whether each product is over."""
        over = np.zeros(len(self.products), np.bool_)
        for row in self._ending:
            product = self.products[row]
            over[row] = product.standing == "已停办" or _past(product.valid_through, today)
        return over


def _needs_of(firm: Firm) -> tuple[str, ...]:
    """Return the needs of `firm`; one that has neither collateral nor credit needs a guarantee."""
    if not needs_guarantee(firm):
        return firm.needs
    return tuple(dict.fromkeys(("担保增信", *firm.needs)))


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
