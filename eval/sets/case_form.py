"""The form of one case: what stands in its fields, as a draft and back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.errors import FormError
from eval.sets.draft import LABELS, PERSONAS, CaseDraft, check
from eval.sets.sets import StoredCase

BLANK = CaseDraft("", "fact", "enterprise", None, "")
_SPEAKERS = {"user": "问", "assistant": "答"}


@dataclass(slots=True)
class Editing:
    """What is edited: a case of a set and the version it began with ("" and 0 for a new one)."""

    set_id: str = ""
    case_id: str = ""
    version: int = 0
    gold: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    seen: dict[str, Any] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """Return what the page keeps of it."""
        return asdict(self)


def editing(state: dict[str, Any] | None) -> Editing:
    """Return what the page kept."""
    return Editing(**state) if state else Editing()


def begin(set_id: str, case: StoredCase | None) -> Editing:
    """Return the start of an edit of `case`, or of a new one."""
    if case is None:
        return Editing(set_id)
    return Editing(case.set_id, case.id, case.version, case.draft.gold_clauses,
                   case.draft.also_ok)


def fields(draft: CaseDraft) -> list[Any]:
    """Return the values of the form's fields, in the order of `draft_of`."""
    return [draft.label, draft.type, draft.persona, draft.region or "", draft.question,
            "\n".join(f"{_SPEAKERS[role]}：{text}" for role, text in draft.history),
            "\n".join(draft.answer_points), draft.answerable, draft.note]


def draft_of(values: Sequence[Any], at: Editing) -> CaseDraft:
    """Return the draft that the fields say, checked; FormError names the first bad one."""
    label, kind, persona, region, question, history, points, answerable, note = values
    texts = [str(text or "").strip() for text in (label, kind, region, question, note)]
    return check(CaseDraft(
        texts[0], texts[1], persona if persona in PERSONAS else "", texts[2] or None, texts[3],
        read_history(history or ""), at.gold, at.also,
        tuple(dict.fromkeys(line.strip() for line in (points or "").splitlines() if line.strip())),
        bool(answerable), texts[4]))


def read_history(text: str) -> tuple[tuple[str, str], ...]:
    """Return the turns of a text: each begins with 问： or 答： and runs on until the next."""
    roles = {name: role for role, name in _SPEAKERS.items()}
    turns: list[tuple[str, str]] = []
    for line in filter(str.strip, text.splitlines()):
        name, mark, told = line.replace(":", "：", 1).partition("：")
        if mark and name.strip() in roles:
            turns.append((roles[name.strip()], told.strip()))
        elif turns:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]}\n{line.strip()}")
        else:
            raise FormError(LABELS["history"], "第一行应以“问：”或“答：”开头")
    return tuple(turns)
