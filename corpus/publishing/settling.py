"""Change the ledger and a folder together: both or neither, also when stopped in the middle."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from corpus.errors import NotFound, UnwritableFolder
from corpus.publishing import steps
from corpus.publishing.contents import Contents
from corpus.publishing.versions import Kind, Shelf, lock
from corpus.records.publishing_tables import StepRow, VersionRow

T = TypeVar("T")


def settle(shelf: Shelf, kind: Kind, change: Callable[[Session], tuple[T, Contents]]) -> T:
    """Make `change` in the ledger and put its files into the folder of `kind`; return its result.

    All space is taken before the commit of the database, which decides.

    Raises:
        RecordsError, UnwritableFolder: nothing was changed.
        Conflict: "publishing" while someone else's step takes too long.

    """
    folder = shelf.folder(kind)
    with steps.locked(folder):
        steps.recover(folder, lambda step: _decided(shelf, step))
        with shelf.records.writing() as session:
            lock(session)
            done, files = change(session)
            try:
                step = steps.prepare(folder, files)
            except OSError as error:
                raise UnwritableFolder(str(folder), str(error)) from error
            session.add(StepRow(id=step, at=shelf.records.now()))
        steps.carry_out(folder, step)
    return done


def recover(shelf: Shelf) -> None:
    """Bring to an end what was stopped in the middle; both folders are locked."""
    for kind in Kind:
        steps.recover(shelf.folder(kind), lambda step: _decided(shelf, step))


def kind_of(shelf: Shelf, version_id: str) -> Kind:
    """Return whether a version or draft is a policy or a catalog; NotFound."""
    with shelf.records.reading() as session:
        row = session.get(VersionRow, version_id)
        if row is None:
            raise NotFound("版本或草稿", version_id[:32])
        return Kind(row.kind)


def _decided(shelf: Shelf, step: str) -> bool:
    with shelf.records.reading() as session:
        return session.get(StepRow, step) is not None
