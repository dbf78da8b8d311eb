"""How near clauses are to a question by their vectors, and for which of them that counts more.

Where nobody has written down how a clause is asked for, words fail sooner: an article of law, a
policy that a user has added. Weights by measurement, see docs/decisions.md.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.model import Policy
from indexing.dense import DenseIndex
from indexing.entries import Entry, Kind
from indexing.laws import behind, is_law
from indexing.signals import Weights

FloatArray = NDArray[np.float32]
_OF_POLICIES = (Kind.TEXT, Kind.SENTENCE)  # rows that are searched
_OF_LAWS = (Kind.WHOLE,)  # an article with the name of its law


class ClauseVectors:
    """Cosines by clause, from the best row of each."""

    def __init__(self, index: DenseIndex, entries: Sequence[Entry], policies: Sequence[Policy],
                 numbers: Mapping[str, int]) -> None:
        self._index, self._size = index, len(numbers)
        self._owner = np.array([numbers[e.clause] for e in entries], np.int64)
        self._is_law = np.array([is_law(p) for p in policies for _ in p.clauses], np.bool_)
        self._searched = np.where(self._is_law[self._owner], *(
            np.array([e.kind in kinds for e in entries]) for kinds in (_OF_LAWS, _OF_POLICIES)))
        asked = {e.clause for e in entries if e.kind is Kind.ASKED}
        self._unasked = np.array([clause not in asked for clause in numbers], np.float32)

    def signals(self, vector: FloatArray, weights: Weights) -> dict[str, FloatArray]:
        """Return the signals of a question's `vector`, each of shape (clauses,)."""
        scores = self._index.scores(vector, allowed=self._searched)
        best = np.zeros(self._size, np.float32)
        np.maximum.at(best, self._owner, scores)
        found = {"dense": weights.dense * best}
        if weights.unasked and self._unasked.any():
            found["unasked"] = weights.unasked * best * self._unasked
        return found

    def law(self, signals: Mapping[str, FloatArray], weights: Weights) -> FloatArray | None:
        """Return how far articles stay behind the best one, 0 or less; None without laws."""
        if "dense" not in signals or not self._is_law.any():
            return None
        return np.float32(weights.law / weights.dense) * behind(signals["dense"], self._is_law)
