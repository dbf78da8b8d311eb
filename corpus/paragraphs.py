"""Lines to paragraphs: sentences that a page break cut in two are made whole again.

A line continues the paragraph before it when that one is visibly unfinished: a bracket is open, it
reads as prose and stops without a final sign, or it is a list of units whose last name is cut. A
number and its first words are prose only where most lines with that kind of number are, else they
are a heading. A character that the break printed twice (制/制造业) is kept once; offsets still
point at the original, so quotes are exact.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.lines import Line, fold, read_lines
from corpus.numbering import Mark, Scheme, parse_mark

LONGEST_HEADING = 44  # characters
_FINAL = "。！？；：”」）】.!?;:…"
_OPEN, _CLOSE = "（(《“【", "）)》”】"
_LONGEST_BRACKET = 300  # characters; an older bracket is taken for a slip of the source
_SHORTEST_PROSE = 24  # characters; a shorter line without 。 is a heading, a name or a date
_DOUBLES = set("人天年月日家户层步时处常种个条件项次样级区事样点各渐逐一")  # 人人, 家家, 逐一…
_UNIT_LINE = re.compile(r"（?(责任|牵头|配合|主办|承办)(单位|部门)[:：]")
_NAME_END = re.compile(
    r"(?:[办局委行厅部院会司处科社所站署室校组团区县]|中心|机构|政府|单位|企业|平台|基金)$")
_NAME_REST = re.compile(r"(?:支行|分行|分局|监管局)")
_DATE_LINE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")
_MIDDLE = re.compile(  # what no paragraph begins with
    r"[，。、；：！？）》”的]|[中内上下前后]的|以及|或|和(?![平田谐县龙顺政硕静林])|及(?![时早])|等(?!级)")


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

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in the source, characters printed twice included."""
        return self.offsets[0], max((self.offsets[-1], *self.doubled)) + 1


def read_paragraphs(source: str) -> list[Paragraph]:
    """Return the paragraphs of `source` in order; every visible character is in exactly one."""
    paragraphs: list[Paragraph] = []
    lines = [(line, parse_mark(line.text)) for line in read_lines(source)]
    prose = _prose_schemes(lines)
    for line, mark in lines:
        if paragraphs and not mark and _continues(paragraphs[-1], line, prose):
            paragraphs[-1] = _join(paragraphs[-1], line)
        else:
            paragraphs.append(Paragraph(line.text, line.offsets, mark, line.heading))
    return paragraphs


def _prose_schemes(lines: Iterable[tuple[Line, Mark | None]]) -> set[Scheme]:
    """Return the kinds of number whose lines hold whole sentences, all but one in five at least."""
    prose, other = Counter[Scheme](), Counter[Scheme]()
    for line, mark in lines:
        if mark:
            (prose if "。" in line.text else other)[mark.scheme] += 1
    return {s for s, count in prose.items() if count > 1 and (other[s] - 1) * 4 <= count}


def _continues(before: Paragraph, line: Line, prose: set[Scheme]) -> bool:
    """Return whether `line`, which has no number, goes on with the paragraph `before` it."""
    if line.heading or before.heading or _DATE_LINE.match(line.text):
        return False
    if _bracket_open(before.text):
        return True
    if before.text[-1] in _FINAL or _UNIT_LINE.match(line.text):
        return False
    if _UNIT_LINE.match(before.text):
        return _names_go_on(before.text, line.text)
    return ("。" in before.text or bool(_UNIT_LINE.match(before.text + line.text))
            or (before.text[-1].isalnum() and bool(_MIDDLE.match(line.text)))
            or _reads_as_prose(before, line, prose))


def _reads_as_prose(before: Paragraph, line: Line, prose: set[Scheme]) -> bool:
    """Return whether `before`, without a final sign yet, is a sentence and no heading."""
    comma = bool(re.search("[，；]", before.text))
    if before.mark and before.mark.scheme is not Scheme.ARTICLE:
        goes_on = bool(re.search("[，；。]", line.text))
        long = comma and len(before.text) > LONGEST_HEADING
        return long or (before.mark.scheme in prose and goes_on and (comma or line.gap))
    return comma and len(before.text) >= _SHORTEST_PROSE


def _names_go_on(units: str, line: str) -> bool:
    """Return whether `line` goes on with a line of units (责任单位：市金融办，人行洛阳市)."""
    cut = units[-1] in "、，" or not _NAME_END.search(units)
    names = re.split("[、，]", re.sub("（[^）]*）", "", line))
    return all(map(_NAME_END.search, names)) and (
        cut or len(names) > 1 or bool(_NAME_REST.match(line)))


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
    return Paragraph(fold(before.text + glue + text), before.offsets + at + offsets, before.mark,
                     before.heading, before.doubled + doubled)
