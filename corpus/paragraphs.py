"""Lines to paragraphs: sentences that a page break cut in two are made whole again.

A line continues the paragraph before it when that one is visibly unfinished: a bracket is open, or
it reads as prose and stops without a final sign. A character that the break printed twice
(制/制造业) is kept once; offsets still point at the original, so quotes are exact.
"""

import re
from dataclasses import dataclass

from corpus.lines import Line, read_lines
from corpus.numbering import Mark, parse_mark

_FINAL = "。！？；：”」）】.!?;:…"
_OPEN, _CLOSE = "（《“【", "）》”】"
_LONGEST_BRACKET = 300  # characters; an older bracket is taken for a slip of the source
_SHORTEST_PROSE = 24  # characters; a shorter line without 。 is a heading, a name or a date
_DOUBLES = set("人天年月日家户层步时处常种个条件项次样级区事样点各渐逐一")  # 人人, 家家, 逐一…
_UNIT_LINE = re.compile(r"（?(责任|牵头|配合|主办|承办)(单位|部门)[:：]")
_DATE_LINE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A healed paragraph; `offsets[i]` is where `text[i]` stands in the source.

    `doubled` holds offsets of characters that a page break printed twice and `text` shows once.
    """

    text: str
    offsets: tuple[int, ...]
    mark: Mark | None
    heading: bool
    doubled: tuple[int, ...] = ()


def read_paragraphs(source: str) -> list[Paragraph]:
    """Return the paragraphs of `source` in order; every visible character is in exactly one."""
    paragraphs: list[Paragraph] = []
    for line in read_lines(source):
        mark = parse_mark(line.text)
        if paragraphs and _continues(paragraphs[-1], line, mark):
            paragraphs[-1] = _join(paragraphs[-1], line)
        else:
            paragraphs.append(Paragraph(line.text, line.offsets, mark, line.heading))
    return paragraphs


def _continues(before: Paragraph, line: Line, mark: Mark | None) -> bool:
    if mark or line.heading or before.heading or _DATE_LINE.match(line.text):
        return False
    if _bracket_open(before.text):
        return True
    if before.text[-1] in _FINAL or _UNIT_LINE.match(line.text):
        return False
    if "。" in before.text[:-1]:
        return True
    return before.mark is None and len(before.text) >= _SHORTEST_PROSE and bool(
        re.search("[，；]", before.text)) and not _UNIT_LINE.match(before.text)


def _bracket_open(text: str) -> bool:
    depth: list[int] = []
    for i, char in enumerate(text):
        if char in _OPEN:
            depth.append(i)
        elif char in _CLOSE and depth:
            depth.pop()
    return bool(depth) and len(text) - depth[-1] <= _LONGEST_BRACKET


def _join(before: Paragraph, line: Line) -> Paragraph:
    text, offsets = line.text, line.offsets
    doubled: tuple[int, ...] = ()
    at: tuple[int, ...] = ()
    glue = ""
    last = before.text[-1]
    if line.gap and text[0] == last and "一" <= last <= "鿿" and last not in _DOUBLES:
        text, offsets, doubled = text[1:], offsets[1:], offsets[:1]
    if text and last.isascii() and text[0].isascii() and last.isalpha() and text[0].isalpha():
        glue, at = " ", (before.offsets[-1],)
    return Paragraph(before.text + glue + text, before.offsets + at + offsets, before.mark,
                     before.heading, before.doubled + doubled)
