"""Size of an industrial firm from staff and revenue, by the official thresholds.

Source: 统计上大中小微型企业划分办法（2017）, industry: large from 1000 people and 40000 万 of
revenue, medium from 300 and 2000, small from 20 and 300, else micro; both limits must be reached.
"""

import re

from matcher.amounts import read_amounts, read_number

_THRESHOLDS = (("大型", 1000, 40_000.0), ("中型", 300, 2_000.0), ("小型", 20, 300.0))
_STAFF = re.compile(
    r"(?:(?:人|工人|员工|职工)(?:有)?)?(?P<number>\d+|[一二两三四五六七八九十百千零]+)(?P<about>来|多|几)?"
    r"(?:个|号|名|口)?(?:多)?(?:人|工人|员工|职工|个)")
_EARN = "卖|营收|营业收入|销售(?:额|收入)?|产值|流水|收入"
_REVENUES = (re.compile(rf"(?:{_EARN})[^，。；]{{0,6}}?([^，。；]{{2,12}})"),
             re.compile(rf"([^，。；]{{2,10}}?)(?:的)?(?:{_EARN})"))
_WORD = re.compile(r"(小微|微型|小型|中型|大型)(?:企业|厂|公司)?")


def read_size(text: str) -> str | None:
    """Return the size that `text` names or that its staff and revenue give; None when unknown."""
    if match := _WORD.search(text):
        return match[1]
    staff, revenue = read_staff(text), read_revenue(text)
    if staff is not None and staff < _THRESHOLDS[-1][1]:
        return "微型"
    if staff is None or revenue is None:
        return None
    return size_of(staff, revenue)


def size_of(staff: int, revenue_wan: float) -> str:
    """Return the size by both limits; `revenue_wan` in 万 a year."""
    return next((name for name, people, wan in _THRESHOLDS
                 if staff >= people and revenue_wan >= wan), "微型")


def read_staff(text: str) -> int | None:
    """Return the number of people that `text` states."""
    match = _STAFF.search(text)
    return int(read_number(match["number"])) if match else None


def read_revenue(text: str) -> float | None:
    """Return the yearly revenue in 万 that `text` states."""
    found = (read_amounts(match[1]) for pattern in _REVENUES for match in pattern.finditer(text))
    return next((amounts[0].wan for amounts in found if amounts), None)
