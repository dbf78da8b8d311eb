"""Title, number, issuers, dates and status, from the paragraphs before the first clause."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.model import Status
from corpus.paragraphs import Paragraph

_NUMBER = re.compile(
    r"[一-鿿]{1,14}[〔\[［（(]\s*(?:19|20)\d{2}\s*[〕\]］）)]\s*第?\s*\d+\s*号"
    r"|[一-鿿]{0,12}令第?\s*\d+\s*号")
_KIND = ("通知|意见|措施|办法|方案|条例|规定|细则|规划|公告|指引|决定|决议|解释|法|计划|通告"
         "|章程|清单|政策")
_TITLE = re.compile(rf".{{2,}}(?:{_KIND})(?:[（(].{{1,12}}[）)])?$")
_WRAPPED = re.compile(r"关于(?:印发|发布|公布|转发|下发)(?:《(.+?)》|(.+?))的(?:通知|公告)")
_ORGANISATION = re.compile(
    r"[一-鿿]{2,28}(?:政府|办公室|办公厅|委员会|委|厅|局|分行|总行|银行|总局|部|署|院|会|中心|国务院|监管局)")
_DATE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_DRAFT = re.compile(r"征求意见稿|公开征求意见|草案")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head and the colophon of a paper say of it; None and () where they are silent."""

    title: str
    number: str | None
    issuers: tuple[str, ...]
    signed_on: date | None
    printed_on: date | None
    status: Status


def read_letterhead(front: list[Paragraph], tail: list[Paragraph], fallback: str) -> Letterhead:
    """Read the letterhead from the paragraphs before and after the clauses."""
    texts = [p.text for p in front]
    at, title, before = _find_title(texts)
    signed, printed = _dates(texts, [p.text for p in tail])
    head = texts[: max(at, 0) + 3]
    return Letterhead(
        title=title or fallback,
        number=_find_number(texts),
        issuers=_find_issuers(texts[: max(at, 0)], before),
        signed_on=signed,
        printed_on=printed,
        status=Status.DRAFT if any(map(_DRAFT.search, head)) else Status.ISSUED,
    )


def corrected(head: Letterhead, notes: Mapping[str, Any]) -> Letterhead:
    """Return `head` with what a data file puts right; see `corpus.notes`."""
    given: dict[str, Any] = {
        key: notes[key] or None for key in ("number", "signed_on", "printed_on")
        if notes.get(key) is not None}
    if notes.get("title"):
        given["title"] = notes["title"]
    if notes.get("issuers") is not None:
        given["issuers"] = tuple(notes["issuers"])
    if notes.get("status"):
        given["status"] = Status(notes["status"])
    return replace(head, **given)


def _find_title(texts: list[str]) -> tuple[int, str | None, str]:
    """Return its position, the title, and what stands before it in the same line."""
    for i, text in enumerate(texts):
        if len(text) > _LONGEST_TITLE or re.search("[，>＞]", text) or text.endswith(("。", "：")):
            continue
        if wrapped := _WRAPPED.search(text):
            return i, (wrapped[1] or wrapped[2]).replace(" ", ""), text[: wrapped.start()]
        if _TITLE.match(text) and not _NUMBER.search(text):
            start = text.find("关于")
            if start > 0 and _ORGANISATION.fullmatch(text[:start].split(" ")[-1]):
                return i, text[start:], text[:start]
            return i, text, ""
    return -1, None, ""


def _find_number(texts: list[str]) -> str | None:
    for text in texts:
        if match := _NUMBER.fullmatch(text):
            return re.sub(r"\s", "", match[0])
    for text in texts:
        if len(text) <= _LONGEST_TITLE and (match := _NUMBER.search(text)) and "（" not in text:
            return re.sub(r"\s", "", match[0])
    return None


def _find_issuers(lines: list[str], before_title: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in [*lines, before_title]:
        for name in line.split(" "):
            issuer = name.removesuffix("文件")
            if _ORGANISATION.fullmatch(issuer):
                found[issuer] = None
    return tuple(found)


def _dates(front: list[str], tail: list[str]) -> tuple[date | None, date | None]:
    signed = printed = None
    for text in front + tail:
        match = _DATE.search(text)
        if not match or len(text) > 60:
            continue
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        if text.endswith("印发"):
            printed = day
        elif _DATE.fullmatch(text) or re.search(r"(通过|公布|发布|修订|修正|施行)", text):
            signed = day
    return signed, printed
