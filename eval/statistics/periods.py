"""Spans of time for statistics: days in Beijing, put together by day, week or month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from corpus.errors import FormError
from corpus.records.clock import BEIJING

PRESETS = {"最近 7 天": 7, "最近 30 天": 30, "最近 90 天": 90, "最近 12 个月": 365}
_MOST_DAYS, _MOST_WEEKS = 31, 26 * 7  # of a span that is shown by day, by week
_LONGEST = 3660  # days


class Unit(StrEnum):
    """What a row of a table of time stands for."""

    DAY = "日"
    WEEK = "周"
    MONTH = "月"


@dataclass(frozen=True, slots=True)
class Span:
    """Days in Beijing, `first` to `last`, in the place with code `region` ("" for all)."""

    first: date
    last: date
    region: str = ""

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), BEIJING)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), BEIJING)

    @property
    def unit(self) -> Unit:
        """What suits the length of the span."""
        days = (self.last - self.first).days + 1
        return Unit.DAY if days <= _MOST_DAYS else Unit.WEEK if days <= _MOST_WEEKS else Unit.MONTH

    @property
    def name(self) -> str:
        """The span as people write it."""
        return f"{self.first} 至 {self.last}"

    def buckets(self, unit: Unit) -> list[str]:
        """Return the names of all days, weeks or months in the span, in order."""
        days = (self.last - self.first).days + 1
        return list(dict.fromkeys(
            bucket(self.first + timedelta(days=n), unit) for n in range(days)))


def bucket(day: date, unit: Unit) -> str:
    """Return the name of the day, week or month that `day` lies in; a week is named by Monday."""
    if unit is Unit.DAY:
        return day.isoformat()
    if unit is Unit.MONTH:
        return day.isoformat()[:7]
    return f"{day - timedelta(days=day.weekday())} 起"


def day_of(at: datetime) -> date:
    """Return the day of `at` in Beijing."""
    return at.astimezone(BEIJING).date()


def recent(days: int, now: datetime, region: str = "") -> Span:
    """Return the `days` up to today."""
    today = day_of(now)
    return Span(today - timedelta(days=days - 1), today, region)


def between(first: str, last: str, region: str = "") -> Span:
    """Return the span of two dates as people type them; FormError names the bad one."""
    start, end = _day("起始日期", first), _day("截止日期", last)
    if start > end:
        raise FormError("截止日期", "早于起始日期")
    if (end - start).days > _LONGEST:
        raise FormError("起始日期", "太早，一次最多统计 10 年")
    return Span(start, end, region)


def month_span(month: str) -> Span:
    """Return the span of a month, 2026-10; FormError for anything else."""
    first = _day("月份", f"{month}-01", "应写成 2026-10 这样")
    return Span(first, month_end(first))


def month_end(first: date) -> date:
    """Return the last day of the month of `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_before(month: str) -> str:
    """Return the month before one, both like 2026-10."""
    return bucket(month_span(month).first - timedelta(days=1), Unit.MONTH)


def _day(field: str, text: str, wanted: str = "应写成 2026-10-01 这样") -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise FormError(field, wanted) from error
    if not 2000 <= found.year <= 2999:
        raise FormError(field, wanted)
    return found
