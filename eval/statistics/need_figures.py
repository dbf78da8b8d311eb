"""The financing needs filed in a span of time: by status now, by place, by month of filing."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.records.clock import month
from corpus.records.tables import NeedRow
from eval.statistics.periods import Span
from matcher.desk.needs import Status


@dataclass(frozen=True, slots=True)
class NeedFigures:
    """How many needs have which status now, and the amounts asked for, in 万元."""

    statuses: Counter[Status] = field(default_factory=Counter)
    regions: dict[str, Counter[Status]] = field(default_factory=dict)
    months: dict[str, Counter[Status]] = field(default_factory=dict)
    amounts_wan: dict[Status, float] = field(default_factory=lambda: dict.fromkeys(Status, 0.0))


def need_figures(session: Session, span: Span) -> NeedFigures:
    """Count the needs filed in `span`."""
    query = select(NeedRow.created_at, NeedRow.region, NeedRow.status, NeedRow.amount_wan).where(
        NeedRow.created_at >= span.start, NeedRow.created_at < span.end).order_by(
            NeedRow.created_at)
    if span.region:
        query = query.where(NeedRow.region.startswith(span.region))
    found = NeedFigures()
    for created_at, region, stage, amount_wan in session.execute(query):
        status = Status(stage)
        found.statuses[status] += 1
        found.amounts_wan[status] += amount_wan
        found.regions.setdefault(region, Counter())[status] += 1
        found.months.setdefault(month(created_at), Counter())[status] += 1
    return found
