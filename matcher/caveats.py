"""What is uncertain about a product, whoever asks: its place, and whether it is still offered.

Each is a judged criterion that stays 待确认, so that it shows among the conditions and lowers the
product among the offers.
"""

import datetime
from collections.abc import Iterator

from corpus.product import Criterion, Product
from corpus.regions import Region
from matcher.criteria import Judged, Verdict

_FRESH_YEARS = 2  # a page older than that may speak of what is no longer offered


def caveats(product: Product, region: Region | None, today: datetime.date) -> Iterator[Judged]:
    """Yield what must be asked of the institution before `product` can be relied on."""
    if region is None:
        yield _open("place", "适用地区未载明，请向机构确认")
    if not product.policy_id and not _fresh(product.verified_on or product.source_date, today):
        told = f"资料日期{product.source_date}" if product.source_date else "资料未载日期"
        yield _open("current", f"{told}，是否仍在办理请向机构确认")


def _open(field: str, quote: str) -> Judged:
    return Judged(Criterion(field=field, operator="is", quote=quote), Verdict.UNKNOWN)


def _fresh(day: str | None, today: datetime.date) -> bool:
    """Whether the last day of `day` (a year, month or day) lies less than two years back."""
    oldest = today.replace(year=today.year - _FRESH_YEARS, day=min(today.day, 28)).isoformat()
    return day is not None and day >= oldest[: len(day)]
