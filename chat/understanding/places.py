"""Names of places misspelt by sound: 洛杨 → 洛阳, 哈尔宾 → 哈尔滨.

A piece of a question counts as misspelt when it is no word and no name itself, sounds like a known
place, and differs from its name in one character. Known are provinces, cities, places of policies
and districts of cities that have a policy of their own.
"""

import re
from collections.abc import Iterable, Sequence

from chat.understanding.spelling import sound
from corpus.model import Policy
from corpus.regions import Gazetteer, short_name, table
from indexing.words import cut_plain, fold

_CITY = 4  # digits of the code of a city
_UPPER = re.compile(r"[市省]")  # what must follow a short name of a place without a policy
_AFTER = re.compile(r"$|[^㐀-鿿]|[的市省区县这那有在里本产的能怎可是]")


class PlaceSpeller:
    """Puts right the names of places that a question misspells by sound."""

    def __init__(self, policies: Sequence[Policy], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        own = {policy.region.code for policy in policies if policy.region.code}
        near = {short_name(r.name) for r in table().values()
                if r.code in own or (len(r.code) > _CITY and r.code[:_CITY] in own)}
        near |= {name for policy in policies for name in policy.places}
        far = {short_name(r.name) for r in table().values() if 0 < len(r.code) <= _CITY}
        self._by_gap: dict[str, list[str]] = {}
        for name in (*sorted(near), *sorted(far - near)):
            if len(name) > 1:
                for gap in _gaps(name):
                    self._by_gap.setdefault(gap, []).append(name)
        self._near = near

    def corrected(self, question: str) -> str:
        """Return `question` with misspelt places spelt right."""
        found = {}
        for piece, after in _pieces(question):
            name = self._meant(piece)
            ends = len(after) > 1 or _AFTER.match(after) if name in self._near else (
                _UPPER.match(after))
            if name and (len(name) > 2 or ends):
                found[piece] = name
        for piece, name in found.items():
            question = question.replace(piece, name)
        return question

    def _meant(self, piece: str) -> str | None:
        """Return the one place that `piece` misspells: one with a policy before others."""
        near = [name for gap in _gaps(piece) for name in self._by_gap.get(gap, ())]
        if not near or piece in near or self._gazetteer.find(piece):
            return None
        alike = [name for name in dict.fromkeys(near) if sound(name) == sound(piece)]
        own = [name for name in alike if name in self._near] or alike
        return own[0] if len(own) == 1 else None


def _gaps(name: str) -> list[str]:
    """Return `name` with each of its characters left open in turn."""
    return [f"{name[:at]}?{name[at + 1:]}" for at in range(len(name))]


def _pieces(question: str) -> Iterable[tuple[str, str]]:
    """Yield runs of neighbouring words that may be a name, and the word after each."""
    for run in re.findall(r"[㐀-鿿]+", fold(question)):
        words = cut_plain(run, guess=False)
        for start in range(len(words)):
            for end in range(start + 2, min(start + 5, len(words)) + 1):
                piece = "".join(words[start:end])
                if len(piece) > 1:
                    yield piece, words[end] if end < len(words) else ""
