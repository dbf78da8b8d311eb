"""Thumbs up or down for an answer, with a reason and words; one for each answer, changeable."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from chat.talks.conversations import own
from corpus.errors import FormError, NotFound
from corpus.records.base import insert_once
from corpus.records.engine import Records
from corpus.records.forms import checked
from corpus.records.masking import masked
from corpus.records.people import Person, Role, require
from corpus.records.tables import FeedbackRow, MessageRow

REASONS = ("答错了", "条款不对", "没答到点上", "应该有依据却说没有", "看不懂", "其他")
_LONGEST = 6000  # bytes of words


class Thumb(StrEnum):
    """What someone thinks of an answer."""

    UP = "赞"
    DOWN = "踩"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What someone thinks of an answer; `reason` is empty or one of REASONS."""

    thumb: Thumb
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """An opinion beside the question and the answer, phone numbers masked; `at` is UTC."""

    conversation: str
    seq: int
    opinion: Opinion
    question: str
    answer: str
    at: datetime


def give(records: Records, who: Person, conversation_id: str, seq: int, opinion: Opinion) -> None:
    """Say or change what the owner of a conversation thinks of answer `seq`.

    Raises:
        NotFound: no such answer in a conversation of `who`.
        FormError: an unknown reason, or too many words.

    """
    if opinion.reason not in ("", *REASONS):
        raise FormError("原因", f"应为：{'、'.join(REASONS)}")
    text, at = checked("意见", opinion.text.strip(), longest=_LONGEST), records.now()
    key = {"conversation_id": conversation_id, "seq": seq}
    values = {"thumb": opinion.thumb.value, "reason": opinion.reason, "text": text,
              "updated_at": at}
    with records.writing() as session:
        own(session, who, conversation_id)
        message = session.get(MessageRow, (conversation_id, seq))
        if message is None or message.role != "assistant":
            raise NotFound("回答", str(seq))
        if not insert_once(session, FeedbackRow, key | values | {"created_at": at}):
            row = session.get_one(FeedbackRow, (conversation_id, seq))
            for name, value in values.items():
                setattr(row, name, value)


def withdraw(records: Records, who: Person, conversation_id: str, seq: int) -> None:
    """Take an opinion back; nothing happens when there is none."""
    with records.writing() as session:
        own(session, who, conversation_id)
        session.execute(delete(FeedbackRow).where(
            FeedbackRow.conversation_id == conversation_id, FeedbackRow.seq == seq))


def opinions(records: Records, who: Person, conversation_id: str) -> dict[int, Opinion]:
    """Return the owner's opinions of a conversation by number of the answer."""
    with records.reading() as session:
        own(session, who, conversation_id)
        rows = session.scalars(select(FeedbackRow).where(
            FeedbackRow.conversation_id == conversation_id))
        return {row.seq: Opinion(Thumb(row.thumb), row.reason, row.text) for row in rows}


def reviews(records: Records, who: Person, *, thumb: Thumb | None = None, limit: int = 100,
            offset: int = 0) -> list[Review]:
    """Return all opinions for policy staff, the newest first."""
    require(who, Role.POLICY, "查看反馈")
    question = aliased(MessageRow)
    query = (
        select(FeedbackRow, MessageRow.text, question.text)
        .join(MessageRow, (MessageRow.conversation_id == FeedbackRow.conversation_id)
              & (MessageRow.seq == FeedbackRow.seq))
        .outerjoin(question, (question.conversation_id == FeedbackRow.conversation_id)
                   & (question.seq == MessageRow.reply_to))
        .order_by(FeedbackRow.updated_at.desc(), FeedbackRow.conversation_id, FeedbackRow.seq))
    if thumb is not None:
        query = query.where(FeedbackRow.thumb == thumb.value)
    with records.reading() as session:
        return [Review(row.conversation_id, row.seq,
                       Opinion(Thumb(row.thumb), row.reason, masked(row.text)),
                       masked(asked or ""), masked(answered), row.updated_at)
                for row, answered, asked in session.execute(query.limit(limit).offset(offset))]
