"""A test case proposed from a complaint: what was asked, and what a right answer would have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import FormError
from corpus.model import Clause
from corpus.records.masking import masked
from eval.review.complaints import Finding, Ruling, clauses_of
from eval.review.seen import Seen
from eval.sets.draft import CaseDraft
from eval.statistics.topics import Topics

TYPE = "投诉"
_SHOWN = 90  # characters of a clause beside its name
_POINTS = 3  # points proposed of a clause
_TURNS = 6  # messages before the question
_MARKS = {"user": "问：", "assistant": "答："}
_ROLES = {mark: role for role, mark in _MARKS.items()}
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万亿]+(?:个百分点|万元|亿元|年|个月|倍|成)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form holds at first; `choices` are (shown, clause id), `history` lines 问： 答：."""

    label: str
    question: str
    history: str
    region: str
    choices: list[tuple[str, str]]
    gold: list[str]
    points: str
    answerable: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as staff send it."""

    label: str
    question: str
    history: str
    region: str
    gold: Sequence[str]
    points: str
    answerable: bool


def choices_of(seen: Seen, topics: Topics, clauses: Mapping[str, Clause]) -> list[tuple[str, str]]:
    """Return the clauses cited and found with the start of their text, as (shown, id)."""
    cited = {citation.clause for citation in seen.answer.citations}
    ranks = {clause: n for n, (clause, _) in enumerate(seen.answer.trace.hits, 1)}
    shown = []
    for clause in clauses_of(seen):
        name, document = topics.name(clause)
        how = "、".join(filter(None, ("当时引用" if clause in cited else "",
                                     f"检索第 {ranks[clause]}" if clause in ranks else "")))
        text = clauses[clause].body if clause in clauses else "（这一条已不在现行文本里）"
        more = "…" if len(text) > _SHOWN else ""
        shown.append((f"《{document}》{name}（{how}）：{text[:_SHOWN]}{more}", clause))
    return shown


def propose(seen: Seen, topics: Topics,
            clauses: Mapping[str, Clause], ruling: Ruling) -> Proposal:
    """Return what the form holds at first, numbers of people masked.

    `ruling` is what stands in the form of the complaint, saved or not.
    """
    finding = ruling.finding
    cited = [citation.clause for citation in seen.answer.citations]
    right = finding in (Finding.RIGHT, Finding.WORDING) and not seen.answer.refused
    gold = [*ruling.gold] or (cited if right else [])
    quotes = {c.clause: c.quote for c in seen.answer.citations}
    points = list(dict.fromkeys(point for c in gold for point in points_of(
        _told(c, quotes, clauses))))
    answerable = bool(gold) or (finding == Finding.WRONG_CLAUSE)
    region = seen.answer.region.full_name if seen.answer.region else ""
    return Proposal(f"{TYPE}-{seen.key.short}", seen.question, history_text(seen.before[-_TURNS:]),
                    region, choices_of(seen, topics, clauses), gold, "\n".join(points), answerable)


def _told(clause: str, quotes: Mapping[str, str], clauses: Mapping[str, Clause]) -> str:
    """Return what a clause was quoted with, else its text, without its title."""
    if clause not in clauses:
        return quotes.get(clause, "")
    known = clauses[clause]
    return quotes.get(clause, known.body).removeprefix(known.title or "")


def points_of(text: str) -> list[str]:
    """Return parts of a clause that a right answer would repeat: those with a figure first."""
    parts = [part.strip() for part in re.split(r"[，。；;、\n]", text) if len(part.strip()) > 3]
    figures = [part for part in parts if _FIGURE.search(part)]
    return (figures or parts[:1])[:_POINTS]


def history_text(turns: Sequence[tuple[str, str]]) -> str:
    """Return messages as lines that begin with 问： or 答：."""
    return "\n".join(f"{_MARKS[role]}{text}" for role, text in turns if role in _MARKS)


def read_history(text: str) -> tuple[tuple[str, str], ...]:
    """Return the messages in lines that begin with 问： or 答：; others go on with the one before.

    Raises:
        FormError: the first line begins with neither.

    """
    turns: list[tuple[str, str]] = []
    for line in text.strip().splitlines():
        mark = line[:2].replace(":", "：")
        if mark in _ROLES:
            turns.append((_ROLES[mark], line[2:].strip()))
        elif turns:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]}\n{line}")
        elif line.strip():
            raise FormError("之前的对话", "每句应以“问：”或“答：”开头")
    return tuple(turns)


def draft_of(filled: Filled) -> CaseDraft:
    """Return the case that the form makes; FormError names a bad field."""
    points = tuple(filter(None, (line.strip() for line in filled.points.splitlines())))
    if filled.answerable and not filled.gold:
        raise FormError("应引条款", "没有勾选；文件里没有依据的问题请去掉“文件里有答案”")
    return CaseDraft(
        label=filled.label, type=TYPE, persona="enterprise", region=filled.region.strip() or None,
        question=masked(filled.question.strip()), history=read_history(masked(filled.history)),
        gold_clauses=tuple(filled.gold) if filled.answerable else (),
        also_ok=() if filled.answerable else tuple(filled.gold),
        answer_points=points if filled.answerable else (), answerable=filled.answerable,
        note="由投诉转来")
