"""Whose rule a policy is: its region, from issuers and title, else from the places it names."""

import re
from collections import Counter
from functools import lru_cache

from corpus.letterhead import Letterhead
from corpus.regions import NATION, UNPLACED, Gazetteer, Region

_STATED = re.compile(r"(?:适用|发文)?(?:地区|区域|范围)[：:]\s*(.{2,20})")
_NATIONAL = re.compile(r"^(?:国务院|国家|中国|中共中央|中央|全国|最高)"
                       r"|^(?![省市县区州盟]).+(?:部|总局|总署)$")
_PROMULGATED = re.compile(  # a line such as 2020年7月5日 中华人民共和国国务院令第728号公布
    r"^[（(]?\d{4}年\d{1,2}月\d{1,2}日.{0,20}?(?:国务院|主席令|全国人民代表大会|中国人民银行|国家|"
    r"[^省市县区州盟]{2,12}(?:部|总局|总署))(?:.{0,20})(?:令|通过|批准|公布|发布|修正|修订)")
_OF_THE_STATE = ("中华人民共和国", "最高人民法院", "最高人民检察院", "国务院")
_FRONT = 12  # paragraphs in which a line may state the region, or who put a law in force


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the plain gazetteer, without nicknames of policies."""
    return Gazetteer()


def find_region(given: str | None, head: Letterhead, texts: list[str]) -> Region:
    """Return the region: the one `given`, else stated in a line of its own (适用地区：洛阳), else
    named in the letterhead, else that of a national body or of who put it in force (国务院令), else
    the place named most often.

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
    if any(map(_NATIONAL.search, head.issuers)) or head.title.startswith(_OF_THE_STATE):
        return NATION
    notes = [text for text in texts[:_FRONT] if _PROMULGATED.search(text)]
    if any(not any(place.code for place in gazetteer().find(note)) for note in notes):
        return NATION
    counts = Counter(r for text in texts for r in gazetteer().find(text) if r.code)
    return counts.most_common(1)[0][0] if counts else UNPLACED
