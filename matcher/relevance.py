"""How close the words of a product are to a firm's own words, by the clause that names it."""

from collections.abc import Callable

from corpus.product import Product
from indexing.search import Searcher
from indexing.words import pairs
from matcher.known import Firm

_CLAUSES = 12
_BY_CLAUSE, _BY_NAME = 0.8, 0.8


def relevance_for(firm: Firm, searcher: Searcher) -> Callable[[Product], float]:
    """Return a function that gives 0 (nothing in common) to about 1.6 for a product."""
    regions = (firm.region,) if firm.region else ()
    hits = searcher.search(firm.text, k=_CLAUSES, regions=regions) if firm.text else []
    best = max((hit.score for hit in hits), default=0.0)
    by_clause = {hit.clause.id: hit.score / best for hit in hits if best > 0}
    wanted = set(pairs(" ".join((firm.text, *searcher.expand(firm.text)))))
    weights = {pair: searcher.pair_weight(pair) for pair in wanted}

    def relevance(product: Product) -> float:
        own = set(pairs(" ".join((product.name, *product.aliases, product.target or ""))))
        total = sum(searcher.pair_weight(pair) for pair in own)
        shared = sum(weights[pair] for pair in own & wanted)
        name = shared / total if total else 0.0
        return _BY_CLAUSE * by_clause.get(product.clause or "", 0.0) + _BY_NAME * name

    return relevance
