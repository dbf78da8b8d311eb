"""Whose rule a policy is: its region, from issuers and title, else from the places it names."""

import re
from collections import Counter
from functools import lru_cache

from corpus.letterhead import Letterhead
from corpus.regions import NATION, UNPLACED, Gazetteer, Region

_STATED = re.compile(r"(?:适用|发文)?(?:地区|区域|范围)[：:]\s*(.{2,20})")
_NATIONAL = re.compile(r"^(?:国务院|国家|中国|中共中央|中央|全国|最高)"
                       r"|^(?![省市县区州盟]).+(?:部|总局|总署)$")
_FRONT = 12  # paragraphs in which a line may state the region


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the plain gazetteer, without nicknames of policies."""
    return Gazetteer()


def find_region(given: str | None, head: Letterhead, texts: list[str]) -> Region:
    """Return the region: the one `given`, else stated in a line of its own (适用地区：洛阳), else
    named in the letterhead, else that of a national body, else the place named most often.

    A paper that names no place anywhere is UNPLACED: nothing tells where it applies.
    """
    if given:
        return gazetteer().one(given)
    for text in texts[:_FRONT]:
        stated = _STATED.fullmatch(text)
        if stated and (places := gazetteer().find(stated[1])):
            return places[0]
    named = gazetteer().find(" ".join((head.title, head.number or "", *head.issuers)))
    if named:
        return named[0]
    if any(map(_NATIONAL.search, head.issuers)) or head.title.startswith("中华人民共和国"):
        return NATION
    counts = Counter(r for text in texts for r in gazetteer().find(text) if r.code)
    return counts.most_common(1)[0][0] if counts else UNPLACED
