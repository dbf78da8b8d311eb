"""BM25 over words, over pairs of characters and over single ones, by bm25s."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from indexing.words import characters, cut, pairs

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for DEBUG by itself
FloatArray = NDArray[np.float32]
Cutter = Callable[[str], list[str]]
CUTTERS: dict[str, Cutter] = {"words": cut, "pairs": pairs, "chars": characters}


class LexicalIndex:
    """BM25 over a fixed list of texts; `cutter` is a key of CUTTERS."""

    def __init__(self, model: bm25s.BM25, cutter: str, size: int) -> None:
        self._model, self._cut, self._size = model, CUTTERS[cutter], size
        self._vocabulary: dict[str, int] = model.vocab_dict
        self._unknown_idf = float(np.log(1 + size))
        self._indptr = np.asarray(model.scores["indptr"])
        counts = np.diff(self._indptr).astype(np.float32)
        self._idf: FloatArray = np.log(1 + (size - counts + 0.5) / (counts + 0.5))

    @classmethod
    def build(cls, texts: Sequence[str], cutter: str, *, k1: float = 1.2,
              b: float = 0.6) -> "LexicalIndex":
        """Index `texts`, in order; `k1` (repeats) and `b` (length) as BM25 has them."""
        model = bm25s.BM25(k1=k1, b=b, method="lucene")
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
        known = [t for t in dict.fromkeys(self._cut(query)) if t in self._vocabulary]
        if not known or not self._size:
            return np.zeros(self._size, np.float32)
        scores: FloatArray = self._model.get_scores(known).astype(np.float32)
        return scores[: self._size]

    def share(self, query: str, row: int) -> float:
        """Return how much of the weight (idf) of the words of `query` text number `row` holds."""
        tokens = dict.fromkeys(self._cut(query))
        held = total = 0.0
        for token in tokens:
            index, weight = self._vocabulary.get(token), self.weight(token)
            total += weight
            if index is not None and row in self._rows_of(index):
                held += weight
        return held / total if total else 0.0

    def knows(self, token: str) -> bool:
        """Whether `token` stands in any text."""
        return token in self._vocabulary

    def weight(self, token: str) -> float:
        """Return how rare `token` is: its inverse document frequency."""
        index = self._vocabulary.get(token)
        return self._unknown_idf if index is None else float(self._idf[index])

    def holders(self, text: str) -> list[int]:
        """Return the numbers of the texts that hold all tokens of `text`."""
        tokens = [self._vocabulary.get(token) for token in self._cut(text)]
        found = [set() if t is None else set(self._rows_of(t).tolist()) for t in tokens]
        return sorted(set.intersection(*found)) if found else []

    def _rows_of(self, token: int) -> NDArray[np.int32]:
        start, end = self._indptr[token], self._indptr[token + 1]
        rows: NDArray[np.int32] = self._model.scores["indices"][start:end]
        return rows
