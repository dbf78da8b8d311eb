"""What a new version of a policy changes: clauses added, changed, renumbered and ended.

Clauses are paired by their words first, then by label, then by likeness; what is left is new or
ended. The word-level difference needs a `cut` that loses no character.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from corpus.model import Clause, Policy

Cut = Callable[[str], list[str]]
_SAME_LABEL, _OTHER_LABEL = 0.4, 0.6  # likeness from which two clauses are one


class Change(StrEnum):
    """What becomes of a clause."""

    ADDED = "新增"
    CHANGED = "修改"
    MOVED = "改号"
    ENDED = "废除"


class Mark(StrEnum):
    """What becomes of some words."""

    KEPT = "kept"
    ADDED = "added"
    GONE = "gone"


Piece = tuple[Mark, str]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause before and after, each None where it is not there; `pieces` are its words."""

    change: Change
    before: Clause | None
    after: Clause | None
    pieces: tuple[Piece, ...]

    @property
    def label(self) -> str:
        """The label, before and after where they differ."""
        labels = dict.fromkeys(c.label for c in (self.before, self.after) if c)
        return " → ".join(labels)


def compare(before: Policy | None, after: Policy, cut: Cut) -> list[ClauseChange]:
    """Return what changes, in the order of the new text, ended clauses last."""
    old = list(before.clauses) if before else []
    pairs = _paired(old, after.clauses, cut)
    found = []
    for clause in after.clauses:
        was = pairs.get(clause.label)
        if was is None:
            found.append(ClauseChange(Change.ADDED, None, clause, ((Mark.ADDED, clause.text),)))
        elif was.text != clause.text or was.label != clause.label:
            kind = Change.MOVED if was.text == clause.text else Change.CHANGED
            found.append(ClauseChange(kind, was, clause, words_changed(was.text, clause.text, cut)))
    kept = {clause.label for clause in pairs.values()}
    return found + [ClauseChange(Change.ENDED, clause, None, ((Mark.GONE, clause.text),))
                    for clause in old if clause.label not in kept]


def touched(changes: Sequence[ClauseChange]) -> tuple[str, ...]:
    """Return the labels of clauses that no longer say what they said."""
    return tuple(change.before.label for change in changes if change.before)


def words_changed(before: str, after: str, cut: Cut) -> tuple[Piece, ...]:
    """Return the words of both texts in order, each kept, added or gone."""
    old, new = cut(before), cut(after)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            found.append((Mark.KEPT, "".join(old[start:end])))
            continue
        found += [(Mark.GONE, "".join(old[start:end])), (Mark.ADDED, "".join(new[first:last]))]
    return tuple(piece for piece in found if piece[1])


def _paired(old: Sequence[Clause], new: Sequence[Clause], cut: Cut) -> dict[str, Clause]:
    """Return for each label of `new` the clause of `old` that it continues."""
    pairs: dict[str, Clause] = {}
    left = {clause.label: clause for clause in old}
    words = {id(clause): cut(clause.text) for clause in (*old, *new)}

    def take(clause: Clause, was: Clause) -> None:
        pairs[clause.label] = left.pop(was.label)

    for same_label in (True, False):
        for clause in _open(new, pairs):
            for was in [*left.values()]:
                if was.text == clause.text and (not same_label or was.label == clause.label):
                    take(clause, was)
                    break
    for clause in _open(new, pairs):
        if (named := left.get(clause.label)) and _alike(
                words[id(named)], words[id(clause)], _SAME_LABEL):
            take(clause, named)
    for clause in _open(new, pairs):
        scores = [(_alike(words[id(was)], words[id(clause)], _OTHER_LABEL), -place, was)
                  for place, was in enumerate(left.values())]
        best = max(scores, default=(0.0, 0, None), key=lambda score: score[:2])
        if best[0] and best[2]:
            take(clause, best[2])
    return pairs


def _open(new: Sequence[Clause], pairs: dict[str, Clause]) -> list[Clause]:
    return [clause for clause in new if clause.label not in pairs]


def _alike(one: list[str], other: list[str], least: float) -> float:
    """Return how alike two texts are (0 to 1), 0 below `least`."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0
