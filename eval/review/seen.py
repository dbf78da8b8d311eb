"""An answer as reviewers see it: with its question and the turns before, numbers of people masked.

Who asked stays unknown: nothing here leads to a visitor or an account.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.answer import Answer
from chat.talks.saved import answer_from
from corpus.errors import NotFound
from corpus.records.masking import masked
from corpus.records.tables import MessageRow

_MOST_BEFORE = 10  # messages


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which answer: its conversation and number; written `id:number` in pages."""

    conversation: str
    seq: int

    @classmethod
    def read(cls, text: object) -> "Key":
        """Return the key that a page sent back; NotFound when it is none."""
        conversation, _, seq = str(text)[:64].rpartition(":")
        if not (conversation and seq.isascii() and seq.isdecimal()):
            raise NotFound("回答", str(text)[:32])
        return cls(conversation, int(seq))

    def __str__(self) -> str:
        return f"{self.conversation}:{self.seq}"

    @property
    def short(self) -> str:
        """The number by which people speak of it."""
        return f"{self.conversation[:6].upper()}-{self.seq}"


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer given `at` (UTC), its question, the messages before as (role, text)."""

    key: Key
    at: datetime
    question: str
    before: tuple[tuple[str, str], ...]
    answer: Answer
    versions: tuple[str, ...]


def read_answer(session: Session, key: Key) -> Seen:
    """Return one answer; NotFound when its conversation is gone, or it is no answer."""
    row = session.get(MessageRow, (key.conversation, key.seq))
    if row is None or not row.answer:
        raise NotFound("回答", key.short)
    asked = row.reply_to or key.seq - 1
    earlier = session.scalars(select(MessageRow).where(
        MessageRow.conversation_id == key.conversation, MessageRow.seq <= asked).order_by(
            MessageRow.seq.desc()).limit(_MOST_BEFORE + 1)).all()[::-1]
    before = tuple((m.role, masked(m.text)) for m in earlier if m.seq != asked)
    question = next((masked(m.text) for m in earlier if m.seq == asked), "")
    answer = answer_from(row.answer)
    return Seen(key, row.created_at, question, before, replace(answer, text=masked(answer.text)),
                tuple(row.versions or ()))
