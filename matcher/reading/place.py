"""Where a firm is, by its own words: not where it sells, once was, or its bank is called after."""

import re

from corpus.regions import Gazetteer, Region, short_name
from matcher.reading.told import Doubt
from matcher.reading.words import cues

_WE = ("我们", "俺们", "咱", "我")
_ASK = "企业在哪个省、市、区县？"


def read_place(text: str, gazetteer: Gazetteer) -> tuple[Region | None, str, list[Doubt]]:
    """Return the firm's region by its words, the words, and a doubt when two places are told."""
    found = _own(text, gazetteer)
    if not found:
        opening = _opening(text, gazetteer)
        return (opening[0], opening[1], []) if opening else (None, "", [])
    ours = [one for one in found if one[2]] or found[:1]
    first, last = ours[0], ours[-1]
    if first[0] == last[0] or first[0].covers(last[0]) or last[0].covers(first[0]):
        narrow = max((first, last), key=lambda one: len(one[0].code))
        return narrow[0], narrow[1], []
    if _cue("corrects").search(text):
        return last[0], last[1], []
    said = f"您先后提到{first[0].full_name}和{last[0].full_name}。"
    return None, "", [Doubt("region", said, _ASK)]


def clash(stated: Region, text: str, gazetteer: Gazetteer) -> Region | None:
    """Return a place that the words give as the firm's own and that is not in `stated`."""
    ours = [region for region, _, own in _own(text, gazetteer) if own]
    if any(stated.covers(region) or region.covers(stated) for region in ours):
        return None
    return ours[0] if ours else None


def _own(text: str, gazetteer: Gazetteer) -> list[tuple[Region, str, bool]]:
    """Return (region, words, said as the firm's own) for the places that may be the firm's."""
    hidden = _cue("elsewhere").sub(lambda m: "＿" * len(m[0]), text)
    found = []
    named = dict.fromkeys((*gazetteer.find(text), *gazetteer.find(hidden)))
    for region in named:
        if not region.code or not _shown(region, hidden):
            continue
        start, end = _where(region, hidden)
        before = re.split(r"[，。；！？,;!?\s＿]", hidden[:start])[-1]
        if _cue("others_after").match(hidden[end:]):
            continue
        own = not before or before in _WE or bool(_cue("ours").search(before))
        found.append((region, hidden[start:end], own))
    return found


def _opening(text: str, gazetteer: Gazetteer) -> tuple[Region, str, bool] | None:
    """Return the city or county at the start of `text`, whose name is an everyday word too."""
    begin = _cue("opening").match(text)
    start = begin.end() if begin else 0
    for size in (2, 3):
        name = text[start : start + size]
        if len(name) < size or gazetteer.find(name) or _cue("no_opening").match(text[start:]):
            return None
        for kind in "市县":
            found = gazetteer.find(f"{name}{kind}")
            if len(found) == 1 and found[0].name == f"{name}{kind}" and (
                    kind == "市" or _cue("of_county").match(text[start + size :])):
                return found[0], name, True
    return None


def _shown(region: Region, text: str) -> bool:
    return any(name in text for name in (region.name, short_name(region.name)))


def _where(region: Region, text: str) -> tuple[int, int]:
    """Return where `text` names `region`, upper levels right before it included."""
    names = sorted({region.name, short_name(region.name)}, key=len, reverse=True)
    start, name = next(((at, n) for n in names if (at := text.find(n)) >= 0), (0, ""))
    end = start + len(name)
    for above in reversed(region.ladder[1:-1]):
        upper = next((n for n in (above.name, short_name(above.name))
                      if text[:start].endswith(n)), "")
        start -= len(upper)
    return start, end

def _cue(name: str) -> re.Pattern[str]:
    return cues()["place"][name]
