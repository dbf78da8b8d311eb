"""What a list of clauses and products is narrowed to: place, document, level, year, unit, …"""

from dataclasses import dataclass, fields
from datetime import date

from corpus.model import Clause, Policy, Status
from corpus.regions import Level, Region
from indexing.offers import Offer

IN_FORCE, DRAFT, PAST = "现行", "征求意见稿", "目标期已过"
STATUSES = (IN_FORCE, DRAFT, PAST, "鼓励开展", "拟设立", "已停办")
_STANDING = {"已过目标期": PAST}


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices made; None is any. All of them must hold.

    A policy holds in `region` when it is of that region or of one above it; an offer that names no
    place may hold anywhere.
    """

    region: Region | None = None
    document: str | None = None
    level: Level | None = None
    year: int | None = None
    unit: str | None = None
    kind: str | None = None
    status: str | None = None

    @property
    def any(self) -> bool:
        """Whether something is chosen."""
        return any(getattr(self, field.name) is not None for field in fields(self))

    def admits_policy(self, policy: Policy, *, today: date) -> bool:
        """Whether clauses of `policy` may be listed."""
        return (
            (self.region is None or policy.region.covers(self.region))
            and self.document in (None, policy.id)
            and self.level in (None, policy.level)
            and self.year in (None, policy.year)
            and self.status in (None, policy_status(policy, today)))

    def admits_clause(self, clause: Clause) -> bool:
        """Whether `clause` is the chosen unit's."""
        return self.unit is None or self.unit in units_of(clause)

    def admits_offer(self, offer: Offer) -> bool:
        """Whether `offer` may be listed."""
        level = offer.region.level if offer.region else None
        return (
            (self.region is None or offer.region is None or offer.region.covers(self.region))
            and self.document in (None, offer.product.policy_id)
            and self.level in (None, level)
            and self.year in (None, offer_year(offer))
            and (self.unit is None or (
                offer.clause is not None and self.unit in units_of(offer.clause)))
            and self.kind in (None, offer.product.kind)
            and self.status in (None, offer_status(offer)))


def policy_status(policy: Policy, today: date) -> str:
    """Return where `policy` stands on the day `today`."""
    if policy.status is Status.DRAFT:
        return DRAFT
    return PAST if policy.targets_end and policy.targets_end < today.year else IN_FORCE


def offer_status(offer: Offer) -> str:
    """Return where an offer stands, in the words of STATUSES."""
    standing = offer.product.standing
    return _STANDING.get(standing, standing)


def offer_year(offer: Offer) -> int | None:
    """Return the year of the page or of the policy that states an offer."""
    if offer.product.source_date:
        return int(offer.product.source_date[:4])
    return offer.policy.year if offer.policy else None


def units_of(clause: Clause) -> tuple[str, ...]:
    """Return the units that lead or answer for `clause`."""
    return tuple(dict.fromkeys((*clause.leads, *clause.units)))
