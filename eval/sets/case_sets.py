"""Where the cases of a run come from: sets that staff keep, and the built-in ones, read-only."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import NotFound
from corpus.records.engine import Records
from eval.cases import FOLDER, load_case_rows
from eval.sets.sets import Sets

_UNSEEN = sorted(path.stem for path in FOLDER.glob("heldout*.jsonl"))
BUILT_IN_SETS = {"questions": "内置：常用问答", "calibration": "内置：校准题"} | {
    stem: f"内置：未见题 {stem.removeprefix('heldout') or 1}" for stem in _UNSEEN}
_PREFIX = "built-in:"


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A set to run: the objects of a JSONL set, in order."""

    id: str
    name: str
    rows: tuple[dict[str, Any], ...]

    @property
    def editable(self) -> bool:
        """Whether staff may change it."""
        return not is_built_in(self.id)


def is_built_in(set_id: str) -> bool:
    """Whether `set_id` names a set that comes with the product."""
    return set_id.startswith(_PREFIX)


def set_choices(records: Records) -> list[tuple[str, str]]:
    """Return the name, with its size, and the id of each set: those of staff first."""
    kept = [(f"{head.name}（{head.size} 题）", head.id) for head in Sets(records).list()]
    return kept + [(name, _PREFIX + stem) for stem, name in BUILT_IN_SETS.items()]


def find_set(records: Records, set_id: str) -> CaseSet:
    """Return a set by its id; NotFound."""
    if is_built_in(set_id):
        stem = set_id.removeprefix(_PREFIX)
        if stem not in BUILT_IN_SETS:
            raise NotFound("题集", set_id[:32])
        return CaseSet(set_id, BUILT_IN_SETS[stem],
                       tuple(load_case_rows(FOLDER / f"{stem}.jsonl")))
    sets = Sets(records)
    name = next((head.name for head in sets.list() if head.id == set_id), None)
    if name is None:
        raise NotFound("题集", set_id[:32])
    return CaseSet(set_id, name, tuple(case.draft.row() for case in sets.cases(set_id)))


def set_named(records: Records, name: str) -> CaseSet:
    """Return a set by its name, a built-in one by its file's too; NotFound."""
    known = {head.name.casefold(): head.id for head in Sets(records).list()}
    known |= {key: _PREFIX + stem for stem, title in BUILT_IN_SETS.items()
              for key in (stem, title, title.removeprefix("内置："))}
    found = known.get(" ".join(name.split()).casefold())
    if found is None:
        raise NotFound("题集", name[:40])
    return find_set(records, found)


def set_hash(rows: Sequence[dict[str, Any]]) -> str:
    """Return a digest of the cases, in order."""
    text = json.dumps(list(rows), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
