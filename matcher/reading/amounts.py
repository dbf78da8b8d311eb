"""Amounts of money as people write them (800万, 五百来万, 500w, 0.05亿) → 万 of a currency.

Of a range (300万到500万, 两三百万) the upper end counts, as a product must be able to carry it;
近 and 来 are left aside; 几百万 is no amount.
"""

import re
from dataclasses import dataclass

_DIGITS = {char: float(value) for numerals in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
           for value, char in enumerate(numerals)} | {"两": 2.0, "俩": 2.0, "仨": 3.0, "〇": 0.0,
                                                      "半": 0.5}
_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_IN_WAN = {"万": 1.0, "w": 1.0, "亿": 10_000.0, "元": 0.0001, "块": 0.0001, "": 0.0001}
_CURRENCIES = {"美元": "USD", "美金": "USD", "刀": "USD", "$": "USD", "usd": "USD", "欧元": "EUR",
               "欧": "EUR", "港元": "HKD", "港币": "HKD", "日元": "JPY"}
_MONEY = "美元|美金|刀|欧元|港元|港币|日元|[uU][sS][dD]|欧(?!洲|美)"
HAN = "一二两三四五六七八九十百千零〇半壹贰叁肆伍陆柒捌玖拾佰仟"
_DIGIT = "一二三四五六七八九"
_AMOUNT = re.compile(
    rf"(?P<vague>几|数|好些)?(?P<sign>[￥¥$]|{_MONEY})?\s?"
    rf"(?P<number>\d千\d百|\d+(?:,\d{{3}})*(?:\.\d+)?|[{HAN}]+点[{HAN}]+|百[八把]十|[{HAN}]+|(?<=[几数])[十百千]*)"
    rf"\s?(?P<scale>[百千])?(?:个(?=[来多几把]))?(?P<about>来|多|几|把)?\s?个?(?P<unit>万|亿|[wW](?![a-zA-Z])|元|块(?![地板田儿屏表石肉材砖料电牌]))?"
    rf"(?P<tail>(?<=亿)[{_DIGIT}](?![{HAN}万亿个家台年]))?元?(?P<currency>{_MONEY})?")
_TO = re.compile(r"(?:元|块)?\s*(?:到|至|-|—|–|~|～|或者?)\s*")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万 of `currency`, the words it was read from, and where they stand."""

    wan: float
    currency: str
    words: str
    start: int = 0
    end: int = 0


def read_amounts(text: str) -> list[Amount]:
    """Return the amounts that `text` states, in order; 一亿两千万 is one, and so is a range."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        amount = _amount(match)
        if amount is None:
            continue
        last = found[-1] if found else None
        if last and match.start() == last.end and amount.wan < last.wan:
            amount = _joined(found.pop(), amount, text, both=True)
        elif last and _TO.fullmatch(text[last.end : amount.start]):
            amount = _joined(found.pop(), amount, text, both=False)
        found.append(amount)
    return found


def _amount(match: re.Match[str]) -> Amount | None:
    unit = (match["unit"] or "").lower()
    if match["vague"] or not match["number"] or not (unit or match["sign"]):
        return None
    number = read_number(match["number"]) * _SCALES.get(match["scale"] or "", 1)
    wan = number * _IN_WAN[unit]
    if match["tail"]:  # 一亿二
        wan += _DIGITS[match["tail"]] * 1000
    money = (match["currency"] or match["sign"] or "").lower()
    currency = _CURRENCIES.get(money, "CNY")
    return Amount(wan, currency, match[0].strip(), match.start(), match.end()) if wan > 0 else None


def _joined(first: Amount, second: Amount, text: str, *, both: bool) -> Amount:
    wan = first.wan + second.wan if both else max(first.wan, second.wan)
    currency = second.currency if second.currency != "CNY" else first.currency
    words = text[first.start : second.end].strip()
    return Amount(wan, currency, words, first.start, second.end)


def read_number(text: str) -> float:
    """Return the value of digits or of a Chinese numeral below ten thousand; 三百五 is 350."""
    if match := re.fullmatch(r"(\d)千(\d)百", text):
        return float(match[1]) * 1000 + float(match[2]) * 100
    if text in ("百八十", "百把十"):  # about a hundred
        return 100.0
    if "点" in text:
        whole, _, part = text.partition("点")
        digits = "".join(str(int(_DIGITS[char])) for char in part if char in _DIGITS)
        return read_number(whole) + float(f"0.{digits or 0}")
    if text[0].isdecimal():
        return float(text.replace(",", ""))
    if text[0] in "十拾百佰千仟":
        text = f"一{text}"
    total, current, scale, spoken = 0.0, 0.0, 10, False
    for char in text:
        if char in _SCALES:
            scale, spoken = _SCALES[char], True
            total += (current or 1) * scale
            current = 0
        else:
            spoken = spoken and char not in "零〇"
            current = _DIGITS[char]
    return total + current * (scale / 10 if spoken and scale > 10 else 1)
