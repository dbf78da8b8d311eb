"""The lexical signals of the ranking: which rows each one reads, how it cuts them, and its weight.

k1 and b as measured in docs/decisions.md: repeats tell little in a plain clause and much where many
questions are joined to it; the length of a policy tells less than that of a clause.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.entries import Entry, Kind
from indexing.lexical import LexicalIndex

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signal:
    """BM25 over the rows of some kinds; `cutter` is a key of `indexing.lexical.CUTTERS`."""

    kinds: tuple[Kind, ...]
    cutter: str
    k1: float = 1.2
    b: float = 0.6


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts; 0 leaves it out. Chosen by ablation, see docs/decisions.md."""

    text_words: float = 0.3
    text_pairs: float = 0.3
    asked_words: float = 0.2
    asked_pairs: float = 0.2
    whole_words: float = 1.0
    whole_pairs: float = 1.2
    whole_chars: float = 0.2
    policy_words: float = 0.4
    terms: float = 0.4
    dense: float = 12.0
    unasked: float = 12.0
    law: float = 26.0
    local: float = 14.0
    letterhead: float = 8.0


SIGNALS = {
    "text_words": Signal((Kind.TEXT, Kind.FIELD), "words"),
    "text_pairs": Signal((Kind.TEXT, Kind.FIELD), "pairs"),
    "asked_words": Signal((Kind.ASKED,), "words"),
    "asked_pairs": Signal((Kind.ASKED,), "pairs"),
    "whole_words": Signal((Kind.WHOLE,), "words"),
    "whole_pairs": Signal((Kind.WHOLE,), "pairs"),
    "whole_chars": Signal((Kind.WHOLE,), "chars", k1=1.5, b=0.75),
    "policy_words": Signal((Kind.POLICY,), "words", k1=0.6, b=0.3),
}
# where no policy has questions as people ask them
PLAIN_SIGNALS = SIGNALS | {"whole_pairs": Signal((Kind.WHOLE,), "pairs", k1=0.6, b=0.5)}
PLAIN_WEIGHTS = Weights(text_words=0.0, text_pairs=0.0, asked_words=0.0, asked_pairs=0.0,
                        whole_words=0.0, whole_pairs=1.0, whole_chars=0.8, policy_words=0.8,
                        dense=6.0, unasked=0.0, law=44.0)


class Lexicon:
    """One index a signal, over rows that lead to clauses."""

    def __init__(self, indexes: Mapping[str, LexicalIndex], entries: Sequence[Entry],
                 numbers: Mapping[str, int]) -> None:
        self._indexes, self._numbers = indexes, numbers
        self._owner = {name: np.array([numbers[e.clause] for e in rows(name, entries)], np.int64)
                       for name in indexes}
        first: dict[str, int] = {}
        self._first = np.array([first.setdefault(clause.rsplit("#", 1)[0], number)
                                for clause, number in numbers.items()], np.int64)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of its signals."""
        return iter(self._indexes)

    def __getitem__(self, name: str) -> LexicalIndex:
        """Return the index of a signal."""
        return self._indexes[name]

    def holders(self, name: str, text: str) -> list[int]:
        """Return the numbers of the clauses that a row with all tokens of `text` leads to."""
        found: list[int] = self._owner[name][self._indexes[name].holders(text)].tolist()
        return found

    def scores(self, name: str, query: str) -> FloatArray:
        """Return the best score among the rows of each clause, or its policy's; (clauses,)."""
        best = np.zeros(len(self._numbers), np.float32)
        np.maximum.at(best, self._owner[name], self._indexes[name].scores(query))
        return best[self._first] if Kind.POLICY in SIGNALS[name].kinds else best


def signals_for(entries: Sequence[Entry]) -> tuple[dict[str, Signal], Weights]:
    """Return signals and weights for `entries`, by whether there are questions among them."""
    asked = any(e.kind is Kind.ASKED for e in entries)
    return (SIGNALS, Weights()) if asked else (PLAIN_SIGNALS, PLAIN_WEIGHTS)


def rows(name: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the `entries` that the signal called `name` reads."""
    return [e for e in entries if e.kind in SIGNALS[name].kinds]


def open_lexicon(entries: Sequence[Entry], numbers: Mapping[str, int],
                 index: Callable[[str, int], LexicalIndex]) -> Lexicon:
    """Return a lexicon of all signals; `index` gets a name and how many rows there are."""
    return Lexicon({name: index(name, len(rows(name, entries))) for name in SIGNALS},
                   entries, numbers)


def build_index_of(name: str, entries: Sequence[Entry]) -> LexicalIndex:
    """Index the rows that the signal called `name` reads."""
    signal = signals_for(entries)[0][name]
    texts = [e.text for e in rows(name, entries)]
    return LexicalIndex.build(texts, signal.cutter, k1=signal.k1, b=signal.b)
