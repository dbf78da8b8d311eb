"""Places and the ladder 国家 → 省 → 市 → 区: a rule of an upper level applies below it.

Source of the table: GB/T 2260 codes (corpus/data/regions.csv). The national level has code "";
"?" is the code of no place at all.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "regions.csv"
_PEOPLES = (
    "(?:(?:蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|鄂伦春)族?|(?:各|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家"
    "|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒"
    "|鄂温克|保安|裕固|独龙)族)+")
_SUFFIX = re.compile(
    rf"(特别行政区|(维吾尔|壮族|回族)?自治区|{_PEOPLES}自治[州县旗]|地区|(?<=神农架)林区|新区|[省市区县盟旗])$")


class Level(StrEnum):
    """A level of government."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    DISTRICT = "区"
    UNKNOWN = "未载明"


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A place: `code` is the significant part of its GB/T 2260 code, 2, 4 or 6 digits."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """The level of government; a municipality's district is a 区."""
        levels = {0: Level.NATION, 1: Level.UNKNOWN, 2: Level.PROVINCE, 4: Level.CITY}
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
UNPLACED = Region("?", "地区未载明")  # of a paper that names no place: it applies nowhere


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
