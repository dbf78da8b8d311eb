"""Whose rule a policy is: its region, from issuers and title, else from the places it names."""

from collections import Counter
from functools import lru_cache

from corpus.letterhead import Letterhead
from corpus.regions import NATION, Gazetteer, Region


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the plain gazetteer, without nicknames of policies."""
    return Gazetteer()


def find_region(given: str | None, head: Letterhead, texts: list[str]) -> Region:
    """Return the region: the one `given`, else named in the letterhead, else named most often.

    A paper that organisations issued and whose head names no place is a national one.
    """
    if given:
        return gazetteer().one(given)
    named = gazetteer().find(" ".join((head.title, head.number or "", *head.issuers)))
    if named:
        return named[0]
    if head.issuers or head.title.startswith("中华人民共和国"):
        return NATION
    counts = Counter(r for text in texts for r in gazetteer().find(text))
    return counts.most_common(1)[0][0] if counts else NATION
