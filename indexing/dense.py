"""Vectors in FAISS: exact inner product, restricted to some rows when asked."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


class DenseIndex:
    """Unit vectors by row number."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatArray) -> "DenseIndex":
        """Index `vectors`, shape (n, dim)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Read the index that `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        faiss.write_index(self._index, str(path))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self._index.ntotal)

    def scores(self, vector: FloatArray, *, allowed: NDArray[np.bool_] | None = None,
               nearest: int = 400) -> FloatArray:
        """Return the cosine of `vector`, shape (dim,), with each row; 0 beyond the `nearest`.

        `allowed`, shape (n,), restricts the search to some rows.
        """
        scores = np.zeros(self.size, np.float32)
        parameters = None
        if allowed is not None:
            bitmap = np.packbits(allowed, bitorder="little")
            selector: Any = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg,arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        found, rows = self._index.search(
            vector[None, :], min(nearest, self.size), params=parameters)
        hit = rows[0] >= 0
        scores[rows[0][hit]] = np.maximum(found[0][hit], 0)
        return scores
