"""The figures of a span of time: what was asked, what stayed without an answer, what helped.

Counted are answers as they were saved; who deletes a talk takes its answers out of the figures.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from chat.talks.feedback import Thumb
from corpus.records.engine import Records
from corpus.records.people import Account, Role, require
from corpus.records.review_tables import AnswerFactRow as Fact
from corpus.records.tables import ConversationRow, FeedbackRow, MessageRow
from eval.statistics.need_figures import NeedFigures, need_figures
from eval.statistics.periods import Span, day_of
from eval.statistics.topics import MISSED, NO_CLAUSE, Topics
from eval.statistics.wordings import FEWEST, Asked, Wording, grouped

NOWHERE, ELSEWHERE = "未说明地区", "其他地区"
_TALK = ConversationRow.id == Fact.conversation_id
_OWNER = func.coalesce(ConversationRow.visitor_id, ConversationRow.account_id)


@dataclass(slots=True)
class Figures:
    """What happened in `span`; `regions` counts by code, NOWHERE and ELSEWHERE among them.

    `days` holds (asked, without an answer) for each day with a question.
    """

    span: Span
    needs: NeedFigures
    asked: int = 0
    refused: int = 0
    askers: int = 0
    days: dict[date, tuple[int, int]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    cited: Counter[str] = field(default_factory=Counter)
    thumbs: Counter[str] = field(default_factory=Counter)
    complaints: Counter[str] = field(default_factory=Counter)
    unanswered: Sequence[Wording] = ()

    @property
    def answered(self) -> int:
        """How many questions got an answer."""
        return self.asked - self.refused

    @property
    def refused_share(self) -> str:
        """The share without an answer, as people read it."""
        return f"{self.refused / self.asked:.1%}" if self.asked else "—"

    @property
    def helped(self) -> int:
        """How many answers got a thumb up."""
        return self.thumbs[Thumb.UP]

    @property
    def failed(self) -> int:
        """How many answers got a thumb down."""
        return self.thumbs[Thumb.DOWN]


def figures(records: Records, who: Account, span: Span, topics: Topics) -> Figures:
    """Return the figures of `span`, for policy staff only."""
    require(who, Role.POLICY, "查看统计")
    with records.reading() as session:
        found = Figures(span, need_figures(session, span))
        rows = session.execute(select(
            Fact.at, Fact.refused, Fact.reason, Fact.region, Fact.cited, _OWNER).join(
                ConversationRow, _TALK).where(*_within(span)))
        _count(found, rows, topics)
        _add_opinions(found, session)
        found.unanswered = grouped(_unanswered(session, span))
    return found


def _within(span: Span) -> list[ColumnElement[bool]]:
    here = [Fact.region.startswith(span.region)] if span.region else []
    return [Fact.at >= span.start, Fact.at < span.end, *here]


def _count(found: Figures, rows: Iterable[Any], topics: Topics) -> None:
    askers: dict[str, set[str]] = {}
    regions: Counter[str] = Counter()
    days: Counter[date] = Counter()
    missed: Counter[date] = Counter()
    for at, refused, reason, region, cited, owner in rows:
        day, place = day_of(at), NOWHERE if region is None else region
        days[day] += 1
        regions[place] += 1
        askers.setdefault(place, set()).add(owner)
        clauses = cited.split("\n") if cited else []
        found.cited.update(clauses)
        if refused:
            missed[day] += 1
            found.reasons[reason] += 1
        topic = MISSED if refused else topics.of(clauses[0]) if clauses else NO_CLAUSE
        found.topics[topic] += 1
    for place, count in regions.items():
        few = place != NOWHERE and len(askers[place]) < FEWEST
        found.regions[ELSEWHERE if few else place] += count
    found.asked, found.refused = days.total(), missed.total()
    found.askers = len(set().union(*askers.values()))
    found.days = {day: (days[day], missed[day]) for day in sorted(days)}


def _add_opinions(found: Figures, session: Session) -> None:
    query = select(FeedbackRow.thumb, FeedbackRow.reason, func.count()).join(
        Fact, (Fact.conversation_id == FeedbackRow.conversation_id)
        & (Fact.seq == FeedbackRow.seq)).where(*_within(found.span)).group_by(
            FeedbackRow.thumb, FeedbackRow.reason)
    for thumb, reason, count in session.execute(query):
        found.thumbs[thumb] += count
        if thumb == Thumb.DOWN:
            found.complaints[reason or "没有选原因"] += count


def _unanswered(session: Session, span: Span) -> Iterable[Asked]:
    query = select(MessageRow.text, Fact.reason, _OWNER).select_from(Fact).join(
        MessageRow, (MessageRow.conversation_id == Fact.conversation_id)
        & (MessageRow.seq == Fact.asked)).join(ConversationRow, _TALK).where(
            *_within(span), Fact.refused)
    return (Asked(text, reason, owner) for text, reason, owner in session.execute(query))
