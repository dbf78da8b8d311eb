"""Rows of the ledger: one version comes in force, the one before it is replaced."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from corpus.publishing.contents import Contents, contents
from corpus.publishing.versions import Kind, Shelf, State, head, rows_of
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.people import Person, label
from corpus.records.publishing_tables import VersionRow


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: the document, its title, the number now in force (None: taken out)."""

    document: str
    title: str
    number: int | None


def enter(session: Session, shelf: Shelf, who: Person | None, row: VersionRow,
          since: date | None) -> None:
    """Give `row` the next number and put it in force from `since`; what was there is replaced."""
    kind = Kind(row.kind)
    before = head(session, kind, row.document)
    if before is not None:
        before.status, before.effective_until = State.REPLACED, since
        session.flush()
    earlier = rows_of(session, kind, row.document)
    row.number = (earlier[-1].number or 0) + 1 if earlier else 1
    row.status, row.effective_from, row.effective_until = State.PUBLISHED, since, None
    row.replaces = before.number if before else None
    row.published_at, row.published_by = shelf.records.now(), label(who)
    session.add(row)
    session.flush()


def back(session: Session, shelf: Shelf, who: Person | None, gone: VersionRow,
         row: VersionRow | None) -> tuple[Done, Contents]:
    """Put the words of `row` in force again, or take the document of `gone` out (None).

    When nothing is in force any more, it stands where `row` stood: on what `row` had replaced.
    """
    kind, document = Kind(gone.kind), gone.document
    folder: Path = shelf.folder(kind)
    if row is None:
        return Done(document, gone.title, None), contents(folder, kind, document, None)
    now = shelf.records.now()
    again = VersionRow(
        kind=row.kind, document=document, status=State.DRAFT, title=row.title, source=row.source,
        notes=row.notes, digest=row.digest, restores=row.number, created_at=now,
        created_by=label(who))
    enter(session, shelf, who, again, shelf.today())
    if row is not gone:
        again.replaces = row.replaces
    log(session, shelf, who, "恢复版本", again)
    return (Done(document, row.title, again.number),
            contents(folder, kind, document, (row.source, row.notes, row.digest)))


def log(session: Session, shelf: Shelf, who: Person | None, action: str, row: VersionRow,
        before: VersionRow | None = None) -> None:
    """Write a line about `row` into the log of what staff did."""
    after = {"标题": row.title, "版本": row.number, "状态": row.status, "文本": row.digest}
    if row.restores:
        after["恢复自版本"] = row.restores
    was = {"版本": before.number, "文本": before.digest} if before is not None else None
    audit.write(session, shelf.records.now(), who, Act(action, row.document, was, after))
