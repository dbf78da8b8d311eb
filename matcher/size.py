"""Size of an industrial firm from staff and revenue, by the official thresholds.

Source: 统计上大中小微型企业划分办法（2017）, industry: large from 1000 people and 40000 万 of
revenue, medium from 300 and 2000, small from 20 and 300, else micro; both limits must be reached.
"""

import re

from matcher.amounts import HAN, read_amounts, read_number
from matcher.told import Told

_THRESHOLDS = (("大型", 1000, 40_000.0), ("中型", 300, 2_000.0), ("小型", 20, 300.0))
_WHO = "人(?!民|才|大|均|份)|工人|员工|职工|师傅|口人|伙计"
_NUMBER = rf"(?P<number>\d+|[{HAN}俩仨]+)(?:来|多|几|好几)?"
_STAFF = (re.compile(rf"{_NUMBER}(?:个|号|名|口|位)?(?:多)?(?:{_WHO})"),
          re.compile(rf"(?:工人|员工|职工|人手|员工数|人数|从业人员|人员)[^，。；\d{HAN}]{{0,4}}{_NUMBER}(?![\d万亿年%])"))
_NOT_STAFF = re.compile(r"(原来|以前|原先|最多时|客户|裁|招|培训|股东|合伙|博士|研发)[^，。；]{0,4}$")
_EARN = "卖|营收|营业收入|销售(?:额|收入)?|产值|流水|收入|营业额|年入|年销|进账|干了|做了(?=[\d一二三四五六七八九两])"
_REVENUES = (re.compile(rf"(?:{_EARN})[^，。；]{{0,6}}?([^，。；]{{2,12}})"),
             re.compile(rf"([^，。；]{{2,10}}?)(?:的)?(?:{_EARN})"))
_MONTHLY = re.compile(r"(月|天|季度?)[^，。；]{0,5}$")
_WORD = re.compile(r"(小微|微型|小型|中型|大型)(?:企业|厂|公司)?(?!机|设备|农|客|货|装备|商|锻|铸|矿|化|机床|储)")


def read_size(text: str) -> str | None:
    """Return the size that `text` names or that its staff and revenue give; None when unknown."""
    told = told_size(text)
    return told.value if told else None


def told_size(text: str, *, industrial: bool = True) -> Told[str] | None:
    """Return the size with the words that tell it; only a named one where not `industrial`."""
    if match := _WORD.search(text):
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
    if match := re.search(r"两口子|夫妻(俩|两人|店)|夫妻二人", text):
        return Told(2, match[0])
    for pattern in _STAFF:
        for match in pattern.finditer(text):
            if not _NOT_STAFF.search(text[: match.start()]):
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
        for match in pattern.finditer(text):
            amounts = [a for a in read_amounts(match[1]) if a.currency == "CNY"]
            if amounts and not _MONTHLY.search(text[: match.start()] + match[0].split(
                    amounts[0].words)[0]):
                return Told(amounts[0].wan, match[0])
    return None
