"""Places in text: which regions it names, and which one a name means.

What is known of names beyond the table stands in `data/`: `place_nicknames.csv` (雄安新区 is in
河北省), `ambiguous_places.txt` (short names that are everyday words too) and `no_places.txt` (words
that hold the name of a place and mean none: 大理石).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.errors import UnknownRegion
from corpus.ladder import NATION, UNPLACED, Level, Region, short_name, table

__all__ = ["NATION", "UNPLACED", "Gazetteer", "Level", "Region", "short_name", "table"]

_DATA = Path(__file__).parent / "data"
_CANDIDATES_TOLD = 3


class _Hit(NamedTuple):
    """A name in text, where it stands, and the places that are called so."""

    name: str
    start: int
    end: int
    candidates: list[Region]

    @property
    def widest(self) -> Region:
        return min(self.candidates, key=_height)

    @property
    def certain(self) -> bool:
        """Whether the name alone means its widest place."""
        return self.name not in _words("ambiguous_places.txt") and (
            len(self.candidates) == 1 or _height(self.widest) < 6)


class Gazetteer:
    """Finds regions in text by full name, short name and added nicknames.

    A district's short name that is also an everyday word, or that several cities share, counts
    only beside the name of its city or province.
    """

    def __init__(self, nicknames: Iterable[tuple[str, Region]] = ()) -> None:
        self._names: dict[str, list[Region]] = {}
        for region in table().values():
            for name in {region.name, short_name(region.name)}:
                self._names.setdefault(name, []).append(region)
        for name in _words("no_places.txt"):
            self._names[name] = []
        for name in ("国家层面", "全国"):
            self._names[name] = [NATION]
        for name, region in (*_nicknames(), *nicknames):
            self._names[name] = [region]
        self._longest = max(map(len, self._names))

    def find(self, text: str) -> list[Region]:
        """Return the regions named in `text`, in order, each once; the narrower of a chain."""
        meant = (places for _, places in self._resolve(text))
        found = list(dict.fromkeys(places[0] for places in meant if len(places) == 1))
        return [r for r in found if not any(r != o and r.covers(o) and r.code for o in found)]

    def strip(self, text: str) -> str:
        """Return `text` with the names of places left out."""
        names = {name for name, places in self._resolve(text) if len(places) == 1}
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, " ")
        return text.strip()

    def one(self, name: str) -> Region:
        """Return the region that `name` means; of places that share it, the only upper one.

        Raises:
            UnknownRegion: no place has this name, or several; `detail` then names up to three.

        """
        name = name.strip()
        if name in ("全国", "国家", "中国"):
            return NATION
        shared = next((places for _, places in self._resolve(name) if len(places) > 1), [])
        found = self.find(name)
        if found and not shared:
            return found[-1] if found[0].covers(found[-1]) else found[0]
        shared = shared or _only_upper(self._names.get(name, []))
        if len(shared) == 1:
            return shared[0]
        raise UnknownRegion(name, "、".join(r.full_name for r in shared[:_CANDIDATES_TOLD]))

    def _resolve(self, text: str) -> Iterator[tuple[str, list[Region]]]:
        """Yield each name in `text` with the places that it may mean there: several are unclear."""
        hits = list(self._scan(text))
        known: dict[str, list[_Hit]] = {}  # certain names by the code of their place
        for hit in hits:
            if hit.certain and hit.widest.code:
                known.setdefault(hit.widest.code, []).append(hit)
        for before, hit in zip([None, *hits], hits, strict=False):
            yield hit.name, _beside(hit, before) if hit.certain else _among(hit, known)

    def _scan(self, text: str) -> Iterator[_Hit]:
        at = 0
        while at < len(text):
            for size in range(min(self._longest, len(text) - at), 1, -1):
                places = self._names.get(text[at : at + size])
                if places is not None and not _in_new_area(text, at + size, places):
                    if places:
                        yield _Hit(text[at : at + size], at, at + size, places)
                    at += size
                    break
            else:
                at += 1


def _beside(hit: _Hit, before: _Hit | None) -> list[Region]:
    """Return the place that a certain name means right after the one `before`: 南京市鼓楼区."""
    if before and before.certain and before.end == hit.start and before.widest.code:
        inside = _inside(hit, before)
        return [min(inside, key=_height)] if inside else [hit.widest]
    return [hit.widest]


def _among(hit: _Hit, known: Mapping[str, list[_Hit]]) -> list[Region]:
    """Return the places that an uncertain name may mean inside those `known` in the same text.

    The narrowest counts, then what stands before the name, then what stands nearest.
    """
    upper = {r.code[:size] for r in hit.candidates for size in range(1, len(r.code))}
    around = [(_height(o.widest), o.start < hit.start, -abs(hit.start - o.start), o)
              for code in upper for o in known.get(code, ())]
    return _only_upper(_inside(hit, max(around)[3])) if around else []


def _inside(hit: _Hit, other: _Hit) -> list[Region]:
    return [r for r in hit.candidates if other.widest.covers(r) and r != other.widest]


def _only_upper(places: list[Region]) -> list[Region]:
    """Return the one city or province among `places`; all of them when there is not just one."""
    upper = [region for region in places if _height(region) < 6]
    return upper if len(upper) == 1 else places


def _in_new_area(text: str, end: int, places: list[Region]) -> bool:
    """Whether the name that ends at `end` is part of a longer …新区: 安新 in 雄安新区."""
    return bool(places) and all(_height(r) == 6 for r in places) and "新区" in (
        text[end - 1 : end + 1], text[end : end + 2])


def _height(region: Region) -> int:
    return len(region.code)


@lru_cache
def _words(file: str) -> frozenset[str]:
    """Return the words in a data file beside the table; lines that begin with # are remarks."""
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _nicknames() -> tuple[tuple[str, Region], ...]:
    with (_DATA / "place_nicknames.csv").open(encoding="utf-8") as rows:
        return tuple((row["name"], table()[row["code"]]) for row in csv.DictReader(rows))
