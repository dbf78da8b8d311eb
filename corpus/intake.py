"""Take in files that a user adds: policies into one folder, catalogs into another, all or none.

A policy brings the data file (`.toml`) that stands beside it; a region given for it is kept there.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.catalog import catalog_files, clashes, load_catalog, merged
from corpus.errors import RongceError, SourceError
from corpus.library import save_policy
from corpus.place import gazetteer
from corpus.product import Product
from corpus.reader import read_policy
from corpus.regions import UNPLACED, Region
from corpus.sheets.catalog_file import CATALOG_SUFFIXES, MACRO_SUFFIXES, CatalogFile, read_file

_UNPLACED = ("  注意：没有找到发文机关和地区，答复会注明“地区未载明”，选了地区的提问不会引用它；"
             "请写明地区后重新加入：python app.py add 文件 --region 洛阳")


def add_files(files: Sequence[Path], policies_dir: Path, catalog_dir: Path, *,
              region: str | None = None) -> list[str]:
    """Add or replace `files`; return Chinese lines: what came in, was replaced, is left out.

    `region` is where the policies apply, in words. All files are read before any is written, so a
    bad one leaves everything as it was.

    Raises:
        SourceError: a file cannot be read as a policy or a catalog.
        UnknownRegion: `region` is no place.

    """
    place = gazetteer().one(region) if region else None
    policies = [(read_policy(f), _notes(f)) for f in files if not _is_catalog(f)]
    catalogs = [(f, read_file(f)) for f in files if _is_catalog(f)]
    lines = []
    for read, notes in policies:
        policy = read_policy(save_policy(read, policies_dir, notes=_placed(notes, place)))
        lines.append(f"已加入《{policy.title}》（{policy.id}）：{len(policy.clauses)} 条条款，"
                     f"适用 {policy.region.full_name}")
        if policy.region == UNPLACED:
            lines.append(_UNPLACED)
    for path, read_catalog in catalogs:
        lines += _add_catalog(path, read_catalog, catalog_dir)
    return lines


def _placed(notes: bytes | None, place: Region | None) -> bytes | None:
    """Return the data file `notes` with `place` as its region, as it is without one."""
    if place is None:
        return notes
    kept = re.sub(rb"(?m)^region\s*=.*\n?", b"", notes or b"")
    return f'region = "{place.full_name}"\n'.encode() + kept


def _is_catalog(path: Path) -> bool:
    return path.suffix.lower() in CATALOG_SUFFIXES | MACRO_SUFFIXES


def _add_catalog(path: Path, read: CatalogFile, folder: Path) -> Iterator[str]:
    """Copy a catalog that was read from `path` into `folder`; yield the lines about it."""
    place = folder / path.name
    known = _known(folder, place)
    done = "已替换" if place.exists() else "已加入"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (place.exists() and place.samefile(path)):
            shutil.copyfile(path, place)
            now = time.time_ns()
            os.utime(place, ns=(now, now))  # what is added last counts
    except OSError as error:
        raise RongceError(str(folder), str(error)) from error
    yield f"{done}产品库 {path.name}：{len(read.products)} 项"
    yield from (f"  {line}" for line in clashes(read.products, known))
    yield from (f"  未采用：{problem}" for problem in read.problems)
    yield from (f"  提示：{notice}" for notice in read.notices)


def _known(folder: Path, replaced: Path) -> list[Product]:
    """Return the built-in catalog with the files of `folder`, the one to be replaced aside."""
    known = load_catalog()
    for path in catalog_files(folder):
        if path == replaced:
            continue
        try:
            known = merged(known, read_file(path).products)
        except SourceError:
            continue  # named by corpus.catalog.read_all wherever the catalog is shown
    return known


def _notes(policy_file: Path) -> bytes | None:
    """Return the data file beside a policy, None when there is none."""
    path = policy_file.with_suffix(".toml")
    return path.read_bytes() if path.is_file() else None
