"""Tables of the policy staff's desk: what became of complaints, judgements, facts of answers.

All of it hangs on a conversation: when its owner deletes that, it goes as well.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from corpus.records.base import Base

_CONVERSATION = ["conversation_id", "seq"]


def _part_of(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        _CONVERSATION, [f"{table}.{name}" for name in _CONVERSATION], ondelete="CASCADE")


class TriageRow(Base):
    """What staff found of a complaint; `gold` are the clauses that answer it.

    `case_set` and `case_id` name the test case made of it, "" when none was.
    """

    __tablename__ = "triages"
    __table_args__ = (_part_of("feedback"),)
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    open: Mapped[bool]
    verdict: Mapped[str]
    note: Mapped[str]
    gold: Mapped[list[str]]
    who: Mapped[str]
    at: Mapped[datetime]
    case_set: Mapped[str] = mapped_column(default="", server_default="")
    case_id: Mapped[str] = mapped_column(default="", server_default="")


class JudgementRow(Base):
    """What one of the staff thinks of an answer that was drawn for review."""

    __tablename__ = "judgements"
    __table_args__ = (_part_of("messages"),)
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True)
    verdict: Mapped[str]
    note: Mapped[str]
    at: Mapped[datetime]


class AnswerFactRow(Base):
    """What statistics count of one answer, beside it: its JSON is too large to read for counting.

    `asked` is the number of the question; `region` a code, None where none was known; `reason`
    the kind of refusal; `cited` holds clause ids, one a line, the first one first.
    """

    __tablename__ = "answer_facts"
    __table_args__ = (_part_of("messages"), Index(None, "at"))
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    asked: Mapped[int | None]
    refused: Mapped[bool]
    reason: Mapped[str]
    region: Mapped[str | None]
    cited: Mapped[str]
