"""Let the ledger take over what the command line put into the folders, or took out of them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.catalog import catalog_files, merged
from corpus.errors import SourceError
from corpus.library import BUILT_IN, policy_files
from corpus.notes import notes_text, read_notes
from corpus.product import Product
from corpus.publishing import steps
from corpus.publishing.contents import products_text
from corpus.publishing.entering import enter, log
from corpus.publishing.links import read_links
from corpus.publishing.publish import links_in
from corpus.publishing.settling import recover
from corpus.publishing.versions import Kind, Shelf, State, lock, rows_of
from corpus.reader import read_policy
from corpus.records.people import COMMAND_LINE
from corpus.records.publishing_tables import LinkRow, VersionRow
from corpus.sheets.catalog_file import read_file


@dataclass(frozen=True, slots=True)
class _Found:
    """A document as it lies in its folder; `dated` is the day it bears."""

    kind: Kind
    document: str
    title: str
    source: str
    notes: str
    digest: str
    dated: date | None = None


def follow(shelf: Shelf) -> int:
    """Enter what lies in the folders and not in the ledger; return how many documents changed.

    Raises:
        SourceError: a policy of the folder cannot be read.
        RecordsError: the ledger cannot be used.

    """
    with steps.locked(shelf.policies_dir), steps.locked(shelf.catalog_dir):
        recover(shelf)
        found = {(f.kind, f.document): f for f in (*_policies(shelf), *_catalogs(shelf))}
        with shelf.records.reading() as session:
            same = _differing(session, found) == ([], []) and _same_links(session, shelf)
        if same:
            return 0
        with shelf.records.writing() as session:
            lock(session)
            new, gone = _differing(session, found)
            for document in new:
                _take_over(session, shelf, document)
            for row in gone:
                row.status, row.effective_until = State.WITHDRAWN, shelf.today()
                log(session, shelf, None, "文件已不在，记为撤回", row)
            _take_links(session, shelf)
        return len(new) + len(gone)


def text_digest(source: str) -> str:
    """Return the digest of a catalog's text."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _policies(shelf: Shelf) -> Iterator[_Found]:
    for path in policy_files([BUILT_IN, shelf.policies_dir]):
        policy, notes = read_policy(path), read_notes(path.with_suffix(".toml"))
        yield _Found(Kind.POLICY, policy.id, policy.title, policy.source, notes_text(notes),
                     policy.version, policy.printed_on or policy.signed_on)


def _catalogs(shelf: Shelf) -> Iterator[_Found]:
    """Yield the user's catalogs by stem; a file that cannot be read is named elsewhere."""
    found: dict[str, list[Product]] = {}
    for path in catalog_files(shelf.catalog_dir):
        try:
            found[path.stem] = merged(found.get(path.stem, []), read_file(path).products)
        except SourceError:
            continue
    for stem, products in found.items():
        text = products_text(products)
        yield _Found(Kind.CATALOG, stem, stem, text, "", text_digest(text))


def _differing(session: Session, found: dict[tuple[Kind, str], _Found]
               ) -> tuple[list[_Found], list[VersionRow]]:
    """Return what the ledger lacks, and its rows in force that no folder holds."""
    heads = {(Kind(row.kind), row.document): row for row in session.scalars(
        select(VersionRow).where(VersionRow.status == State.PUBLISHED))}
    new = [f for key, f in found.items() if key not in heads or heads[key].digest != f.digest]
    return new, [row for key, row in heads.items() if key not in found]


def _take_over(session: Session, shelf: Shelf, found: _Found) -> None:
    earlier = rows_of(session, found.kind, found.document)
    same = next((row.number for row in earlier if row.digest == found.digest), None)
    now = shelf.records.now()
    row = VersionRow(
        kind=found.kind, document=found.document, status=State.DRAFT, title=found.title,
        source=found.source, notes=found.notes, digest=found.digest, restores=same,
        created_at=now, created_by=COMMAND_LINE)
    enter(session, shelf, None, row, shelf.today() if earlier else found.dated)
    log(session, shelf, None, "收录版本", row)


def _same_links(session: Session, shelf: Shelf) -> bool:
    return sorted(links_in(session)) == sorted(read_links(shelf.policies_dir))


def _take_links(session: Session, shelf: Shelf) -> None:
    kept = read_links(shelf.policies_dir)
    for row in session.scalars(select(LinkRow)).all():
        session.delete(row)
    session.flush()
    now = shelf.records.now()
    session.add_all(LinkRow(ended=k.ended, by=k.by, kind=k.kind, since=k.since, created_at=now,
                            created_by=COMMAND_LINE) for k in {(k.ended, k.by): k for k in kept
                                                               }.values())
