"""Figures of a text: value, unit and bound, so that two wordings of one figure are equal.

500 万元, 五百万元 and 500万 are the same; 不超过1% and 1%以内 too; 不低于1% is another figure.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indexing.words import pairs

_UNITS = (
    r"%|‰|个?百分点|个?点(?!击|名|对)|美元|美金|元|块|倍|成[一二三四五六七八九半]?(?!立|长|本|为|功|果|交|员|效|熟|都)|折(?!旧)"
    r"|年(?!度)|个月|月|个?工作日|日|天|周|季度|小时|户|家|名|人|个|项|次|条|款|张|份|批|期|轮|类|种|级|位|只"
    r"|场|回|支|笔|岁|号")
_DIGITS = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)([十百千万亿]*)({_UNITS})?")
_HAN = re.compile(rf"(?<![零〇一二两三四五六七八九十百千万亿第\d])((?:百|千|万)分之)?"
                  rf"([零〇一二两三四五六七八九十百千万亿]+)({_UNITS})?")
_EVERYDAY = {"一个", "一项", "一种", "一批", "一次", "一条", "一份", "一家", "一户", "一张", "一类",
             "一款", "一期", "一轮", "一级", "一位", "一名", "一人", "一只", "一场", "一点", "一回",
             "一支", "一笔", "一号", "一块", "一周"}
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PERCENT = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
_SAME = {"个百分点": "百分点", "个点": "百分点", "点": "百分点", "美金": "美元", "块": "元",
         "家": "户", "天": "日", "个工作日": "工作日"}
_RANGE = re.compile(r"[至到\-—~～]")
_OR = re.compile(r"[或和、]")
_AT_MOST = re.compile(r"不(?:得|应|能|会)?(?:超过|高于|多于|大于|超)|最[高多大]|至多|顶格|上限|封顶"
                      r"|控制在|(?<![不得应能会])(?:低于|少于|小于|不足)")
_AT_LEAST = re.compile(r"不(?:得|应|能|会)?(?:低于|少于|小于)|最[低少小]|至少|起步|下限"
                       r"|(?<![不得应能会])(?:高于|超过|大于|多于|超出)")
_BELOW = re.compile(r"^(?:人民币)?(?:\(含\))?(?:左右)?[及或]?(?:以[下内]|之[内下]|封顶|为上限)")
_ABOVE = re.compile(r"^(?:人民币)?(?:\(含\))?[及或]?(?:以上|之上|起)")
_STOP = re.compile(r"[,;。!?:\n\d]")
_SLACK = 0.2  # of the pairs around a figure, by which another figure must fit better
_REACH = 12  # characters before a figure in which its bound may stand
_NEAR = 60  # characters between a rate and the amount that it depends on


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure: `bound` is "≤", "≥" or ""; `start` and `end` are offsets into the text."""

    value: Decimal
    unit: str
    bound: str
    start: int
    end: int

    def same(self, other: "Amount") -> bool:
        """Whether the two state the same; an amount in 万 or 亿 may leave out its unit."""
        loose = self.value >= 10_000 and "" in (self.unit, other.unit) and "%" not in (
            self.unit, other.unit)
        units = self.unit == other.unit or loose
        return self.value == other.value and self.bound == other.bound and units


