"""The grammar of Chinese official numbering: 编 章 节 条, 一、 （一） 1. （1） ①.

A mark is recognised at the head of a paragraph only. Half-width brackets and blanks around the
number are accepted; labels are always printed in one form, with full-width brackets.
"""

import re
from dataclasses import dataclass
from enum import IntEnum


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
    (Scheme.HAN, re.compile(rf"({_HAN})[、．]\s*"), "{}"),
    (Scheme.HAN_BRACKET, re.compile(rf"[（(]\s*({_HAN})\s*[）)]\s*"), "（{}）"),
    (Scheme.ARABIC, re.compile(r"(\d{1,3})\s*(?:[.．](?!\d)|、)\s*"), "{}"),
    (Scheme.ARABIC_BRACKET, re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*"), "（{}）"),
    (Scheme.ARABIC_BRACKET, re.compile(r"(\d{1,2})[）)]\s*"), "（{}）"),
    (Scheme.CIRCLED, re.compile(r"([①-⑳])\s*"), "{}"),
)
_REFERENCE = re.compile(
    r"(规定|所称|所列|的规定|至第|和第|、第|或者第|第[一二三四五六七八九十]+款)")


def parse_mark(text: str) -> Mark | None:
    """Return the number at the head of `text`, or None.

    A line that begins by referring to an article (第三条规定的…) is not a numbered one.
    """
    if match := _ARTICLE.match(text):
        number, unit, extra = match.groups()
        blank_follows = match.end() > match.end(2) + len(extra or "") or match.end() == len(text)
        if not blank_follows and _REFERENCE.match(text, match.end()):
            return None
        return Mark(_UNITS[unit], f"第{number}{unit}{extra or ''}", match.end())
    for scheme, pattern, form in _PATTERNS:
        if match := pattern.match(text):
            number = re.sub(r"\D", "", match[1]) if match[1].isdecimal() else match[1]
            return Mark(scheme, form.format(_plain(number)), match.end())
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
    return str(int(number)) if number.isdecimal() else number
