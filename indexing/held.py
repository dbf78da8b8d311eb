"""The lookup over what is loaded, kept between the events of a page."""

from collections.abc import Callable, Sequence
from typing import Any

from corpus.product import Product
from indexing.choices import LABELS, filters_of, told
from indexing.lookup import Listing, Lookup
from indexing.search import Searcher


class Held:
    """The lookup over what is loaded; made anew when the searcher or the catalog is another."""

    def __init__(self, searcher: Callable[[], Searcher],
                 catalog: Callable[[], Sequence[Product]]) -> None:
        self._searcher, self._catalog = searcher, catalog
        self._lookup: Lookup | None = None

    def get(self) -> Lookup:
        """Return the lookup, once all is loaded; RongceError when that failed."""
        searcher, catalog = self._searcher(), self._catalog()
        held = self._lookup
        if held is None or held.searcher is not searcher or held.catalog is not catalog:
            self._lookup = held = Lookup(searcher, catalog)
        return held

    def told(self, chosen: Sequence[Any]) -> str:
        """Return which filters are chosen as a line."""
        return told(self.get(), dict(zip(LABELS, chosen, strict=True)))

    def find(self, query: str | None, chosen: Sequence[Any]) -> Listing:
        """Return what `query` and the choices of the filters, in order of LABELS, find."""
        lookup = self.get()
        filters = filters_of(lookup, dict(zip(LABELS, chosen, strict=True)))
        return lookup.find(query or "", filters)
