"""Two runs case by case: what got better, what worse; cases are the same when their ids are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eval.runs.error_class import ErrorClass

Row = dict[str, Any]
_SCORES = ("citation recall", "points", "citation precision", "MRR@10")


class Change(StrEnum):
    """How a case stands in the later run."""

    WORSE = "变差"
    BETTER = "变好"
    SAME = "不变"
    EDITED = "题目已改"
    ADDED = "新增"
    REMOVED = "已删除"


@dataclass(frozen=True, slots=True)
class Pair:
    """One case in both runs; one side is None when only the other has it."""

    id: str
    change: Change
    before: Row | None
    after: Row | None


def compare_rows(before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    """Return the cases of both runs: worse first, then better, edited, unchanged, one-sided."""
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    pairs = [_pair(label, old.get(label), new.get(label)) for label in dict.fromkeys([*old, *new])]
    order = (Change.WORSE, Change.BETTER, Change.EDITED, Change.ADDED, Change.REMOVED, Change.SAME)
    return sorted(pairs, key=lambda pair: order.index(pair.change))


def _pair(label: str, before: Row | None, after: Row | None) -> Pair:
    if before is None or after is None:
        return Pair(label, Change.ADDED if before is None else Change.REMOVED, before, after)
    if _asked(before) != _asked(after):
        change = Change.EDITED
    else:
        rank = _rank(after), _rank(before)
        change = (Change.SAME if rank[0] == rank[1]
                  else Change.BETTER if rank[0] > rank[1] else Change.WORSE)
    return Pair(label, change, before, after)


def _asked(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("question", "region", "gold", "also_ok", "wanted",
                                        "answerable", "type"))


def _rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what says how good a row is, the weightiest first."""
    right = row["refused"] is not row["answerable"]
    return (row["class"] == ErrorClass.PASSED, right, -len(row["loose"]),
            *(round(row.get(name, 0.0), 6) for name in _SCORES))
