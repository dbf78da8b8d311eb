"""Complaints 投诉: answers with a thumb down, and what policy staff found of them.

A complaint is there as long as its conversation; the case made of it stays when that is deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from chat.talks.feedback import Thumb
from corpus.errors import FormError, NotFound
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once
from corpus.records.engine import Records
from corpus.records.forms import checked
from corpus.records.masking import masked
from corpus.records.people import Account, Role, label, require
from corpus.records.review_tables import TriageRow
from corpus.records.tables import FeedbackRow, MessageRow
from eval.review.seen import Key, Seen, read_answer

_LONGEST = 3000  # bytes of a note
_MOST_CLAUSES = 20
_LOGGED = {"open": "待处理", "verdict": "结论", "note": "说明", "gold": "对的条款",
           "case_set": "题集", "case_id": "用例"}
_LOOK, _ACT = "查看投诉", "处理投诉"


class Finding(StrEnum):
    """What staff found of a complaint."""

    RIGHT = "其实答对了"
    WRONG_CLAUSE = "条款不对"
    NO_PAPER = "缺少文件"
    WORDING = "表述不好"


class State(StrEnum):
    """Which complaints to list."""

    OPEN = "待处理"
    DONE = "已处理"
    ALL = "全部"


@dataclass(frozen=True, slots=True)
class Triage:
    """What was found, by whom, when (UTC); `case_set` and `case_id` name the case made of it."""

    open: bool
    verdict: str
    note: str
    gold: tuple[str, ...]
    who: str
    at: datetime
    case_set: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint in a list: the question, the reason and words given (masked), when (UTC)."""

    key: Key
    question: str
    reason: str
    words: str
    at: datetime
    triage: Triage | None

    @property
    def open(self) -> bool:
        """Whether it is still to be handled."""
        return self.triage is None or self.triage.open

    @property
    def newer(self) -> bool:
        """Whether the asker changed the complaint after it was handled."""
        return self.triage is not None and self.at > self.triage.at


@dataclass(frozen=True, slots=True)
class Ruling:
    """What staff say of a complaint; `gold` are ids of the clauses that answer the question."""

    finding: str
    note: str = ""
    gold: tuple[str, ...] = ()


def list_complaints(records: Records, who: Account, state: State = State.ALL, *,
                    limit: int = 100) -> list[Complaint]:
    """Return the complaints, the newest first."""
    require(who, Role.POLICY, _LOOK)
    query = _query().order_by(FeedbackRow.updated_at.desc(), FeedbackRow.conversation_id,
                              FeedbackRow.seq).limit(limit)
    if state is State.OPEN:
        query = query.where(or_(TriageRow.seq.is_(None), TriageRow.open))
    elif state is State.DONE:
        query = query.where(TriageRow.open.is_(False))
    with records.reading() as session:
        return [_complaint(*row) for row in session.execute(query)]


def read_complaint(records: Records, who: Account, key: Key) -> tuple[Complaint, Seen]:
    """Return a complaint and the answer that it is about; NotFound."""
    require(who, Role.POLICY, _LOOK)
    with records.reading() as session:
        row = session.execute(_query().where(
            FeedbackRow.conversation_id == key.conversation, FeedbackRow.seq == key.seq)).first()
        if row is None:
            raise NotFound("投诉", key.short)
        return _complaint(*row), read_answer(session, key)


def settle(records: Records, who: Account, key: Key, ruling: Ruling) -> None:
    """Handle a complaint; FormError without a finding, NotFound."""
    if ruling.finding not in list(Finding):
        raise FormError("结论", f"没有选择，请选{'、'.join(Finding)}之一")
    note = checked("说明", ruling.note.strip(), longest=_LONGEST)
    _write(records, who, key, "处理投诉", _stamp(records, who) | {
        "open": False, "verdict": ruling.finding, "note": note,
        "gold": list(ruling.gold[:_MOST_CLAUSES])})


def reopen(records: Records, who: Account, key: Key) -> None:
    """Put a complaint back among those to be handled; what was found of it stays readable."""
    _write(records, who, key, "重新打开投诉", _stamp(records, who) | {"open": True})


def link_case(records: Records, who: Account, key: Key, set_id: str, case_id: str) -> None:
    """Remember which case was made of a complaint."""
    _write(records, who, key, "投诉转为测试用例", {"case_set": set_id, "case_id": case_id})


def _write(records: Records, who: Account, key: Key, act: str, values: dict[str, Any]) -> None:
    """Change the row of a complaint, or make it, and log the change."""
    require(who, Role.POLICY, _ACT)
    at = records.now()
    with records.writing() as session:
        given = session.get(FeedbackRow, (key.conversation, key.seq))
        if given is None or given.thumb != Thumb.DOWN:
            raise NotFound("投诉", key.short)
        insert_once(session, TriageRow, {
            "conversation_id": key.conversation, "seq": key.seq, "open": True, "verdict": "",
            "note": "", "gold": [], "case_set": "", "case_id": "", **_stamp(records, who)})
        row = session.get_one(TriageRow, (key.conversation, key.seq), with_for_update=True)
        told = [name for name in values if name in _LOGGED]
        before = {_LOGGED[name]: getattr(row, name) for name in told}
        for name, value in values.items():
            setattr(row, name, value)
        audit.write(session, at, who, Act(act, f"投诉 {key.short}", before,
                                          {_LOGGED[name]: values[name] for name in told}))


def _stamp(records: Records, who: Account) -> dict[str, Any]:
    return {"who": label(who), "at": records.now()}


def _query() -> Any:
    question = aliased(MessageRow)
    of_answer = and_(MessageRow.conversation_id == FeedbackRow.conversation_id,
                     MessageRow.seq == FeedbackRow.seq)
    of_question = and_(question.conversation_id == FeedbackRow.conversation_id,
                       question.seq == MessageRow.reply_to)
    of_triage = and_(TriageRow.conversation_id == FeedbackRow.conversation_id,
                     TriageRow.seq == FeedbackRow.seq)
    return (select(FeedbackRow, question.text, TriageRow).join(MessageRow, of_answer)
            .outerjoin(question, of_question).outerjoin(TriageRow, of_triage)
            .where(FeedbackRow.thumb == Thumb.DOWN.value))


def _complaint(given: FeedbackRow, question: str | None, row: TriageRow | None) -> Complaint:
    triage = Triage(row.open, row.verdict, row.note, tuple(row.gold), row.who, row.at,
                    row.case_set, row.case_id) if row else None
    return Complaint(Key(given.conversation_id, given.seq), masked(question or ""), given.reason,
                     masked(given.text), given.updated_at, triage)


def clauses_of(seen: Seen) -> Sequence[str]:
    """Return the ids of the clauses cited, then of those found, each once."""
    cited = [citation.clause for citation in seen.answer.citations]
    return list(dict.fromkeys([*cited, *(clause for clause, _ in seen.answer.trace.hits)]))
