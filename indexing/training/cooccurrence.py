"""Where the vectors start: words that stand near the same words are near each other.

Source: positive pointwise mutual information, contexts smoothed by the power .75, and a truncated
singular value decomposition (Levy, Goldberg and Dagan, 2015).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

FloatArray = NDArray[np.float32]
_WINDOW, _SMOOTHING = 8, 0.75


def start_vectors(sequences: Sequence[Sequence[int]], size: int, dim: int) -> FloatArray:
    """Return one vector a piece, shape (size, dim), of mean length 1."""
    rows, columns = [], []
    for sequence in map(np.asarray, sequences):
        for step in range(1, min(_WINDOW + 1, len(sequence))):
            rows.append(sequence[:-step])
            columns.append(sequence[step:])
    near, far = np.concatenate(rows), np.concatenate(columns)
    counts = csr_matrix((np.ones(len(near), np.float32), (near, far)), shape=(size, size))
    information = _positive_information((counts + counts.T).tocsr())
    start = np.random.default_rng(0).standard_normal(size).astype(np.float32)
    left, values, _ = svds(information, k=min(dim, size - 1), v0=start)
    vectors = np.zeros((size, dim), np.float32)
    vectors[:, : len(values)] = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1)
    scaled: FloatArray = vectors / lengths.mean()
    return scaled


def _positive_information(counts: csr_matrix) -> csr_matrix:
    counts.sum_duplicates()
    total, of_word = counts.sum(), np.asarray(counts.sum(axis=1)).ravel()
    smoothed = of_word**_SMOOTHING
    smoothed *= total / smoothed.sum()
    cells = counts.tocoo()
    expected = of_word[cells.row] * smoothed[cells.col]
    values = np.log(np.maximum(cells.data * total / expected, 1e-9))
    kept = values > 0
    return csr_matrix((values[kept].astype(np.float32), (cells.row[kept], cells.col[kept])),
                      shape=counts.shape)