def squash(text: str) -> str:
    """Return `text` with widths and case folded and blanks left out."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def amounts(text: str) -> list[Amount]:
    """Return the figures of `text`, which is squashed, in order."""
    found: list[Amount] = []
    for match in _DIGITS.finditer(text):
        value = Decimal(match[1].replace(",", ""))
        for power in match[2]:
            value *= _POWERS[power]
        found.append(_amount(text, value, match[3] or "", match.span()))
    for match in _HAN.finditer(text):
        part, digits, unit = match[1] or "", match[2], match[3] or ""
        if (part or unit) and f"{digits}{unit}" not in _EVERYDAY and digits not in "百千万亿":
            value = Decimal(_value(digits)) * _PERCENT.get(part, 1)
            found.append(_amount(text, value, "%" if part else unit, match.span()))
    found.sort(key=lambda amount: amount.start)
    return _spread(text, found)


def unsupported(told: str, source: str) -> Amount | None:
    """Return the first figure of `told` that `source` does not state so; None if there is none.

    Both are squashed. Figures of the source cannot be exchanged: a rate that follows an amount of
    money must follow it in the source too, and the words around a figure must not fit another
    figure of the same unit better.
    """
    said, stated = amounts(told), amounts(source)
    around = [_around(source, stated, i) for i in range(len(stated))]
    for at, amount in enumerate(said):
        places = [i for i, other in enumerate(stated) if other.same(amount)]
        others = [i for i, other in enumerate(stated)
                  if other.unit == amount.unit and other.value != amount.value]
        condition = _condition(said, at)
        words = _around(told, said, at)
        fit = max((len(words & around[i]) for i in places), default=0)
        exchanged = any(len(words & around[i]) > fit + _SLACK * len(words) for i in others)
        if not places or exchanged:
            return amount
        if condition and not any((c := _condition(stated, i)) and c.same(condition)
                                 for i in places):
            return amount
    return None


def _around(text: str, row: Sequence[Amount], at: int) -> set[str]:
    """Return the pairs of characters around the figure `row[at]`, up to its neighbours."""
    here = row[at]
    before = row[at - 1].end if at else 0
    after = row[at + 1].start if at + 1 < len(row) else len(text)
    left = re.split(r"[。;]", text[before : here.start])[-1]
    right = re.split(r"[,。;、]", text[here.end : after])[0]
    return set(pairs(left)) | set(pairs(right))


def _condition(row: Sequence[Amount], at: int) -> Amount | None:
    """Return the amount of money that the rate `row[at]` depends on; None if it is no rate."""
    if row[at].unit not in ("%", "百分点"):
        return None
    before = (other for other in reversed(row[:at]) if other.unit == "元")
    nearest = next(before, None)
    return nearest if nearest and row[at].start - nearest.end <= _NEAR else None


def _amount(text: str, value: Decimal, unit: str, span: tuple[int, int]) -> Amount:
    if unit == "‰":
        value, unit = value / 10, "%"
    elif unit.startswith("成"):  # 八成五 is 85 %
        value, unit = value * 10 + _VALUES.get(unit[1:], 5 if unit[1:] else 0), "%"
    start, end = span
    stops = [match.end() for match in _STOP.finditer(text, max(0, start - _REACH), start)]
    before = text[stops[-1] if stops else max(0, start - _REACH) : start]
    after = text[end : end + 8]
    marks = [(m.start(), sign) for sign, pattern in (("≤", _AT_MOST), ("≥", _AT_LEAST))
             for m in pattern.finditer(before)]
    bound = "≤" if _BELOW.match(after) else "≥" if _ABOVE.match(after) else max(
        marks, default=(0, ""))[1]
    return Amount(value, _SAME.get(unit, unit), bound, start, end)


def _spread(text: str, found: Sequence[Amount]) -> list[Amount]:
    """Return `found` with what neighbours state once given to both: 3至5年, 不超过1%或1.5%."""
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        here, after, between = out[at], out[at + 1], text[out[at].end : out[at + 1].start]
        if not here.unit and _RANGE.fullmatch(between):
            powers = _DIGITS.match(text, after.start)
            value = here.value
            for power in powers[2] if powers and value < 10_000 else "":
                value *= _POWERS[power]
            out[at] = replace(here, value=value, unit=after.unit)
        elif _OR.fullmatch(between) and here.unit == after.unit and not after.bound:
            out[at + 1] = replace(after, bound=here.bound)
    return out


def _value(digits: str) -> int:
    """Return the value of a Chinese numeral: 三千 → 3000, 二〇二三 → 2023."""
    if not any(c in _POWERS for c in digits):
        return int("".join(str(_VALUES[c]) for c in digits))
    total = part = number = 0
    for char in digits:
        if char in _VALUES:
            number = _VALUES[char]
        elif (power := _POWERS[char]) < 10_000:
            part, number = part + (number or 1) * power, 0
        else:
            total, part, number = (total + part + number or 1) * power, 0, 0
    return total + part + number
