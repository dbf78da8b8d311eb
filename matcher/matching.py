"""Match a firm against the catalog: what fits and why, what is excluded and why, what to ask next.

An offer must come close to what the firm needs, apply in its region, and fail no hard criterion.
Order: one sum of closeness to the need, hard criteria met, unknown ones (less) and soft ones met.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Policy
from corpus.product import Product
from corpus.regions import NATION, Region
from matcher.criteria import Judged, Verdict, judge
from matcher.firm import Firm
from matcher.routing import needs_guarantee, route

MOST_OFFERS = 10
_LEAST_FIT = 0.35  # of the best offer's fit


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


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A product that serves the need and cannot be had, and why."""

    product: Product
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the firm next: a profile field and the question."""

    field: str
    question: str


@dataclass(frozen=True, slots=True)
class Matching:
    """The result for one firm."""

    offers: tuple[Offer, ...]
    excluded: tuple[Exclusion, ...]
    routing: str | None
    questions: tuple[Question, ...]


def match(firm: Firm, catalog: Sequence[Product], policies: Mapping[str, Policy],
          relevance: Callable[[Product], float], place: Callable[[str], Region]) -> Matching:
    """Return what fits `firm`.

    `relevance` tells how close the words of a product are to the firm's own, 0 to about 1.6;
    `place` reads the region of a product that no policy names.
    """
    offers, excluded = [], []
    for product in catalog:
        if product.audience != "企业":
            continue
        policy = policies.get(product.policy_id)
        fit = _fit(product, firm) + relevance(product)
        if fit < 1:
            continue
        judged = tuple(judge(criterion, firm) for criterion in product.criteria)
        why = _why_not(_region_of(product, policy, place), judged, firm)
        if why:
            excluded.append((fit, Exclusion(product, why)))
        else:
            offers.append(Offer(product, policy, judged, fit))
    offers.sort(key=_order)
    best = offers[0].fit if offers else 0.0
    kept = [o for o in offers if o.fit >= _LEAST_FIT * best][:MOST_OFFERS]
    excluded.sort(key=lambda pair: -pair[0])
    return Matching(tuple(kept), tuple(e for _, e in excluded[:MOST_OFFERS]), route(firm),
                    tuple(_questions(firm, kept)))


def _fit(product: Product, firm: Firm) -> float:
    """Return how many stated needs the product serves; earlier ones on both sides count more."""
    total = 0.0
    for place, need in enumerate(product.needs):
        if need in firm.needs:
            total += 1.0 / (1 + 0.15 * place) / (1 + 0.08 * firm.needs.index(need))
    return total


def _region_of(product: Product, policy: Policy | None,
               place: Callable[[str], Region]) -> Region:
    if policy:
        return policy.region
    return place(product.region) if product.region else NATION


def _why_not(region: Region, judged: Sequence[Judged], firm: Firm) -> str:
    if region.code and (firm.region is None or not region.covers(firm.region)):
        return f"只适用于{region.full_name}"
    for item in judged:
        if item.criterion.hard and item.verdict is Verdict.FAILED:
            return item.why
    return ""


def _order(offer: Offer) -> tuple[float, ...]:
    met = sum(j.criterion.hard and j.verdict is Verdict.MET for j in offer.judged)
    unknown = sum(j.criterion.hard and j.verdict is Verdict.UNKNOWN for j in offer.judged)
    soft = sum(not j.criterion.hard and j.verdict is Verdict.MET for j in offer.judged)
    return (-(offer.fit + 0.6 * met - 0.5 * unknown + 0.2 * soft), unknown)


def _questions(firm: Firm, offers: Sequence[Offer]) -> list[Question]:
    """Return what is worth asking, the answer that decides most first."""
    found = [Question(doubt.field, doubt.sentence + doubt.question) for doubt in firm.doubts]
    if firm.region is None and "region" not in {question.field for question in found}:
        found.append(Question("region", "贵公司在哪个省、市、区县？"))
    if firm.size is None and needs_guarantee(firm):
        found.append(Question("size", "贵公司是否小型或微型企业（人数、年营业收入大约多少）？"))
    unknown = Counter(
        (j.criterion.field, j.criterion.question) for offer in offers for j in offer.judged
        if j.verdict is Verdict.UNKNOWN and j.criterion.question)
    fields = {"qualification": "qualifications", "amount": "need_amount_wan"}
    for (field, question), _ in unknown.most_common():
        name = fields.get(field, field)
        if name not in {q.field for q in found}:
            found.append(Question(name, question))
    return found
