"""The grammar of Chinese official numbering: 编 章 节 条, 一、 （一） 1. （1） ①.

A mark is recognised at the head of a paragraph only. Half-width brackets, blanks around the number
and numbers set as one sign (㈠ ⑴) are accepted; labels are always printed in one form, with
full-width brackets.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise


class Scheme(IntEnum):
    """A kind of number; a smaller value stands higher in a document."""

    PART = 1  # 第一编
    CHAPTER = 2  # 第一章
    SECTION = 3  # 第一节
    ARTICLE = 4  # 第一条
    HAN = 5  # 一、
    HAN_BRACKET = 6  # （一）
    ARABIC = 7  # 1.
    ARABIC_BRACKET = 8  # （1）
    CIRCLED = 9  # ①


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the head of a paragraph.

    `length` counts the characters of the paragraph that the number takes, blanks included.
    """

    scheme: Scheme
    label: str
    length: int


_HAN = "[一二三四五六七八九十百千零〇]+"
_ARTICLE = re.compile(
    rf"第({_HAN}|\d+)(编|分编|章|节|条)(之{_HAN})?(?=[\s　《（(一-鿿“]|$)[\s　]*")
_UNITS = {"编": Scheme.PART, "分编": Scheme.PART, "章": Scheme.CHAPTER, "节": Scheme.SECTION,
          "条": Scheme.ARTICLE}
_PATTERNS = (
    (Scheme.HAN, re.compile(rf"({_HAN})(?:[、．]|\.(?!\d|{_HAN}))\s*"), "{}"),
    (Scheme.HAN_BRACKET, re.compile(rf"[（(]\s*({_HAN})\s*[）)]\s*"), "（{}）"),
    (Scheme.HAN_BRACKET, re.compile(r"([㈠-㈩])\s*"), "（{}）"),
    (Scheme.ARABIC, re.compile(r"(\d{1,3})\s*(?:[.．](?!\d)|、)\s*"), "{}"),
    (Scheme.ARABIC_BRACKET, re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*"), "（{}）"),
    (Scheme.ARABIC_BRACKET, re.compile(r"(\d{1,2})[）)]\s*"), "（{}）"),
    (Scheme.ARABIC_BRACKET, re.compile(r"([⑴-⒇])\s*"), "（{}）"),
    (Scheme.CIRCLED, re.compile(r"([①-⑳])\s*"), "{}"),
)
_REFERENCE = re.compile(
    r"(规定|所称|所列|的规定|中的|中所|中规定|之规定|至第|和第|、第|或者第|第[一二三四五六七八九十]+款)")
_PAIRS = "|".join(f"{a}、{b}" for a, b in pairwise("一二三四五六七八九十"))
_RANGE = re.compile(rf"({_PAIRS})(线|、|产业|级(市场|城市))")  # 三、四线城市


def parse_mark(text: str) -> Mark | None:
    """Return the number at the head of `text`, or None.

    A line that begins by referring to an article (第三条规定的…) or with a range (三、四线城市) is
    not a numbered one.
    """
    if match := _ARTICLE.match(text):
        number, unit, extra = match.groups()
        blank_follows = match.end() > match.end(2) + len(extra or "") or match.end() == len(text)
        if not blank_follows and _REFERENCE.match(text, match.end()):
            return None
        return Mark(_UNITS[unit], f"第{number}{unit}{extra or ''}", match.end())
    if _RANGE.match(text):
        return None
    for scheme, pattern, form in _PATTERNS:
        if match := pattern.match(text):
            return Mark(scheme, form.format(_plain(match[1])), match.end())
    return None


def join_labels(labels: list[str]) -> str:
    """Join labels of a path: 五 + （一） → 五（一）, 附件二 + 1 → 附件二.1."""
    out = labels[0]
    for label in labels[1:]:
        after_digit = out[-1].isdecimal() and label[0] != "（"
        dotted = after_digit or (label[0].isdecimal() and out[-1] != "）")
        out += ("." if dotted else "") + label
    return out


def _plain(number: str) -> str:
    """Return ０３ and 3 as 3, ㈠ and 一 as 一; ① stays."""
    if "①" <= number <= "⑳":
        return number
    plain = unicodedata.normalize("NFKC", number).strip("()")
    return str(int(plain)) if plain.isdecimal() else plain
