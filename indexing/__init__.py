"""Words, nodes, lexical and dense index, fusion, and the build of all of them."""

from indexing.build import build_index
from indexing.search import Hit, Searcher

__all__ = ["Hit", "Searcher", "build_index"]
