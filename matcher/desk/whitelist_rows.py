"""The rows of the white list: found by credit code, written many at a time, each change logged."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from corpus.ladder import table as regions_table
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_many, new_id
from corpus.records.people import Account, label
from corpus.records.tables import ListedRow
from matcher.desk.whitelist_file import COLUMNS, Listed

_CHUNK = 500  # codes or ids in one statement
_LABELS = {name: column for column, name in COLUMNS.items()}


def lock(session: Session) -> None:
    """Let no other import or change begin before this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE whitelist IN SHARE ROW EXCLUSIVE MODE"))


def stored_rows(session: Session, codes: Sequence[str]) -> dict[tuple[str, str], ListedRow]:
    """Return the rows with these credit codes, by credit code and project."""
    found: dict[tuple[str, str], ListedRow] = {}
    for start in range(0, len(codes), _CHUNK):
        chunk = codes[start : start + _CHUNK]
        for row in session.scalars(select(ListedRow).where(ListedRow.credit_code.in_(chunk))):
            found[row.credit_code, row.project] = row
    return found


def listed(row: ListedRow) -> Listed:
    """Return what a row says."""
    return Listed(**{name: getattr(row, name) for name in COLUMNS.values()})


def put(session: Session, at: datetime, who: Account, new: Sequence[Listed],
        changed: Sequence[tuple[ListedRow, Listed, Listed]]) -> None:
    """Write new entries and put changed ones in the place of the old, each with a line of log."""
    stamp = {"changed_at": at, "changed_by": label(who)}
    rows: list[dict[str, Any]] = []
    acts = []
    for entry in new:
        rows.append(entry.values() | stamp | {"id": new_id(), "created_at": at, "change": "加入"})
        acts.append(Act("加入白名单", rows[-1]["id"], None, entry.values()))
    for row, old, now in changed:
        before, after = _difference(old, now)
        rows.append(now.values() | stamp | {
            "id": row.id, "created_at": row.created_at, "change": _told(before, after)})
        acts.append(Act("修改白名单", row.id, before, after))
    gone = [row.id for row, _, _ in changed]
    for start in range(0, len(gone), _CHUNK):
        session.execute(delete(ListedRow).where(ListedRow.id.in_(gone[start : start + _CHUNK]))
                        .execution_options(synchronize_session=False))
    insert_many(session, ListedRow, rows)
    audit.write(session, at, who, *acts)


def _difference(old: Listed, now: Listed) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields that differ, before and after, by Chinese name; regions by name."""
    before, after = old.values(), now.values()
    names = [name for name in before if before[name] != after[name]]
    return ({_LABELS[n]: _shown(n, before[n]) for n in names},
            {_LABELS[n]: _shown(n, after[n]) for n in names})


def _shown(name: str, value: str) -> str:
    return regions_table()[value].full_name if name == "region" else value


def _told(before: dict[str, str], after: dict[str, str]) -> str:
    return "；".join(f"{name}由“{before[name]}”改为“{after[name]}”" for name in before)
