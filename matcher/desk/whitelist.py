"""The white list 白名单 of firms and their projects, each with the bank responsible for it.

Entries are the same when credit code and project are. Who changed what and when stands in each
entry for the last change, and in the audit log for all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError, NotAllowed, NotFound
from corpus.ladder import table as regions_table
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.clock import shown
from corpus.records.engine import Records
from corpus.records.people import Account, Person, Role, require
from corpus.records.tables import ListedRow
from matcher.desk.sheet import write_sheet
from matcher.desk.whitelist_file import COLUMNS, HISTORY, Listed, read_entry, read_file
from matcher.desk.whitelist_rows import listed, lock, put, stored_rows

_ACT = "修改白名单"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry and its last change: what, by whom and when (UTC)."""

    id: str
    listed: Listed
    change: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `merged` and `problems` are Chinese lines that name rows of the file."""

    added: int
    changed: int
    unchanged: int
    merged: tuple[str, ...]
    problems: tuple[str, ...]


def import_file(records: Records, who: Person, path: Path) -> Imported:
    """Take over the good rows of a csv or xlsx, all at once; blank cells change nothing.

    Raises:
        NotAllowed: not policy staff.
        SourceError, FormError: the file or its columns cannot be used.

    """
    account, read = require(who, Role.POLICY, _ACT), read_file(path)
    with records.writing() as session:
        lock(session)
        stored = stored_rows(session, sorted({code for code, _ in read.entries}))
        new = [entry for key, entry in read.entries.items() if key not in stored]
        replaced = [(stored[key], listed(stored[key]), entry.over(listed(stored[key])))
                    for key, entry in read.entries.items() if key in stored]
        changed = [(row, old, now) for row, old, now in replaced if now != old]
        put(session, records.now(), account, new, changed)
    return Imported(len(new), len(changed), len(replaced) - len(changed), tuple(read.merged),
                    tuple(read.problems))


def list_entries(records: Records, who: Person, *, region: str = "", words: str = "",
                 limit: int | None = 200, offset: int = 0) -> list[Entry]:
    """Return the entries that `who` may see within a region's code, by firm.

    Policy staff see all, a bank those of its regions or its own; visitors none (NotAllowed).
    """
    query = select(ListedRow).where(_visible(who), ListedRow.region.startswith(
        region, autoescape=True)).order_by(ListedRow.firm, ListedRow.project, ListedRow.id)
    if words:
        query = query.where(or_(*(column.contains(words, autoescape=True) for column in (
            ListedRow.firm, ListedRow.credit_code, ListedRow.project, ListedRow.bank))))
    with records.reading() as session:
        return [_entry(row) for row in session.scalars(query.limit(limit).offset(offset))]


def one_entry(records: Records, who: Person, entry_id: str) -> Entry:
    """Return one entry; NotFound unless `who` may see it."""
    with records.reading() as session:
        row = session.scalar(select(ListedRow).where(ListedRow.id == entry_id, _visible(who)))
        if row is None:
            raise NotFound("白名单条目", entry_id[:32])
        return _entry(row)


def change_entry(records: Records, who: Person, entry_id: str, values: dict[str, str]) -> Entry:
    """Change fields of one entry, by Chinese or field name; the responsible bank, for example.

    Raises:
        FormError: a field is unknown or bad.
        Conflict: "listed" when another entry has this credit code and project.

    """
    account = require(who, Role.POLICY, _ACT)
    given = {COLUMNS.get(name, name): value for name, value in values.items()}
    unknown = sorted(set(given) - set(COLUMNS.values()))
    if unknown:
        raise FormError(unknown[0], "没有这一项")
    with records.writing() as session:
        lock(session)
        row = _row(session, entry_id)
        old = listed(row)
        names = old.values() | given
        now, wrong = read_entry(names)
        if now is None:
            raise FormError(*wrong[0])
        if now.key != old.key and now.key in stored_rows(session, [now.credit_code]):
            raise Conflict(now.firm, "listed")
        if now != old:
            put(session, records.now(), account, [], [(row, old, now)])
        session.expire_all()
        return _entry(_row(session, entry_id))


def remove_entry(records: Records, who: Person, entry_id: str) -> None:
    """Take an entry off the list; NotFound when it is not there."""
    account = require(who, Role.POLICY, _ACT)
    with records.writing() as session:
        row = _row(session, entry_id)
        session.delete(row)
        audit.write(session, records.now(), account, Act(
            "移出白名单", entry_id, listed(row).values()))


def export_xlsx(records: Records, who: Person) -> bytes:
    """Return what `who` may see as an xlsx that `import_file` reads again."""
    rows = [[*COLUMNS, *HISTORY]]
    for entry in list_entries(records, who, limit=None):
        told = entry.listed.values() | {"region": regions_table()[entry.listed.region].full_name}
        rows.append([*(told[name] for name in COLUMNS.values()), entry.change, entry.changed_by,
                     shown(entry.changed_at)])
    return write_sheet("白名单", rows)


def _visible(who: Person) -> ColumnElement[bool]:
    if not isinstance(who, Account) or who.disabled:
        raise NotAllowed("查看白名单")
    if who.role is Role.POLICY:
        return true()
    here = (ListedRow.region.startswith(code) for code in who.regions)
    return or_(ListedRow.bank == who.institution, *here)


def _row(session: Session, entry_id: str) -> ListedRow:
    row = session.get(ListedRow, entry_id)
    if row is None:
        raise NotFound("白名单条目", entry_id[:32])
    return row


def _entry(row: ListedRow) -> Entry:
    return Entry(row.id, listed(row), row.change, row.changed_by, row.changed_at)
