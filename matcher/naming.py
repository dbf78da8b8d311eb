"""Find products of the catalog by the names that people give them."""

import re
import unicodedata
from collections.abc import Sequence

from corpus.regions import Region
from matcher.places import Placed

_SHORTEST = 3  # characters of a name that is looked for inside a sentence
_NOISE = re.compile(r"[\W_]+")


class NameIndex:
    """Products by name and alias."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._by_name: dict[str, list[Placed]] = {}
        for row in placed:
            for name in {plain(n) for n in (*_names(row.product.name), *row.product.aliases)}:
                if name:
                    self._by_name.setdefault(name, []).append(row)
        self._longest_first = sorted(self._by_name, key=lambda name: (-len(name), name))

    def named(self, name: str, region: Region | None = None) -> list[Placed]:
        """Return the products called `name`, else those whose name holds it; nearest place first.

        With `region` given, products of other places are left out.
        """
        wanted = plain(name)
        found = self._by_name.get(wanted, [])
        if not found and len(wanted) > 1:
            found = [p for known in self._longest_first if wanted in known
                     for p in self._by_name[known]]
        return self._near(found, region)

    def mentioned(self, sentence: str, region: Region | None = None) -> list[Placed]:
        """Return the products that `sentence` names, longest names first, none inside another."""
        text = plain(sentence)
        found: list[Placed] = []
        for name in self._longest_first:
            if len(name) >= _SHORTEST and name in text:
                text = text.replace(name, " ")
                found += self._near(self._by_name[name], region)[:1]
        return found

    def _near(self, rows: Sequence[Placed], region: Region | None) -> list[Placed]:
        """Return each of `rows` once, those of the narrowest place first."""
        unique = list({row.product.id: row for row in rows}.values())
        if region is None:
            return unique
        open_here = [row for row in unique if row.open_to(region)]
        return sorted(open_here, key=lambda row: -len(row.region.code) if row.region else 1)


def plain(name: str) -> str:
    """Return `name` folded: widths, case, quotes and blanks do not matter."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def _names(name: str) -> tuple[str, ...]:
    """Return a name, and it without what stands in brackets behind it."""
    return name, re.sub(r"[（(][^）)]*[）)]$", "", name)
