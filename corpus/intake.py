"""Take in files that a user adds: policies into one folder, catalogs into another, all or none.

A policy brings the data file (`.toml`) that stands beside it; a region given for it is kept there.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from corpus.catalog import CATALOG_SUFFIXES, read_catalog
from corpus.errors import RongceError
from corpus.library import save_policy
from corpus.place import gazetteer
from corpus.reader import read_policy
from corpus.regions import UNPLACED, Region

_UNPLACED = ("  注意：没有找到发文机关和地区，答复会注明“地区未载明”，选了地区的提问不会引用它；"
             "请写明地区后重新加入：python app.py add 文件 --region 洛阳")


def add_files(files: Sequence[Path], policies_dir: Path, catalog_dir: Path, *,
              region: str | None = None) -> list[str]:
    """Add or replace `files`; return one Chinese line for each, and one for what is missing.

    `region` is where the policies apply, in words. All files are read before any is written, so a
    bad one leaves everything as it was.

    Raises:
        SourceError: a file cannot be read as a policy or a catalog.
        UnknownRegion: `region` is no place.

    """
    place = gazetteer().one(region) if region else None
    policies = [(read_policy(f), _notes(f)) for f in files
                if f.suffix.lower() not in CATALOG_SUFFIXES]
    catalogs = [(f, read_catalog(f)) for f in files if f.suffix.lower() in CATALOG_SUFFIXES]
    lines = []
    for read, notes in policies:
        policy = read_policy(save_policy(read, policies_dir, notes=_placed(notes, place)))
        lines.append(f"已加入《{policy.title}》（{policy.id}）：{len(policy.clauses)} 条条款，"
                     f"适用 {policy.region.full_name}")
        if policy.region == UNPLACED:
            lines.append(_UNPLACED)
    for path, (products, problems) in catalogs:
        try:
            catalog_dir.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, catalog_dir / path.name)
        except OSError as error:
            raise RongceError(str(catalog_dir), str(error)) from error
        lines.append(f"已加入产品库 {path.name}：{len(products)} 项")
        lines += [f"  未采用：{problem}" for problem in problems]
    return lines


def _placed(notes: bytes | None, place: Region | None) -> bytes | None:
    """Return the data file `notes` with `place` as its region, as it is without one."""
    if place is None:
        return notes
    kept = re.sub(rb"(?m)^region\s*=.*\n?", b"", notes or b"")
    return f'region = "{place.full_name}"\n'.encode() + kept


def _notes(policy_file: Path) -> bytes | None:
    """Return the data file beside a policy, None when there is none."""
    path = policy_file.with_suffix(".toml")
    return path.read_bytes() if path.is_file() else None
