"""What a turn asks: the words to search for, the places and documents it is about.

A place named in the question wins over one named earlier in the talk, and that over the page's
choice. A question that cannot stand alone (那利息呢) is searched together with the one before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import gazetteer_of
from corpus.model import Policy
from corpus.regions import NATION, Region

_NATION = re.compile(
    r"国家(?!级|金融|发改|融资|重大|产融|工信|开发|认定|队|标准)|全国性?(?:的|有|统一)"
    r"|中央(?!企业)|监管总局|金发〔")
_LEANS = re.compile(
    r"^(那|这|它|他们|还有|另外|其中|再|上面|刚才|前面|不对|不是|错了|我是说|换成|改成)"
    r"|(呢|吗)[？?！!。 ]*$")
_SHORT = 14  # characters; a shorter question after another one is taken to lean on it
_YEAR = re.compile(r"(20\d\d)\s*年?")
_DRAFT = re.compile(r"征求意见稿|草案|稿子|意见稿")


@dataclass(frozen=True, slots=True)
class Message:
    """One earlier message; `role` is user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, understood.

    `query` is what to search for, place names left out; `context` the question it leans on, with
    `context_weight`. `regions` are the places asked about, () when none is known; `named` tells
    that the question itself names them. `policies` are ids of documents asked about.
    """

    question: str
    query: str
    context: str
    context_weight: float
    regions: tuple[Region, ...]
    named: bool
    policies: tuple[str, ...]


class Understanding:
    """Understands turns about a fixed set of policies."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)
        self._gazetteer = gazetteer_of(policies)
        self._nicknames = {name: p.id for p in policies for name in p.nicknames}

    def read(self, question: str, history: Sequence[Message] = (),
             region: Region | None = None) -> Turn:
        """Return the turn that `question` makes after `history`, asked from `region`."""
        named = self.regions(question)
        earlier = [m.content for m in history if m.role == "user"]
        regions = named or next(
            (found for text in reversed(earlier) if (found := self.regions(text))), ())
        if not regions and region:
            regions = (region,)
        leans = bool(earlier) and (len(question) <= _SHORT or bool(_LEANS.search(question)))
        documents = self.documents(question)
        if leans and not documents and not named:
            documents = self.documents(earlier[-1])
        return Turn(
            question=question, query=self._without_places(question),
            context=self._without_places(earlier[-1]) if earlier else "",
            context_weight=0.0 if not earlier else 0.8 if leans else 0.3,
            regions=regions, named=bool(named), policies=documents)

    def regions(self, text: str) -> tuple[Region, ...]:
        """Return the places that `text` is about; the nation counts when it is spoken of."""
        found = self._gazetteer.find(text)
        if _NATION.search(text) and NATION not in found:
            found = [NATION, *found]
        return tuple(found)

    def place(self, name: str) -> Region:
        """Return the region called `name`; UnknownRegion when there is none."""
        return self._gazetteer.one(name)

    def documents(self, text: str) -> tuple[str, ...]:
        """Return ids of the documents that `text` names by number, title, nickname, or year."""
        compact = re.sub(r"\s", "", text)
        found = {p.id for p in self._policies
                 if (p.number and p.number in compact) or p.title.replace(" ", "") in compact}
        found |= {policy for name, policy in self._nicknames.items() if name in compact}
        years = {int(y) for y in _YEAR.findall(compact)}
        places = self._gazetteer.find(text)
        for policy in self._policies:
            here = policy.region in places
            if here and policy.year in years:
                found.add(policy.id)
            if here and policy.status == "draft" and _DRAFT.search(text):
                found.add(policy.id)
        return tuple(sorted(found))

    def _without_places(self, text: str) -> str:
        return self._gazetteer.strip(text) or text
