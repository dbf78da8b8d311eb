"""Conversations of visitors and accounts: kept, resumed, renamed and deleted by their owner only.

Messages are numbered one after the other; two browser tabs that write at once both get a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from chat.answer import Answer
from chat.talks.answer_facts import answer_facts
from chat.talks.saved import answer_from, answer_record
from corpus.errors import FormError, NotFound
from corpus.records.base import new_id
from corpus.records.engine import Records
from corpus.records.forms import checked
from corpus.records.people import Person, Visitor, owned_by, owner_columns
from corpus.records.review_tables import AnswerFactRow
from corpus.records.tables import AccountRow, ConversationRow, MessageRow, VisitorRow

LONGEST_MESSAGE = 100_000  # bytes
_LONGEST_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in a list; times are UTC."""

    id: str
    title: str
    messages: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """One message; `answer` with the policies' `versions` when the assistant gave it.

    `reply_to` is the number of the question that it answers.
    """

    seq: int
    role: str
    text: str
    created_at: datetime
    answer: Answer | None = None
    versions: tuple[str, ...] = ()
    reply_to: int | None = None


class Conversations:
    """The conversations in `records`; NotFound for any that is not `who`'s own."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def start(self, who: Person, title: str = "") -> str:
        """Begin a conversation and return its id; without a title the first question gives one."""
        conversation_id, at = new_id(), self._records.now()
        with self._records.writing() as session:
            if session.get(VisitorRow if isinstance(who, Visitor) else AccountRow, who.id) is None:
                raise NotFound("访客或账号")
            session.add(ConversationRow(
                id=conversation_id, title=_title(title), last_seq=0, created_at=at,
                updated_at=at, **owner_columns(who)))
        return conversation_id

    def ask(self, who: Person, conversation_id: str, question: str) -> int:
        """Append a question and return its number; FormError when it is empty or too long."""
        text = checked("消息", question, longest=LONGEST_MESSAGE)
        if not text.strip():
            raise FormError("消息", "没有填写")
        return self._append(who, conversation_id, MessageRow(role="user", text=text))

    def reply(self, who: Person, conversation_id: str, answer: Answer, *, reply_to: int,
              versions: Sequence[str] = ()) -> int:
        """Append the answer to question `reply_to` and return its number."""
        return self._append(who, conversation_id, MessageRow(
            role="assistant", text=checked("回答", answer.text), answer=answer_record(answer),
            versions=list(versions), reply_to=reply_to))

    def list(self, who: Person, *, limit: int = 100, offset: int = 0) -> list[Conversation]:
        """Return the conversations of `who`, the last used first."""
        query = (select(ConversationRow).where(owned_by(ConversationRow, who))
                 .order_by(ConversationRow.updated_at.desc(), ConversationRow.id))
        with self._records.reading() as session:
            return [summary(row) for row in session.scalars(query.limit(limit).offset(offset))]

    def resume(self, who: Person, conversation_id: str) -> tuple[Conversation, tuple[Saved, ...]]:
        """Return a conversation with all its messages in order."""
        with self._records.reading() as session:
            row = own(session, who, conversation_id)
            return summary(row), messages_of(session, conversation_id)

    def rename(self, who: Person, conversation_id: str, title: str) -> None:
        """Give a conversation another title; FormError when it is blank."""
        tidy = _title(title)
        if not tidy:
            raise FormError("标题", "没有填写")
        with self._records.writing() as session:
            own(session, who, conversation_id).title = tidy

    def delete(self, who: Person, conversation_id: str) -> None:
        """Delete a conversation with its messages, feedback and links."""
        with self._records.writing() as session:
            own(session, who, conversation_id)
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id)
                            .execution_options(synchronize_session=False))
        self._records.forget()

    def _append(self, who: Person, conversation_id: str, message: MessageRow) -> int:
        at = self._records.now()
        with self._records.writing() as session:
            found = session.execute(  # takes the row until the end: numbers come one by one
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id, owned_by(ConversationRow, who))
                .values(last_seq=ConversationRow.last_seq + 1, updated_at=at)
                .returning(ConversationRow.last_seq, ConversationRow.title)
                .execution_options(synchronize_session=False)).first()
            if found is None:
                raise NotFound("对话", conversation_id[:32])
            message.conversation_id, message.seq, message.created_at = conversation_id, found[0], at
            session.add(message)
            if message.answer:
                session.flush()  # the facts refer to the message
                session.add(AnswerFactRow(
                    conversation_id=conversation_id, seq=found[0], at=at, asked=message.reply_to,
                    **answer_facts(message.answer)))
            if not found[1] and message.role == "user":
                session.execute(update(ConversationRow)
                                .where(ConversationRow.id == conversation_id)
                                .values(title=_title(message.text)))
        return int(found[0])


def own(session: Session, who: Person, conversation_id: str) -> ConversationRow:
    """Return the row of a conversation of `who`; NotFound when it is someone else's."""
    row = session.scalar(select(ConversationRow).where(
        ConversationRow.id == conversation_id, owned_by(ConversationRow, who)))
    if row is None:
        raise NotFound("对话", conversation_id[:32])
    return row


def summary(row: ConversationRow) -> Conversation:
    """Return what lists show of a conversation."""
    return Conversation(row.id, row.title or "新对话", row.last_seq, row.created_at, row.updated_at)


def messages_of(session: Session, conversation_id: str, *,
                until: int | None = None) -> tuple[Saved, ...]:
    """Return the messages in order, up to number `until`."""
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    if until is not None:
        query = query.where(MessageRow.seq <= until)
    return tuple(
        Saved(row.seq, row.role, row.text, row.created_at,
              answer_from(row.answer) if row.answer else None, tuple(row.versions or ()),
              row.reply_to)
        for row in session.scalars(query.order_by(MessageRow.seq)))


def _title(text: str) -> str:
    line = " ".join(checked("标题", text[:1000]).split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"
