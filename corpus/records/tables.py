"""All tables of the records; `migrations/` makes them, and a test keeps the two the same.

What belongs to a person belongs to a visitor or to an account, never to both.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.records.base import Base, Json, new_id

_OWNED = "(visitor_id IS NULL) <> (account_id IS NULL)"


def _id() -> Mapped[str]:
    return mapped_column(primary_key=True, default=new_id)


def _of(target: str, *, index: bool = True) -> Mapped[str | None]:
    return mapped_column(ForeignKey(target, ondelete="CASCADE"), index=index)


class AccountRow(Base):
    """An account of bank or policy staff; `name_key` is the name as compared."""

    __tablename__ = "accounts"
    id: Mapped[str] = _id()
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    institution: Mapped[str]
    regions: Mapped[list[str]]
    password_hash: Mapped[str]
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    password_at: Mapped[datetime]


class AttemptRow(Base):
    """Failed sign-ins for one name, whether an account has it or not."""

    __tablename__ = "attempts"
    name_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    tried_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class SessionRow(Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class VisitorRow(Base):
    """A browser without an account; only the hash of its cookie is kept."""

    __tablename__ = "visitors"
    id: Mapped[str] = _id()
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class AuditRow(Base):
    """One line of the log; nothing changes it, and it goes only when its time is over."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    target: Mapped[str] = mapped_column(index=True)
    before: Mapped[Json | None]
    after: Mapped[Json | None]


class ConversationRow(Base):
    """A conversation; `last_seq` counts its messages."""

    __tablename__ = "conversations"
    __table_args__ = (CheckConstraint(_OWNED, name="owned"),)
    id: Mapped[str] = _id()
    visitor_id: Mapped[str | None] = _of("visitors.id")
    account_id: Mapped[str | None] = _of("accounts.id")
    title: Mapped[str]
    last_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class MessageRow(Base):
    """One message; an answer holds its JSON and the versions of the policies it rests on."""

    __tablename__ = "messages"
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    text: Mapped[str]
    answer: Mapped[Json | None]
    versions: Mapped[list[str] | None]
    reply_to: Mapped[int | None]
    created_at: Mapped[datetime]


class ShareRow(Base):
    """A link to read a conversation up to `until_seq`; only the hash of its token is kept."""

    __tablename__ = "shares"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    until_seq: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class FeedbackRow(Base):
    """What the owner of a conversation thinks of one answer in it."""

    __tablename__ = "feedback"
    __table_args__ = (ForeignKeyConstraint(
        ["conversation_id", "seq"], ["messages.conversation_id", "messages.seq"],
        ondelete="CASCADE"),)
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    thumb: Mapped[str]
    reason: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class NeedRow(Base):
    """A financing need; `form_key` is the same when one form is sent twice."""

    __tablename__ = "needs"
    __table_args__ = (
        CheckConstraint(_OWNED, name="owned"), UniqueConstraint("visitor_id", "form_key"),
        UniqueConstraint("account_id", "form_key"), Index(None, "status", "region"))
    id: Mapped[str] = _id()
    visitor_id: Mapped[str | None] = _of("visitors.id", index=False)
    account_id: Mapped[str | None] = _of("accounts.id", index=False)
    form_key: Mapped[str]
    firm: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str]
    region: Mapped[str]
    industry: Mapped[str]
    amount_wan: Mapped[float]
    term_months: Mapped[int]
    purpose: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    claimed_by: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    institution: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None] = mapped_column(index=True)


class NeedEventRow(Base):
    """One step in the history of a need."""

    __tablename__ = "need_events"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[str] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    status: Mapped[str]
    note: Mapped[str]


class ListedRow(Base):
    """A firm, or one project of a firm, on the white list."""

    __tablename__ = "whitelist"
    __table_args__ = (UniqueConstraint("credit_code", "project"),)
    id: Mapped[str] = _id()
    firm: Mapped[str]
    credit_code: Mapped[str]
    project: Mapped[str]
    region: Mapped[str] = mapped_column(index=True)
    bank: Mapped[str] = mapped_column(index=True)
    note: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    change: Mapped[str]
