"""Questions without an answer, those of nearly the same wording together.

Two questions belong together when they hold the same words, the words of asking and numbers of
people left out. Without a choice of place every wording may be read, numbers of people masked; with
one, or on paper, only what at least three people asked.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.records.masking import masked
from indexing.words import cut

FEWEST = 3  # people who asked, before what they asked is shown for one place or on paper
_MOST = 5_000  # wordings that are compared
_HIDDEN = re.compile(r"\d*\*{4,}[\dXx]*")  # a number of a person, masked


@dataclass(frozen=True, slots=True)
class Asked:
    """One question without an answer: its words, why, and who asked."""

    text: str
    reason: str
    asker: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Questions of nearly the same wording; `example` is the commonest, masked."""

    example: str
    count: int
    askers: int
    wordings: int
    reason: str


@dataclass(slots=True)
class _Group:
    texts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    askers: set[str] = field(default_factory=set)


def grouped(questions: Iterable[Asked]) -> list[Wording]:
    """Return the groups, the largest first; beyond 5,000 wordings only the commonest count."""
    by_text: dict[str, _Group] = {}
    for asked in questions:
        group = by_text.setdefault(asked.text, _Group())
        group.texts[asked.text] += 1
        group.reasons[asked.reason] += 1
        group.askers.add(asked.asker)
    found: dict[frozenset[str] | str, _Group] = {}
    for text, group in sorted(by_text.items(), key=_size)[:_MOST]:
        words = frozenset(cut(_HIDDEN.sub("", masked(text))))
        whole = found.setdefault(words or text, _Group())
        whole.texts += group.texts
        whole.reasons += group.reasons
        whole.askers |= group.askers
    wordings = [Wording(masked(g.texts.most_common(1)[0][0]), g.texts.total(), len(g.askers),
                        len(g.texts), g.reasons.most_common(1)[0][0]) for g in found.values()]
    return sorted(wordings, key=lambda w: (-w.count, w.example))


def asked_by_several(wordings: Iterable[Wording]) -> list[Wording]:
    """Return the groups that at least `FEWEST` people asked."""
    return [wording for wording in wordings if wording.askers >= FEWEST]


def _size(item: tuple[str, _Group]) -> tuple[int, str]:
    return -item[1].texts.total(), item[0]
