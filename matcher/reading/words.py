"""The tables of wordings: what a firm says → the catalog's closed words, and the words around."""

from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns, load_patterns

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def words() -> Patterns:
    """Return the patterns of words.toml by field and value."""
    return load_patterns(_FOLDER / "words.toml")


@lru_cache(maxsize=1)
def cues() -> Patterns:
    """Return the patterns of cues.toml by reader and name."""
    return load_patterns(_FOLDER / "cues.toml")
