"""All policies of the built-in corpus and of the user's own folder.

A file `<policy-id>.withdrawn` leaves out the policy of an earlier folder.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import RongceError
from corpus.model import Ending, Policy
from corpus.publishing.links import read_links
from corpus.publishing.steps import finish
from corpus.reader import read_policy
from corpus.regions import Gazetteer

BUILT_IN = Path(__file__).parent / "policies"
WITHDRAWN = ".withdrawn"
_SUFFIXES = {".txt", ".md", ".docx", ".pdf", ".html", ".htm"}


def policy_files(folders: Iterable[Path]) -> list[Path]:
    """Return the policy files of `folders`, by id; a later folder replaces an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            finish(folder)
            for mark in folder.glob(f"*{WITHDRAWN}"):
                found.pop(mark.stem, None)
            for path in sorted(folder.iterdir()):
                if path.suffix.lower() in _SUFFIXES and path.is_file():
                    found[path.stem] = path
    return [found[key] for key in sorted(found)]


def load_policies(*folders: Path) -> list[Policy]:
    """Read the built-in policies and those in `folders`; a file of the same id replaces one.

    Raises:
        SourceError: a file that cannot be read as a policy; nothing is skipped.

    """
    policies = [read_policy(path) for path in policy_files([BUILT_IN, *folders])]
    titles = {policy.id: policy.title for policy in policies}
    ended: dict[str, list[Ending]] = {}
    for link in (link for folder in folders for link in read_links(folder)):
        by = titles.get(link.by, link.by)
        ended.setdefault(link.ended, []).append(Ending(link.kind, by, link.since))
    return [replace(p, ended=tuple(ended[p.id])) if p.id in ended else p for p in policies]


def corpus_hash(policies: Sequence[Policy]) -> str:
    """Return a digest of the texts and of what was read in them."""
    digest = hashlib.sha256()
    for policy in sorted(policies, key=lambda p: p.id):
        head = (policy.id, policy.title, policy.region.code, policy.places, policy.source)
        digest.update(repr(head).encode())
        for clause in policy.clauses:
            digest.update(f"{clause.id}\n{clause.heading_path}\n{clause.text}\n".encode())
    return digest.hexdigest()


def version(policy: Policy) -> str:
    """Return the id of `policy` with its version, as answers cite it: a-2023@1f0c9a8b7d6e."""
    return f"{policy.id}@{policy.version}"


def gazetteer_of(policies: Sequence[Policy]) -> Gazetteer:
    """Return a gazetteer that also knows the places that policies add (正阳工业园 → 黔江)."""
    return Gazetteer((place, p.region) for p in policies for place in p.places)


def save_policy(policy: Policy, folder: Path, *, notes: bytes | None = None) -> Path:
    """Write `policy` as text into `folder`, replacing one of the same id; return the file.

    `notes` is the content of its data file; without, one that is there already stays.

    Raises:
        RongceError: the folder cannot be written.

    """
    name = re.sub(r"[^\w\-（）()〔〕.]", "_", policy.id)
    target = folder / f"{name}.txt"
    partial = target.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(policy.source, encoding="utf-8", newline="")
        if notes is not None:
            target.with_suffix(".toml").write_bytes(notes)
        partial.replace(target)
    except OSError as error:
        raise RongceError(str(folder), str(error)) from error
    return target
