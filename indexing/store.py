"""Where an index lies on disk, and how one replaces another.

    data/index/CURRENT           the name of the folder in use, replaced in one rename
    data/index/<fingerprint>-…/  one complete index, manifest.json naming what it was built from

A folder without a valid manifest, or whose files differ from it, is never used.
"""

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from corpus.errors import BadIndex

log = logging.getLogger(__name__)
_MANIFEST, _CURRENT, _LOCK = "manifest.json", "CURRENT", ".lock"
_PARTIAL = "partial-"
_LONGEST_WAIT = 600.0  # seconds for another process's build


@dataclass(frozen=True)
class Manifest:
    """What an index was built from. Two equal `fingerprint`s mean interchangeable indexes."""

    fingerprint: str
    corpus: str
    settings: dict[str, str]
    versions: dict[str, str]
    files: dict[str, str]


def fingerprint(corpus: str, settings: dict[str, str], versions: dict[str, str]) -> str:
    """Return the digest of everything that decides what an index holds."""
    text = json.dumps([corpus, settings, versions], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def current(root: Path, wanted: str) -> Path | None:
    """Return the folder in use when it is complete and has the `wanted` fingerprint, else None."""
    pointer = root / _CURRENT
    if not pointer.is_file():
        return None
    folder = _named(root)
    return None if check(folder, wanted) else folder


def is_current(folder: Path) -> bool:
    """Whether `folder` is the one in use, and not switched away by another process."""
    return (folder.parent / _CURRENT).is_file() and _named(folder.parent) == folder


def why_not(root: Path, wanted: str) -> str:
    """Return why the index in use under `root` cannot be used."""
    return check(_named(root), wanted) or ""


def check(folder: Path, wanted: str) -> str | None:
    """Return what is wrong with the index in `folder`, None when it can be used."""
    try:
        data = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**data)
        files = dict(manifest.files)
    except (OSError, ValueError, TypeError):
        return "清单缺失或损坏"
    if not files:
        return "清单没有列出文件"
    if manifest.fingerprint != wanted:
        return "文件、设置或软件版本已变"
    for name, expected in files.items():
        path = folder / name
        if not path.is_file() or digest(path) != expected:
            return f"{name} 缺失或损坏"
    return None


def replace(root: Path, make: Callable[[Path], Manifest], wanted: str) -> Path:
    """Build an index with `make` in a new folder, check it, switch to it; return the folder.

    Only one process builds at a time; one that waited uses what the other built.

    Raises:
        BadIndex: the folder cannot be written, or what was built does not pass the check.

    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / _LOCK, timeout=_LONGEST_WAIT):
            if ready := current(root, wanted):
                return ready
            if (root / _CURRENT).is_file():
                log.warning("索引需要重建：%s", why_not(root, wanted))
            return _build(root, make, wanted)
    except Timeout as error:
        raise BadIndex(str(root), "locked by another process") from error
    except OSError as error:
        raise BadIndex(str(root), str(error)) from error


def _build(root: Path, make: Callable[[Path], Manifest], wanted: str) -> Path:
    for leftover in root.glob(f"{_PARTIAL}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    partial = Path(mkdtemp(prefix=_PARTIAL, dir=root))
    try:
        manifest = make(partial)
        files = {str(p.relative_to(partial)): digest(p)
                 for p in sorted(partial.rglob("*")) if p.is_file()}
        complete = asdict(manifest) | {"files": files}
        (partial / _MANIFEST).write_text(json.dumps(complete, ensure_ascii=False, indent=1),
                                         encoding="utf-8")
        if problem := check(partial, wanted):
            raise BadIndex(str(partial), problem)
        return _switch(root, partial, wanted)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _switch(root: Path, partial: Path, wanted: str) -> Path:
    folder = root / f"{wanted}-{partial.name.removeprefix(_PARTIAL)}"
    partial.rename(folder)
    pointer = root / f"{_CURRENT}.new"
    pointer.write_text(folder.name, encoding="utf-8")
    pointer.replace(root / _CURRENT)
    for other in root.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _named(root: Path) -> Path:
    """Return the folder that CURRENT names; a folder that is not there when it names none."""
    name = (root / _CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    return root / (re.sub(r"[^\w-]", "", name) or "none")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
