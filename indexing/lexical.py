"""BM25 over words and over character pairs, by bm25s.

Scores are divided by what the query could reach at best, so that they read as a share: 0 is no word
in common, about 1 is every informative word found in a short text.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from indexing.words import cut, pairs

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for DEBUG by itself
FloatArray = NDArray[np.float32]
Cutter = Callable[[str], list[str]]
CUTTERS: dict[str, Cutter] = {"words": cut, "pairs": pairs}
_K1, _B = 1.2, 0.6


class LexicalIndex:
    """BM25 over a fixed list of texts; `cutter` is a key of CUTTERS."""

    def __init__(self, model: bm25s.BM25, cutter: str, size: int) -> None:
        self._model, self._cut, self._size = model, CUTTERS[cutter], size
        self._vocabulary: dict[str, int] = model.vocab_dict
        self._unknown_idf = float(np.log(1 + size))
        self._idf = _inverse_frequencies(model, size)

    @classmethod
    def build(cls, texts: Sequence[str], cutter: str) -> "LexicalIndex":
        """Index `texts`, in order."""
        model = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        tokens = [CUTTERS[cutter](text) or ["∅"] for text in texts] or [["∅"]]
        model.index(tokens, show_progress=False)
        return cls(model, cutter, len(texts))

    @classmethod
    def load(cls, folder: Path, cutter: str, size: int) -> "LexicalIndex":
        """Read the index that `save` wrote, memory-mapped."""
        return cls(bm25s.BM25.load(folder, mmap=True), cutter, size)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        self._model.save(folder, show_progress=False)

    def scores(self, query: str) -> FloatArray:
        """Return one score per text, shape (n,), in the order of `build`."""
        tokens = list(dict.fromkeys(self._cut(query)))
        known = [t for t in tokens if t in self._vocabulary]
        if not known or not self._size:
            return np.zeros(self._size, np.float32)
        best = sum(self._weight(t) for t in tokens) * (_K1 + 1) / (1 + _K1 * (1 - _B))
        raw: FloatArray = self._model.get_scores(known).astype(np.float32)
        return raw[: self._size] * (_K1 + 1) / np.float32(best)

    def _weight(self, token: str) -> float:
        index = self._vocabulary.get(token)
        return self._unknown_idf if index is None else float(self._idf[index])


def _inverse_frequencies(model: bm25s.BM25, size: int) -> FloatArray:
    counts = np.diff(np.asarray(model.scores["indptr"])).astype(np.float32)
    weights: FloatArray = np.log(1 + (size - counts + 0.5) / (counts + 0.5))
    return weights
