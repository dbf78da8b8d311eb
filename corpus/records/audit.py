"""The log of who did what: it is only written and read; time alone removes its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from corpus.records.base import insert_many
from corpus.records.engine import Records
from corpus.records.masking import masked_values
from corpus.records.people import Person, Role, label, require
from corpus.records.tables import AuditRow

Change = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `at` is UTC."""

    id: int
    at: datetime
    who: str
    action: str
    target: str
    before: Change
    after: Change


@dataclass(frozen=True, slots=True)
class Act:
    """What someone did to `target`; `before` and `after` hold the values that changed."""

    action: str
    target: str
    before: Change = None
    after: Change = None


def write(session: Session, at: datetime, who: Person | None, *acts: Act) -> None:
    """Log `acts` of `who` (None: the command line) with the change itself, phone numbers masked."""
    name = label(who)
    lines = [{"at": at, "who": name, "action": act.action, "target": act.target,
              "before": masked_values(act.before), "after": masked_values(act.after)}
             for act in acts]
    insert_many(session, AuditRow, lines)


def read_log(records: Records, who: Person | None, *, target: str | None = None,
             action: str | None = None, words: str = "", limit: int = 200) -> list[Entry]:
    """Return the newest lines first, for policy staff or the command line (None).

    `words` stand in the name, the action or the target.
    """
    if who is not None:
        require(who, Role.POLICY, "查看操作记录")
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if target is not None:
        query = query.where(AuditRow.target == target)
    if action is not None:
        query = query.where(AuditRow.action == action)
    if words := words.strip():
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in (
            AuditRow.who, AuditRow.action, AuditRow.target))))
    with records.reading() as session:
        return [Entry(row.id, row.at, row.who, row.action, row.target, row.before, row.after)
                for row in session.scalars(query)]
