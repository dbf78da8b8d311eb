"""Take in files that a user adds: policies into one folder, catalogs into another, all or none.

A policy brings the data file (`.toml`) that stands beside it.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from corpus.catalog import CATALOG_SUFFIXES, read_catalog
from corpus.errors import RongceError
from corpus.library import save_policy
from corpus.reader import read_policy


def add_files(files: Sequence[Path], policies_dir: Path, catalog_dir: Path) -> list[str]:
    """Add or replace `files`; return one Chinese line for each.

    All files are read before any is written, so a bad one leaves everything as it was.

    Raises:
        SourceError: a file cannot be read as a policy or a catalog.

    """
    policies = [(read_policy(f), _notes(f)) for f in files
                if f.suffix.lower() not in CATALOG_SUFFIXES]
    catalogs = [(f, read_catalog(f)) for f in files if f.suffix.lower() in CATALOG_SUFFIXES]
    lines = []
    for read, notes in policies:
        policy = read_policy(save_policy(read, policies_dir, notes=notes))
        lines.append(f"已加入《{policy.title}》（{policy.id}）：{len(policy.clauses)} 条条款，"
                     f"适用 {policy.region.full_name}")
    for path, (products, problems) in catalogs:
        try:
            catalog_dir.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, catalog_dir / path.name)
        except OSError as error:
            raise RongceError(str(catalog_dir), str(error)) from error
        lines.append(f"已加入产品库 {path.name}：{len(products)} 项")
        lines += [f"  未采用：{problem}" for problem in problems]
    return lines


def _notes(policy_file: Path) -> bytes | None:
    """Return the data file beside a policy, None when there is none."""
    path = policy_file.with_suffix(".toml")
    return path.read_bytes() if path.is_file() else None
