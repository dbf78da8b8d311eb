"""Size of an industrial firm from staff and revenue, by the official thresholds.

Source: 统计上大中小微型企业划分办法（2017）, industry: large from 1000 people and 40000 万 of
revenue, medium from 300 and 2000, small from 20 and 300, else micro; both limits must be reached.
"""

import re

from matcher.reading.amounts import read_amounts, read_number
from matcher.reading.told import Told
from matcher.reading.words import cues

_THRESHOLDS = (("大型", 1000, 40_000.0), ("中型", 300, 2_000.0), ("小型", 20, 300.0))
_STAFF = ("people", "staff")
_REVENUES = ("earned", "earned_before")


def read_size(text: str) -> str | None:
    """Return the size that `text` names or that its staff and revenue give; None when unknown."""
    told = told_size(text)
    return told.value if told else None


def told_size(text: str, *, industrial: bool = True) -> Told[str] | None:
    """Return the size with the words that tell it; only a named one where not `industrial`."""
    if match := _cue("named").search(text):
        return Told(match[1], match[0])
    staff, revenue = read_staff(text), read_revenue(text)
    if staff is None or not industrial:
        return None
    if staff.value < _THRESHOLDS[-1][1]:
        return Told("微型", staff.words)
    if revenue is None:
        return None
    return Told(size_of(staff.value, revenue.value), f"{staff.words}、{revenue.words}")


def size_of(staff: int, revenue_wan: float) -> str:
    """Return the size by both limits; `revenue_wan` in 万 a year."""
    return next((name for name, people, wan in _THRESHOLDS
                 if staff >= people and revenue_wan >= wan), "微型")


def read_staff(text: str) -> Told[int] | None:
    """Return the number of people that `text` states."""
    if match := _cue("couple").search(text):
        return Told(2, match[0])
    for pattern in _STAFF:
        for match in _cue(pattern).finditer(text):
            if not _cue("not_staff").search(text[: match.start()]):
                number = _people(match["number"])
                if number >= 1:
                    return Told(number, match[0])
    return None


def _people(text: str) -> int:
    if text in ("俩", "仨"):
        return 2 if text == "俩" else 3
    return int(read_number(text.replace("俩", "两")))


def read_revenue(text: str) -> Told[float] | None:
    """Return the yearly revenue in 万 that `text` states."""
    for pattern in _REVENUES:
        for match in _cue(pattern).finditer(text):
            amounts = [a for a in read_amounts(match[1]) if a.currency == "CNY"]
            if amounts and not _cue("monthly").search(text[: match.start()] + match[0].split(
                    amounts[0].words)[0]):
                return Told(amounts[0].wan, match[0])
    return None


def _cue(name: str) -> re.Pattern[str]:
    return cues()["size"][name]
