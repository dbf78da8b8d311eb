"""The columns of a product sheet: their headers, how cells are read, and the words they may hold.

All of it stands in data/columns.toml, where a header seen in another sheet can be added.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter

_FILE = Path(__file__).parents[1] / "data" / "columns.toml"
_ANY_SOURCE = ("source", "clause")  # one of the two is needed


class Column(BaseModel):
    """One column: a field of the product, or a condition `criterion` ("size any")."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str
    field: str = ""
    criterion: str = ""
    form: str = "text"
    words: str = ""
    required: bool = False
    joins: bool = False
    also: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    asks: str = ""
    template: bool = True

    @property
    def key(self) -> str:
        """What tells this column from all others."""
        return self.field or self.criterion


class Header(NamedTuple):
    """The columns of one sheet by position (None: not known), as printed, and what is amiss."""

    columns: tuple[Column | None, ...]
    printed: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    """Return all columns, those of the template first."""
    return TypeAdapter(tuple[Column, ...]).validate_python(_data()["column"])


@lru_cache(maxsize=1)
def closed_words() -> Mapping[str, tuple[str, ...]]:
    """Return the closed words by the name of their list."""
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(_data()["words"])


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Mapping[str, str]]:
    """Return how fields and operators of criteria are written in a sheet."""
    return TypeAdapter(dict[str, dict[str, str]]).validate_python(_data()["labels"])


def find_column(printed: str) -> Column | None:
    """Return the column that a header means: its name, another name for it, or the field."""
    return _by_name().get(normal(printed))


def read_header(cells: Sequence[str]) -> Header:
    """Return what the header `cells` mean."""
    found = tuple(find_column(cell) for cell in cells)
    keys = [column.key for column in found if column]
    twice = {c.header for c in found if c and not c.joins and keys.count(c.key) > 1}
    unknown = tuple(cell for cell, column in zip(cells, found, strict=True) if cell and not column)
    return Header(found, tuple(cells), unknown, _missing(set(keys)), tuple(sorted(twice)))


def normal(header: str) -> str:
    """Return `header` without blanks, marks of obligation and differences of width."""
    text = re.sub(r"\s|[*:]", "", unicodedata.normalize("NFKC", header)).lower()
    return re.sub(r"\((必填|选填|可选)\)$", "", text).replace("[", "(").replace("]", ")")


def _missing(keys: set[str]) -> tuple[str, ...]:
    """Return the headers that a sheet must have and has not; ids can be made up from names."""
    return tuple(column.header for column in columns() if column.required
                 and column.key not in keys and column.key != "id"
                 and not (column.key in _ANY_SOURCE and keys & {*_ANY_SOURCE}))


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Column]:
    return {normal(name): column for column in columns()
            for name in (column.header, *column.also, column.field) if name}


@lru_cache(maxsize=1)
def _data() -> Mapping[str, object]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
