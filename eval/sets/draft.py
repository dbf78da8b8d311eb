"""One case as staff edit it, checked at the entrance, and as one object of a JSONL set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.errors import FormError, UnknownRegion
from corpus.records.forms import checked
from corpus.regions import Gazetteer

PERSONAS = {"enterprise": "企业", "bank": "银行", "policy": "政策"}
LABELS = {"label": "编号", "type": "题型", "persona": "角色", "region": "地区", "question": "问题",
          "history": "之前的对话", "gold_clauses": "应引条款", "also_ok": "也可引条款",
          "answer_points": "答案要点", "answerable": "可答", "note": "备注"}
_KEYS = {"label": "id"}  # what JSONL calls a field by another name
_LONGEST = {"label": 64, "type": 32, "region": 60, "question": 2000, "note": 2000}
_NEEDED = ("label", "type", "question")
_CLAUSE = re.compile(r"[^#]+#\S+")
_MOST = 40  # clauses, points or earlier turns of one case
_LISTS = ("gold_clauses", "also_ok", "answer_points")


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """One case: what is asked, by whom and where, and what a right answer has.

    `label` is the case's own id, unique in its set; `region` a name or None; `history` holds
    (role, content); clauses are ids.
    """

    label: str
    type: str
    persona: str
    region: str | None
    question: str
    history: tuple[tuple[str, str], ...] = ()
    gold_clauses: tuple[str, ...] = ()
    also_ok: tuple[str, ...] = ()
    answer_points: tuple[str, ...] = ()
    answerable: bool = True
    note: str = ""

    def row(self) -> dict[str, Any]:
        """Return the case as one object of a JSONL set."""
        row = {_KEYS.get(name, name): getattr(self, name) for name in LABELS}
        return row | {name: list(row[name]) for name in _LISTS} | {
            "history": [{"role": role, "content": text} for role, text in self.history]}


def from_row(row: Mapping[str, Any]) -> CaseDraft:
    """Return the case in one object of a JSONL set; FormError names the first bad field."""
    return check(stored_draft(row))


def stored_draft(row: Mapping[str, Any]) -> CaseDraft:
    """Return a case that was checked when it was stored; FormError only for the wrong kinds."""
    values = {name: row.get(_KEYS.get(name, name)) for name in LABELS}
    texts = {name: _text(name, values[name]) for name in
             ("label", "type", "persona", "region", "question", "note")}
    lists = {name: _list(name, values[name]) for name in _LISTS}
    answerable = values["answerable"]
    if not isinstance(answerable, bool):
        raise FormError(LABELS["answerable"], "应为 true 或 false")
    return CaseDraft(
        label=texts["label"], type=texts["type"], persona=texts["persona"],
        region=texts["region"] or None, question=texts["question"],
        history=_history(values["history"]), gold_clauses=lists["gold_clauses"],
        also_ok=lists["also_ok"], answer_points=lists["answer_points"], answerable=answerable,
        note=texts["note"])


def check(draft: CaseDraft) -> CaseDraft:
    """Return `draft`, blanks trimmed; FormError names the first field that cannot be used."""
    for name in _NEEDED:
        if not getattr(draft, name).strip():
            raise FormError(LABELS[name], "没有填写")
    for name, most in _LONGEST.items():
        text = getattr(draft, name) or ""
        if len(text) > most:
            raise FormError(LABELS[name], f"最多 {most} 字")
        checked(LABELS[name], text)
    if draft.persona and draft.persona not in PERSONAS:
        raise FormError(LABELS["persona"], f"应为 {'、'.join(PERSONAS)} 之一，或留空")
    if draft.region and (fault := _region_fault(draft.region)):
        raise FormError(LABELS["region"], fault)
    for name in ("gold_clauses", "also_ok"):
        for clause in getattr(draft, name):
            if not _CLAUSE.fullmatch(clause):
                raise FormError(LABELS[name], f"“{clause[:40]}”不是条款编号（文件#条款）")
    return draft


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise FormError(LABELS[name], "应为文字")
    return str(value).strip()


def _list(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise FormError(LABELS[name], "应为文字的列表")
    found = tuple(dict.fromkeys(checked(LABELS[name], item.strip(), longest=3000)
                                for item in value if item.strip()))
    if len(found) > _MOST:
        raise FormError(LABELS[name], f"最多 {_MOST} 项")
    return found


def _history(value: object) -> tuple[tuple[str, str], ...]:
    """Return the turns of a list of {role, content}."""
    turns = value or []
    if not isinstance(turns, list) or not all(
            isinstance(turn, dict) and turn.get("role") in ("user", "assistant")
            and isinstance(turn.get("content"), str) for turn in turns):
        raise FormError(LABELS["history"], "应为 role（user 或 assistant）和 content 的列表")
    if len(turns) > _MOST:
        raise FormError(LABELS["history"], f"最多 {_MOST} 句")
    return tuple((turn["role"], checked(LABELS["history"], turn["content"], longest=30_000))
                 for turn in turns)


@lru_cache(maxsize=1000)
def _region_fault(name: str) -> str | None:
    try:
        _gazetteer().one(name)
    except UnknownRegion as error:
        return f"“{name}”有多处：{error.detail}" if error.detail else f"不认识“{name}”"
    return None


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer()
