"""Figures as product sheets write them: 最高2000万元, 0.05亿, 年化3.1%起, 3-5年.

What a text says in words is read only where it is plain; with several figures nothing is guessed.
"""

import math
import re
from typing import NamedTuple

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HANS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
         "九": 9}
_HAN = "".join(_HANS)
_TENS = {"十": 10, "百": 100, "千": 1000}
_TO = r"\s*[-–—~～至到]+\s*"
_FOREIGN = re.compile(r"美元|美金|欧元|港元|港币|日元")
_MONEY = re.compile(
    rf"(?:(?P<from>{_NUMBER})\s*(?P<unit>亿|万)?元?{_TO})?"
    rf"(?P<to>{_NUMBER}|[{_HAN}十百千]+)\s*(?P<tens>[百千])?\s*(?P<last>亿|万|元)元?")
_RATE = re.compile(rf"(?:(?P<from>{_NUMBER})\s*%?{_TO})?(?P<to>{_NUMBER})\s*%")
_TERM = re.compile(
    rf"(?:(?P<from>{_NUMBER})\s*(?:年|个?月)?{_TO})?(?P<to>{_NUMBER}|[{_HAN}十]+|半)\s*(?P<last>年|个?月)")
_DAYS = re.compile(rf"(?P<to>{_NUMBER})\s*[天日]")
_AT_LEAST = re.compile(r"(最低|不低于|不少于|不短于|起点|起贷)[^，。；、]{0,3}$")
_AND_MORE = re.compile(r"^[（(]?(含[）)]?)?(起|以上)")
_AT_MOST = re.compile(r"(最高|最长|不超过|不高于|上限|最多)[^，。；、]{0,6}$")
_WITHIN = re.compile(r"^[（(]?(含[）)]?)?(以内|以下|封顶)")
_NOT_PLAIN = re.compile(r"LPR|基准|浮", re.IGNORECASE)
_UNITS = {"亿": 10_000.0, "万": 1.0, "元": 0.0001}
_DAYS_A_MONTH = 30


class Bounds(NamedTuple):
    """The lowest and the highest figure that a text states; None where it states none."""

    low: float | None = None
    high: float | None = None


def read_number(text: str) -> float:
    """Return the number that `text` is, with or without commas; ValueError when it is none."""
    number = float(text.replace(",", "") if re.fullmatch(_NUMBER, text) else text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def amount_bounds(text: str) -> Bounds:
    """Return the bounds in 万元 that `text` states, none of several or of foreign money."""
    found = list(_MONEY.finditer(text))
    if len(found) != 1 or _FOREIGN.search(text):
        return Bounds()
    match = found[0]
    unit = _UNITS[match["last"]]
    high = round(_number(match["to"]) * _TENS.get(match["tens"] or "", 1) * unit, 6)
    if match["from"]:
        return Bounds(round(read_number(match["from"]) * _UNITS.get(match["unit"], unit), 6), high)
    return Bounds(high, None) if _open(text, match) else Bounds(None, high)


def rate_bounds(text: str) -> Bounds:
    """Return the bounds in % that `text` states, none of several or of a spread."""
    plain = text.replace("％", "%")
    found = list(_RATE.finditer(plain))
    if len(found) != 1 or _NOT_PLAIN.search(plain):
        return Bounds()
    match = found[0]
    high = read_number(match["to"])
    if match["from"]:
        return Bounds(read_number(match["from"]), high)
    if _open(plain, match):
        return Bounds(high, None)
    capped = _AT_MOST.search(plain[: match.start()]) or _WITHIN.search(plain[match.end() :])
    return Bounds(None, high) if capped else Bounds(high, high)


def longest_term(text: str) -> int | None:
    """Return the longest term in months that `text` states, None when it is not plain."""
    found = list(_TERM.finditer(text))
    capped = [match for match in found if _AT_MOST.search(text[: match.start()])]
    plain = capped if len(capped) == 1 else found
    if len(plain) != 1 or _open(text, plain[0]):
        return None
    months = _number(plain[0]["to"]) * (12 if plain[0]["last"] == "年" else 1)
    return int(months) if months.is_integer() else None


def days_as_months(text: str) -> int | None:
    """Return the months that so many days fill, rounded up; None when `text` is no such thing."""
    match = _DAYS.fullmatch(text.strip())
    return math.ceil(read_number(match["to"]) / _DAYS_A_MONTH) if match else None


def write_number(number: float) -> str:
    """Return `number` in full, whole ones without a point."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _open(text: str, match: re.Match[str]) -> bool:
    """Whether the figure is the least, not the most."""
    return bool(_AT_LEAST.search(text[: match.start()]) or _AND_MORE.search(text[match.end() :]))


def _number(text: str) -> float:
    """Return the value of digits, 半, or a Chinese numeral below ten thousand."""
    if text == "半":
        return 0.5
    if text[0].isdecimal():
        return read_number(text)
    total, current = 0, 0
    for char in text:
        if char in _TENS:
            total += (current or 1) * _TENS[char]
            current = 0
        else:
            current = _HANS[char]
    return float(total + current)
