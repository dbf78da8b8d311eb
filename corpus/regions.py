"""Places and the ladder 国家 → 省 → 市 → 区: a rule of an upper level applies below it.

Source of the table: GB/T 2260 codes (corpus/data/regions.csv). The national level has code "".
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.errors import UnknownRegion

_TABLE = Path(__file__).parent / "data" / "regions.csv"
_SUFFIX = re.compile(
    r"(特别行政区|(维吾尔|壮族|回族)?自治区|[^市区县]{0,12}族自治[州县]|自治州|地区|林区|新区"
    r"|[省市区县盟旗])$")
_MUNICIPALITIES = ("11", "12", "31", "50")


class Level(StrEnum):
    """A level of government."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    DISTRICT = "区"


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A place: `code` is the significant part of its GB/T 2260 code, 2, 4 or 6 digits."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """The level of government; a municipality's district is a 区."""
        levels = {0: Level.NATION, 2: Level.PROVINCE, 4: Level.CITY}
        return levels.get(len(self.code), Level.DISTRICT)

    def covers(self, other: "Region") -> bool:
        """Whether a rule of this region applies in `other` (itself included)."""
        return other.code.startswith(self.code)

    @property
    def ladder(self) -> tuple["Region", ...]:
        """The nation first, then down to this region."""
        codes = dict.fromkeys(["", self.code[:2], self.code[:4], self.code])
        return tuple(table()[code] for code in codes if code in table())

    @property
    def full_name(self) -> str:
        """The name with those above it: 河南省洛阳市; the nation is 全国."""
        return "".join(r.name for r in self.ladder if r.code) or self.name


NATION = Region("", "全国")


@lru_cache(maxsize=1)
def table() -> dict[str, Region]:
    """Return all regions by significant code."""
    regions = {"": NATION}
    with _TABLE.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            code = row["code"]
            code = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
            regions[code] = Region(code, row["name"])
    return regions


def short_name(name: str) -> str:
    """Drop the generic ending: 洛阳市 → 洛阳; a result of one character keeps its ending."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


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
        for name in ("国家层面", "全国"):
            self._names[name] = [NATION]
        for name, region in nicknames:
            self._names[name] = [region]
        self._longest = max(map(len, self._names))

    def find(self, text: str) -> list[Region]:
        """Return the regions named in `text`, in order, each once; the narrower of a chain."""
        found = list(dict.fromkeys(region for _, region in self._resolve(text)))
        return [r for r in found if not any(r != o and r.covers(o) and r.code for o in found)]

    def strip(self, text: str) -> str:
        """Return `text` with the names of places left out."""
        for name in sorted({name for name, _ in self._resolve(text)}, key=len, reverse=True):
            text = text.replace(name, " ")
        return text.strip()

    def _resolve(self, text: str) -> list[tuple[str, Region]]:
        """Return each name in `text` that means a place, with the place."""
        hits = list(self._scan(text))
        certain = [min(c, key=_height) for name, c in hits if self._certain(name, c)]
        found = []
        for name, candidates in hits:
            inside = [r for r in candidates if any(c.covers(r) for c in certain)]
            if self._certain(name, candidates):
                found.append((name, min(candidates, key=_height)))
            elif inside:
                found.append((name, inside[0]))
        return found

    def one(self, name: str) -> Region:
        """Return the region that `name` means; UnknownRegion when there is none."""
        name = name.strip()
        if name in ("全国", "国家", "中国"):
            return NATION
        found = self.find(name)
        if not found:
            found = sorted(self._names.get(name, []), key=_height)
        if not found:
            raise UnknownRegion(name)
        return found[-1] if len(found) > 1 and found[0].covers(found[-1]) else found[0]

    def _certain(self, name: str, candidates: list[Region]) -> bool:
        if name in _everyday_words():
            return False
        return len(candidates) == 1 or any(len(r.code) < 6 for r in candidates)

    def _scan(self, text: str) -> Iterable[tuple[str, list[Region]]]:
        at = 0
        while at < len(text):
            for size in range(min(self._longest, len(text) - at), 1, -1):
                if (name := text[at : at + size]) in self._names:
                    yield name, self._names[name]
                    at += size
                    break
            else:
                at += 1


def _height(region: Region) -> int:
    return len(region.code)


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    """District names that are everyday words too, from the data file beside the table."""
    text = (_TABLE.parent / "ambiguous_places.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))
