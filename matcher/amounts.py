"""Amounts of money as people write them (800万, 五百来万, 500w, 0.05亿) → 万 of a currency."""

import re
from dataclasses import dataclass

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_IN_WAN = {"万": 1.0, "w": 1.0, "亿": 10_000.0, "元": 0.0001, "块": 0.0001}
_CURRENCIES = {"美元": "USD", "美金": "USD", "刀": "USD", "欧元": "EUR", "港元": "HKD",
               "港币": "HKD", "日元": "JPY"}
_AMOUNT = re.compile(
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|[一二两三四五六七八九十百千零〇]+)"
    r"(?P<scale>[百千])?(?P<about>来|多|几)?(?P<unit>万|亿|[wW](?![a-zA-Z])|元|块)"
    r"(?P<rest>元)?(?P<currency>美元|美金|刀|欧元|港元|港币|日元)?")


_WANT = re.compile(r"想(要|贷|借|弄|融|再)?|贷款?|借|需要?|差|缺|周转|要(?!是)|申请")
_NEAR = 10  # characters after such a word
_SPOKEN = re.compile(  # 贷500个
    r"^(\d+|[一二两三四五六七八九十百千]+)(?:来|多)?个(?=[，。；,;！？]|$)")
_EARNED = re.compile(r"(卖|营收|营业收入|销售额?|产值|流水|收入|保费|欠)[^，。；]{0,14}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万 of `currency`, and the words it was read from."""

    wan: float
    currency: str
    words: str


def read_amounts(text: str) -> list[Amount]:
    """Return the amounts that `text` states, in order."""
    found = []
    for match in _AMOUNT.finditer(text):
        number = read_number(match["number"]) * _SCALES.get(match["scale"] or "", 1)
        wan = number * _IN_WAN[match["unit"].lower()]
        if wan > 0:
            currency = _CURRENCIES.get(match["currency"] or "", "CNY")
            found.append(Amount(wan, currency, match[0]))
    return found


def read_need(text: str) -> Amount | None:
    """Return the amount that `text` wants: the one after 想, 贷, 借 …, else the only one stated."""
    for match in _WANT.finditer(text):
        near = text[match.end() : match.end() + _NEAR]
        if found := read_amounts(_SPOKEN.sub(r"\1万", near)):
            return found[0]
    everything = read_amounts(_EARNED.sub("", text))
    return everything[0] if everything else None


def read_number(text: str) -> float:
    """Return the value of digits or of a Chinese numeral below ten thousand."""
    if text[0].isdecimal():
        return float(text.replace(",", ""))
    total, current = 0, 0
    for char in text:
        if char in _SCALES:
            total += (current or 1) * _SCALES[char]
            current = 0
        else:
            current = _DIGITS[char]
    return float(total + current)
