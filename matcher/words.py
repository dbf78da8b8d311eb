"""The table of wordings: what a firm says → the closed words of the catalog."""

from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns, load_patterns

_WORDS = Path(__file__).with_name("words.toml")


@lru_cache(maxsize=1)
def words() -> Patterns:
    """Return the patterns of words.toml by field and value."""
    return load_patterns(_WORDS)
