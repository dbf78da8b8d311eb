"""Change several files of a folder at once, or none, whenever the program is stopped.

    .step-<id>/      prepared: the new files and the names to drop, all space is taken
    .decided-<id>/   decided: whoever reads the folder next carries it out

Between the two stands the commit of the database, which knows the id of every step that it decided.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import Conflict, UnwritableFolder

_PREPARED, _DECIDED, _DROP = ".step-", ".decided-", ".drop"
_LONGEST_WAIT = 15.0  # seconds for another one's step


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for one step at a time; Conflict when another takes too long."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{folder.name}.lock", timeout=_LONGEST_WAIT):
            yield
    except Timeout as error:
        raise Conflict(folder.name, "publishing") from error
    except OSError as error:
        raise UnwritableFolder(str(folder), str(error)) from error


def prepare(folder: Path, contents: Mapping[str, str | None]) -> str:
    """Write the new files aside (None drops one) and return the id of the step; OSError."""
    step = secrets.token_hex(8)
    place = folder / f"{_PREPARED}{step}"
    try:
        place.mkdir(parents=True)
        for name, text in contents.items():
            if text is not None:
                _write(place / name, text)
        _write(place / _DROP, "\n".join(n for n, text in contents.items() if text is None))
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return step


def carry_out(folder: Path, step: str) -> None:
    """Decide a prepared step and move its files to their places."""
    place = folder / f"{_DECIDED}{step}"
    (folder / f"{_PREPARED}{step}").rename(place)
    _apply(folder, place)


def finish(folder: Path) -> None:
    """Carry out what was decided and not done: a program was stopped in the middle."""
    if any(folder.glob(f"{_DECIDED}*")):
        with locked(folder):
            for place in folder.glob(f"{_DECIDED}*"):
                _apply(folder, place)


def recover(folder: Path, decided: Callable[[str], bool]) -> None:
    """Carry out the prepared steps that were `decided`, drop the others; the folder is locked."""
    for place in [*folder.glob(f"{_DECIDED}*")]:
        _apply(folder, place)
    for place in [*folder.glob(f"{_PREPARED}*")]:
        step = place.name.removeprefix(_PREPARED)
        if decided(step):
            carry_out(folder, step)
        else:
            shutil.rmtree(place, ignore_errors=True)


def _apply(folder: Path, place: Path) -> None:
    drop = place / _DROP
    if drop.exists():  # else all was done but the clearing up
        for file in sorted(place.iterdir(), key=lambda f: f.suffix):  # a data file before its text
            if file != drop:
                file.replace(folder / file.name)
        for name in filter(None, drop.read_text(encoding="utf-8").split("\n")):
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(place)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
