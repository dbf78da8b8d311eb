"""The table of products and divisions, industries.toml: words, heads, endings."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).with_name("industries.toml")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the tables of industries.toml by name."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def codes_of(word: str) -> tuple[str, ...]:
    """Return the codes that a word of the table may mean."""
    return _codes()[word.lower()]


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return a pattern of all words of the table, the longest first."""
    longest_first = sorted(_codes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@lru_cache(maxsize=1)
def heads() -> dict[str, re.Pattern[str]]:
    """Return by code what, right after a word, makes it another thing: 饲料 + 机械."""
    return {code: re.compile("|".join(row)) for code, row in table()["heads"].items()}


@lru_cache(maxsize=1)
def endings() -> dict[str, re.Pattern[str]]:
    """Return by codes the ends of names of products."""
    return {codes: re.compile(f"({'|'.join(row)})$") for codes, row in table()["endings"].items()}


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    """Return the codes by word, in lower case."""
    codes = {word.lower(): (code,) for code, row in table()["words"].items() for word in row}
    return codes | {word.lower(): tuple(row) for word, row in table()["unclear"].items()}
