"""How close the words of products are to a firm's own words, by name and by naming clause."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from corpus.product import Product
from indexing.search import Searcher
from indexing.words import pairs
from matcher.reading.known import Firm

FloatArray = NDArray[np.float64]
_CLAUSES = 12
_BY_CLAUSE, _BY_NAME = 0.8, 0.8


class Relevance:
    """Compares firms with `products`, whose names are cut into character pairs once."""

    def __init__(self, products: Sequence[Product], searcher: Searcher) -> None:
        self._searcher = searcher
        self._columns: dict[str, int] = {}
        own = [set(pairs(" ".join((p.name, *p.aliases, p.target or "")))) for p in products]
        for pair in sorted(set().union(*own)):
            self._columns[pair] = len(self._columns)
        self._names = self._matrix(own)
        self._rows: dict[str, list[int]] = {}
        for row, product in enumerate(products):
            self._rows.setdefault(product.clause or "", []).append(row)

    def of(self, firm: Firm) -> FloatArray:
        """Return 0 (nothing in common) to about 1.6 for each product, shape (products,)."""
        if not firm.text:
            return np.zeros(self._names.shape[0])
        wanted = set(pairs(" ".join((firm.text, *self._searcher.expand(firm.text)))))
        asked = np.zeros(self._names.shape[1])
        asked[[self._columns[pair] for pair in wanted if pair in self._columns]] = 1
        return np.asarray(_BY_NAME * (self._names @ asked) + _BY_CLAUSE * self._by_clause(firm))

    def _by_clause(self, firm: Firm) -> FloatArray:
        """Return the score of each product's clause, as a share of the best one's."""
        regions = (firm.region,) if firm.region else ()
        hits = self._searcher.search(firm.text, k=_CLAUSES, regions=regions)
        best = max((hit.score for hit in hits), default=0.0)
        shares = np.zeros(self._names.shape[0])
        for hit in hits if best > 0 else ():
            shares[self._rows.get(hit.clause.id, [])] = hit.score / best
        return shares

    def _matrix(self, own: Sequence[set[str]]) -> sp.csr_array:
        """Return the share of each pair in the weight of its product's name, one row each."""
        weights = {pair: self._searcher.pair_weight(pair) for pair in self._columns}
        entries = [(row, self._columns[pair], weights[pair] / total)
                   for row, some in enumerate(own)
                   if (total := sum(weights[pair] for pair in some)) for pair in some]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return sp.csr_array((values, (rows, columns)), shape=(len(own), len(self._columns)))
