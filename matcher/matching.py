"""Match a firm against the catalog: what fits and why, what is excluded and why.

An offer must come close to what the firm needs, apply in its region, and fail no hard criterion.
Order: one sum of closeness to the need, hard criteria met, unknown ones (less) and soft ones met.
Products are judged in the order of the most that they could still reach, so that of thousands only
those are judged that may be among the offers.
"""

import datetime
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from corpus.model import Policy
from corpus.product import Product
from corpus.regions import Region
from indexing.search import Searcher
from matcher.caveats import caveats
from matcher.criteria import Judged, Verdict, judge
from matcher.naming import NameIndex
from matcher.places import place_products
from matcher.questions import Question, questions_for
from matcher.reading.known import Firm
from matcher.routing import route
from matcher.shelf import BoolArray, FloatArray, Shelf

MOST_OFFERS = 10
MOST_OTHERS = 3  # products that no policy names, after the instruments
_ALWAYS_JUDGED = 300  # so that what is excluded is complete for a catalog of common size
_LEAST_FIT = 1.0  # of one need served first, or of words in common
_LEAST_ALONE = 0.75  # of what no policy names, beside the rest: one need served later
_SHARE_OF_BEST = 0.35  # of the first offer's fit
_HARD_MET, _HARD_UNKNOWN, _SOFT_MET = 0.6, -0.5, 0.2


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that may fit: its judged criteria and how close it is to the need."""

    product: Product
    policy: Policy | None
    judged: tuple[Judged, ...]
    fit: float

    @property
    def verdict(self) -> Verdict:
        """满足 when every criterion is met, else 待确认."""
        met = all(j.verdict is Verdict.MET for j in self.judged)
        return Verdict.MET if met and self.judged else Verdict.UNKNOWN

    @property
    def rank(self) -> float:
        """What offers are ordered by, the greater the better."""
        return self.fit + sum(_worth(j) for j in self.judged)

    @property
    def reasons(self) -> str:
        """Why it stands where it does, in words."""
        met, unknown = self._count(Verdict.MET), self._count(Verdict.UNKNOWN)
        parts = [f"与需求的贴合度 {self.fit:.1f}", f"满足 {met} 项条件" if met else "",
                 f"待确认 {unknown} 项条件" if unknown else "",
                 "" if self.judged else "条件未载明"]
        return "，".join(filter(None, parts))

    def _count(self, verdict: Verdict) -> int:
        return sum(j.verdict is verdict for j in self.judged)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A product that serves the need and cannot be had, and why."""

    product: Product
    why: str


@dataclass(frozen=True, slots=True)
class Matching:
    """The result for one firm."""

    offers: tuple[Offer, ...]
    excluded: tuple[Exclusion, ...]
    routing: str | None
    questions: tuple[Question, ...]


