"""What is kept how long, and how everything of one person is deleted or handed over.

| what | until |
|---|---|
| conversations, their messages, feedback, reviews, links | unused for `conversations` |
| needs with their history | `needs` after closing, or after filing when no bank took them |
| visitors | unused for `conversations`, with nothing left of theirs |
| sessions, links, locks | their own expiry |
| the audit log | `audit` |
| accounts, the white list, cases of evaluation | someone deletes them |
| runs of evaluation | for good |

The audit log outlives a deletion: it holds account names, and for visitors a label that leads to
nobody once the visitor is gone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, inspect, or_, select
from sqlalchemy.orm import Session

from corpus.records import audit, sessions
from corpus.records.accounts import LOCKED_FOR
from corpus.records.audit import Act
from corpus.records.base import Base
from corpus.records.clock import shown
from corpus.records.engine import Records
from corpus.records.people import Person, Visitor, label, owned_by
from corpus.records.review_tables import JudgementRow
from corpus.records.tables import (
    AccountRow,
    AttemptRow,
    AuditRow,
    ConversationRow,
    FeedbackRow,
    MessageRow,
    NeedEventRow,
    NeedRow,
    SessionRow,
    ShareRow,
    VisitorRow,
)
from corpus.settings import Settings

_OPEN, _CLAIMED = "待对接", "对接中"
_SECRET = {"password_hash", "token_hash", "name_key", "form_key", "visitor_id", "account_id",
           "claimed_by"}
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept."""

    conversations: timedelta
    needs: timedelta
    audit: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Keep":
        """Return what the settings say."""
        return cls(timedelta(days=settings.keep_conversations_days),
                   timedelta(days=settings.keep_needs_days),
                   timedelta(days=settings.keep_audit_days))


def purge(records: Records, keep: Keep) -> Counts:
    """Delete what has been kept long enough; return how many rows of each table went."""
    now = records.now()
    with records.writing() as session:
        counts = {
            "conversations": _drop(session, ConversationRow,
                                   ConversationRow.updated_at <= now - keep.conversations),
            "needs": _drop(session, NeedRow, or_(
                NeedRow.closed_at <= now - keep.needs,
                and_(NeedRow.status == _OPEN, NeedRow.created_at <= now - keep.needs))),
            "sessions": _drop(session, SessionRow, or_(
                SessionRow.seen_at <= now - sessions.IDLE,
                SessionRow.created_at <= now - sessions.ABSOLUTE)),
            "shares": _drop(session, ShareRow, ShareRow.expires_at <= now),
            "attempts": _drop(session, AttemptRow, AttemptRow.tried_at <= now - LOCKED_FOR),
            "audit": _drop(session, AuditRow, AuditRow.at <= now - keep.audit),
            "visitors": _drop(session, VisitorRow, _idle(now - keep.conversations))}
        audit.write(session, now, None, Act("清理到期数据", "全部", after=counts))
    records.forget()
    return counts


def delete_person(records: Records, who: Person, *, by: Person | None = None) -> Counts:
    """Delete `who` and everything that is theirs; return how many rows of each kind went.

    Needs that a deleted account was handling go back to 待对接; its name stays in their history.
    """
    with records.writing() as session:
        counts = {"conversations": _drop(session, ConversationRow, owned_by(ConversationRow, who)),
                  "needs": _drop(session, NeedRow, owned_by(NeedRow, who))}
        if isinstance(who, Visitor):
            _drop(session, VisitorRow, VisitorRow.id == who.id)
        else:
            counts["released"] = _release_all(session, records.now(), who)
            _drop(session, AccountRow, AccountRow.id == who.id)
        audit.write(session, records.now(), by, Act("删除全部数据", label(who), after=counts))
    records.forget()
    return counts


def export_person(records: Records, who: Person) -> dict[str, Any]:
    """Return all that is kept of `who`, ready for JSON, times in Beijing."""
    mine = select(ConversationRow.id).where(owned_by(ConversationRow, who))
    needs = select(NeedRow.id).where(owned_by(NeedRow, who))
    table = VisitorRow if isinstance(who, Visitor) else AccountRow
    kinds: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
        "person": (table, table.id == who.id),
        "conversations": (ConversationRow, owned_by(ConversationRow, who)),
        "messages": (MessageRow, MessageRow.conversation_id.in_(mine)),
        "feedback": (FeedbackRow, FeedbackRow.conversation_id.in_(mine)),
        "shares": (ShareRow, ShareRow.conversation_id.in_(mine)),
        "judgements": (JudgementRow, JudgementRow.account_id == who.id),
        "needs": (NeedRow, owned_by(NeedRow, who)),
        "need_events": (NeedEventRow, or_(
            NeedEventRow.need_id.in_(needs), NeedEventRow.who == label(who))),
        "sessions": (SessionRow, SessionRow.account_id == who.id),
        "audit": (AuditRow, AuditRow.who == label(who))}
    with records.reading() as session:
        return {name: [_plain(row) for row in session.scalars(
            select(table).where(condition).order_by(*inspect(table).primary_key))]
            for name, (table, condition) in kinds.items()}


def _drop(session: Session, table: type[Base], condition: ColumnElement[bool]) -> int:
    done = cast("CursorResult[Any]", session.execute(
        delete(table).where(condition).execution_options(synchronize_session=False)))
    return done.rowcount


def _idle(before: datetime) -> ColumnElement[bool]:
    """Return the condition for visitors unused since `before` with nothing left of theirs."""
    talks = exists().where(ConversationRow.visitor_id == VisitorRow.id)
    needs = exists().where(NeedRow.visitor_id == VisitorRow.id)
    return (VisitorRow.seen_at <= before) & ~talks & ~needs


def _release_all(session: Session, at: datetime, who: Person) -> int:
    rows = session.scalars(select(NeedRow).where(
        NeedRow.claimed_by == who.id, NeedRow.status == _CLAIMED).with_for_update()).all()
    for row in rows:
        row.status, row.claimed_by, row.institution = _OPEN, None, None
        session.add(NeedEventRow(need_id=row.id, at=at, who=label(who), status=_OPEN,
                                 note="账号已删除"))
    session.flush()
    return len(rows)


def _plain(row: Base) -> dict[str, Any]:
    values = {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in _SECRET}
    return {key: shown(value) if isinstance(value, datetime) else value
            for key, value in values.items()}
