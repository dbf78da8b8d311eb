"""What is known of a firm, in the closed words of the catalog.

Every set holds what is known to be so; `denied` what the firm said is not so. What is in neither is
unknown, and stays unknown. `told` keeps, by the field of the form, the words behind each value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.regions import Region
from matcher.reading.figures import Loan
from matcher.reading.industry import Industry
from matcher.reading.told import Doubt

_SMALL = ("微型", "小型", "小微")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as the criteria see it. `needs` come most explicit first."""

    region: Region | None
    size: str | None
    amount_wan: float | None
    currency: str
    needs: tuple[str, ...]
    known: frozenset[tuple[str, str]]
    denied: frozenset[tuple[str, str]]
    text: str
    industry: Industry | None = None
    trades: str = ""  # the words in which it says what it does
    other_trades: str = ""  # those in which it says what it does not do
    term_months: int | None = None
    years: float | None = None
    founded: int | None = None  # the year, where that is all that is known of `years`
    liability_pct: float | None = None
    tax_grade: str | None = None
    staff: int | None = None
    revenue_wan: float | None = None
    loans: tuple[Loan, ...] = ()
    purpose_told: bool = False  # whether it says what the money is for
    told: Mapping[str, str] = field(default_factory=dict, hash=False)
    doubts: tuple[Doubt, ...] = ()

    def has(self, field: str, value: str) -> bool | None:
        """Return whether the firm has `value` of `field`, None when it is not known."""
        if (field, value) in self.known:
            return True
        return False if (field, value) in self.denied else None

    def any_of(self, field: str, values: Iterable[str]) -> bool | None:
        """Return whether the firm has any of `values`: no only when all are denied."""
        found = [self.has(field, value) for value in values]
        if True in found:
            return True
        return False if found and all(answer is False for answer in found) else None

    @property
    def is_small(self) -> bool | None:
        """Whether it is small or micro, None when its size is not known."""
        return None if self.size is None else any(word in self.size for word in _SMALL)