class Matcher:
    """Matches firms against one catalog. Safe to share between threads.

    `placed` has its products by id, with where they apply; `names` finds them by name.
    """

    def __init__(self, catalog: Sequence[Product], searcher: Searcher,
                 place: Callable[[str], Region]) -> None:
        placed = list(place_products(catalog, searcher.policies, place))
        self.placed = {row.product.id: row for row in placed}
        self.names = NameIndex(placed)
        self._shelf = Shelf(placed, searcher)
        self._named = np.array([bool(p.policy_id) for p in self._shelf.products], np.bool_)
        self._most = np.array([sum(_HARD_MET if c.hard else _SOFT_MET for c in p.criteria)
                               for p in self._shelf.products])

    def match(self, firm: Firm, *, today: datetime.date | None = None,
              named: bool | None = None) -> Matching:
        """Return what fits `firm` on the day `today`, the present one unless given.

        `named` True leaves only what a policy names, False only what none does.
        """
        fits = self._shelf.fits(firm)
        wanted = True if named is None else self._named == named
        least = _LEAST_FIT if named is not False else _LEAST_ALONE
        close, applies = (fits >= least) & wanted, self._shelf.applies(firm)
        today = today or datetime.date.today()
        ended = self._shelf.ended(today)
        offers, excluded = self._judge(firm, fits, close & applies & ~ended, today)
        excluded += self._barred(fits, close & applies & ended, self._over)
        excluded.sort(key=lambda pair: -pair[0])
        excluded += self._barred(fits, close & ~applies & ~ended, self._elsewhere)
        return Matching(offers, tuple(e for _, e in excluded[:MOST_OFFERS]), route(firm),
                        tuple(questions_for(firm, [offer.judged for offer in offers])))

    def match_each(self, firm: Firm, *, today: datetime.date | None = None) -> Matching:
        """Return what policies name, then what else fits, so that neither crowds the other out."""
        tools = self.match(firm, today=today, named=True)
        others = self.match(firm, today=today, named=False)
        offers = tools.offers + others.offers[:MOST_OTHERS]
        return Matching(offers, tools.excluded + others.excluded, tools.routing,
                        tuple(questions_for(firm, [offer.judged for offer in offers])))

    def _judge(self, firm: Firm, fits: FloatArray, candidates: BoolArray,
               today: datetime.date) -> tuple[tuple[Offer, ...], list[tuple[float, Exclusion]]]:
        """Return the best offers, and with their fits the candidates that fail a criterion."""
        bound = np.where(candidates, fits + self._most, -np.inf)
        offers: list[Offer] = []
        excluded: list[tuple[float, Exclusion]] = []
        for count, row in enumerate(np.argsort(-bound, kind="stable")[: candidates.sum()]):
            if count >= _ALWAYS_JUDGED and _settled(offers, bound[row]):
                break
            offer = self._offer(int(row), float(fits[row]), firm, today)
            if why := _why_not(offer.judged):
                excluded.append((offer.fit, Exclusion(offer.product, why)))
            else:
                insort(offers, offer, key=lambda o: -o.rank)
        return _kept(offers), excluded

    def _offer(self, row: int, fit: float, firm: Firm, today: datetime.date) -> Offer:
        product, policy, region = self._shelf.rows[row]
        judged = [judge(criterion, firm) for criterion in product.criteria]
        judged += caveats(product, region, today)
        return Offer(product, policy, tuple(judged), fit)

    def _barred(self, fits: FloatArray, which: BoolArray,
                why: Callable[[int], str]) -> list[tuple[float, Exclusion]]:
        """Return the closest products of `which`, with their fits and the reason."""
        rows = np.flatnonzero(which)
        best = rows[np.argsort(-fits[rows], kind="stable")][:MOST_OFFERS]
        return [(float(fits[row]), Exclusion(self._shelf.products[row], why(row)))
                for row in best]

    def _elsewhere(self, row: int) -> str:
        region = self._shelf.rows[row].region
        return f"只适用于{region.full_name}" if region else ""

    def _over(self, row: int) -> str:
        day = self._shelf.products[row].valid_through
        return f"已于{day}到期" if day else "已停办"


def _why_not(judged: Sequence[Judged]) -> str:
    return next((j.why for j in judged
                 if j.criterion.hard and j.verdict is Verdict.FAILED), "")


def _worth(judged: Judged) -> float:
    """Return what one verdict adds to the rank of an offer."""
    if not judged.criterion.hard:
        return _SOFT_MET if judged.verdict is Verdict.MET else 0.0
    return {Verdict.MET: _HARD_MET, Verdict.UNKNOWN: _HARD_UNKNOWN}.get(judged.verdict, 0.0)


def _kept(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return the first of the ranked `offers` that are not far from the need."""
    close = (o for o in offers if o.fit >= _SHARE_OF_BEST * offers[0].fit)
    return tuple(islice(close, MOST_OFFERS))


def _settled(offers: Sequence[Offer], bound: float) -> bool:
    """Whether no product that can reach `bound` at most changes the offers."""
    kept = _kept(offers)
    return len(kept) == MOST_OFFERS and kept[-1].rank >= bound
