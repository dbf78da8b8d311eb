"""Amounts of money as people write them (800万, 五百来万, 500w, 0.05亿) → 万 of a currency."""

import re
from dataclasses import dataclass

_DIGITS = {char: float(value) for numerals in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
           for value, char in enumerate(numerals)} | {"两": 2.0, "〇": 0.0, "半": 0.5}
_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_IN_WAN = {"万": 1.0, "w": 1.0, "亿": 10_000.0, "元": 0.0001, "块": 0.0001, "": 0.0001}
_CURRENCIES = {"美元": "USD", "美金": "USD", "刀": "USD", "欧元": "EUR", "港元": "HKD",
               "港币": "HKD", "日元": "JPY"}
_HAN = "一二两三四五六七八九十百千零〇半壹贰叁肆伍陆柒捌玖拾佰仟"
_AMOUNT = re.compile(
    rf"(?P<sign>[￥¥])?(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|[{_HAN}]+)"
    r"(?P<scale>[百千])?(?P<about>来|多|几|把)?个?(?P<unit>万|亿|[wW](?![a-zA-Z])|元|块)?"
    r"元?(?P<currency>美元|美金|刀|欧元|港元|港币|日元)?")
_WANT = re.compile(r"想(要|贷|借|弄|融|再)?|贷款?|借|需要?|差|缺|周转|要(?!是)|申请|改成|发")
_NEAR = 12  # characters after such a word
_EARNED = re.compile(r"(卖|营收|营业收入|销售额?|产值|流水|收入|保费|欠|出口了)[^，。；]{0,14}")
_SPOKEN = re.compile(  # 贷500个
    rf"^(\d+|[{_HAN}]+)(?:来|多)?个(?=[，。；,;！？]|信用|$)")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万 of `currency`, and the words it was read from."""

    wan: float
    currency: str
    words: str


def read_amounts(text: str) -> list[Amount]:
    """Return the amounts that `text` states, in order; 一亿两千万 is one."""
    found: list[Amount] = []
    end = -1
    for match in _AMOUNT.finditer(text):
        unit = (match["unit"] or "").lower()
        if not unit and not match["sign"]:
            continue
        number = read_number(match["number"]) * _SCALES.get(match["scale"] or "", 1)
        amount = Amount(number * _IN_WAN[unit], _CURRENCIES.get(match["currency"] or "", "CNY"),
                        match[0])
        if found and match.start() == end and amount.wan < found[-1].wan:
            amount = Amount(found[-1].wan + amount.wan, amount.currency,
                            found.pop().words + amount.words)
        if amount.wan > 0:
            found.append(amount)
            end = match.end()
    return found


def read_need(text: str) -> Amount | None:
    """Return the amount that `text` wants: the last one after 想, 贷, 借 …, else the first stated.

    A sum already borrowed or earned is none; a correction (改成800万) replaces what stood before.
    """
    wanted = []
    for match in _WANT.finditer(text):
        near = _SPOKEN.sub(r"\1万", text[match.end() : match.end() + _NEAR])
        had = re.search(r"(已经?|以前)[^，。]{0,3}$", text[: match.start()])
        if (found := read_amounts(near.split("，")[0])) and not had:
            wanted.append(found[0])
    if wanted:
        return wanted[-1]
    everything = read_amounts(_EARNED.sub("", text))
    return everything[0] if everything else None


def read_number(text: str) -> float:
    """Return the value of digits or of a Chinese numeral below ten thousand."""
    if text[0].isdecimal():
        return float(text.replace(",", ""))
    if text[0] in "十拾百佰千仟":
        text = f"一{text}"
    total, current = 0.0, 0.0
    for char in text:
        if char in _SCALES:
            total += (current or 1) * _SCALES[char]
            current = 0
        else:
            current = _DIGITS[char]
    return total + current
