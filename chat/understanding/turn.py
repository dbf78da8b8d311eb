"""What a turn asks: the words to search for, the places and documents it is about.

A place named in the question wins over one named earlier in the talk, and that over the page's
choice. A question that cannot stand alone (那利息呢) is searched together with the one before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.understanding.kind import Kind, asks_locally, kind_of
from chat.understanding.mentions import Mentions
from chat.understanding.places import PlaceSpeller
from chat.understanding.sides import SideFinder, Sides, is_empty
from chat.understanding.spelling import Speller, domain_words, quoted_names, simplify
from corpus.model import Policy
from corpus.regions import NATION, Region
from indexing.thesaurus import Thesaurus
from matcher.reading.correction import is_correction
from matcher.reading.profile import Profile

_LEANS = re.compile(
    r"^(那|这|它|他们|还有|另外|其中|再|上面|刚才|前面|不对|不是|错了|我是说|换成|改成)"
    r"|呢[？?！!。 ]*$")
_WHO = re.compile(
    r"^(您好|你好|请问|我们?(厂|家|公司)?(是|在)|本(公司|厂)|在).{0,24}(厂|公司|企业|店|作坊|的|做.{1,10})[，,]"
    r"|^.{0,14}(厂|公司|企业|高企|小微)[，,]$|[一二三四五六七八九十\d]+(来|多)?(号)?人[，,]$")
_ASKED = "我们公司想贷款，有什么政策和产品可以用？"  # what a firm wants that has asked nothing
_SHORT = 12  # characters; a shorter question after another one is taken to lean on it
_MEDIUM = 18  # characters; a longer question that does not lean stands alone
_VERY_SHORT = 8  # characters; up to here the question before counts in full
_TOLD = 80  # characters of the last answer that tell its topic
_LEANING, _STANDING = 0.4, 0.2  # how much the question before counts


@dataclass(frozen=True, slots=True)
class Message:
    """One earlier message; `role` is user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, understood.

    `query` is what to search for, names of places and papers left out (`topic` is that, even when
    nothing is left); `context` the question
    before it, which counts `context_weight`. `regions` are the places asked about, () when none is
    known; `policies` ids of documents asked about. `sides` holds, when things are compared, the
    policy ids of each side. `earlier` are the questions before it, oldest first;
    `profile` is the form beside the talk.
    """

    question: str
    kind: Kind
    query: str
    topic: str = ""
    context: str = ""
    context_weight: float = 0.0
    regions: tuple[Region, ...] = ()
    policies: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()
    earlier: tuple[str, ...] = ()
    profile: Profile | None = None


def _context_weight(question: str, *, leans: bool) -> float:
    """Return how much the question before counts: the shorter this one, the more."""
    if not leans:
        return _STANDING if len(question) <= _MEDIUM else 0.0
    return max(_STANDING, _LEANING * min(1.0, _VERY_SHORT / len(question)))


def _need(question: str) -> str:
    """Return what a firm asks for, without the parts in which it says who it is."""
    parts = re.split(r"(?<=[，。？！；,?!;])", question)
    needs = [part for part in parts if not _WHO.search(part)]
    return "".join(needs) if len("".join(needs)) >= _SHORT else question


class Understanding:
    """Understands turns about a fixed set of policies."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.mentions = Mentions(policies)
        self._sides = SideFinder(self.mentions)
        self._places = PlaceSpeller(policies, self.mentions.gazetteer)
        texts = [c.text for p in policies for c in p.clauses]
        self._speller = Speller(domain_words(texts) | set(Thesaurus.load().phrases()),
                                quoted_names(texts))

    def read(self, question: str, history: Sequence[Message] = (),
             region: Region | None = None) -> Turn:
        """Return the turn that `question` makes after `history`, asked from `region`.

        A correction of the firm asks again what was asked before.
        """
        if is_correction(question):
            return self._corrected(question, history, region)
        names = self.mentions
        question = self._places.corrected(simplify(question))
        earlier = [self._places.corrected(simplify(m.content))
                   for m in history if m.role == "user"]
        told = next((m.content for m in reversed(history) if m.role == "assistant"), "")
        topic = told.partition("\n")[0][:_TOLD]
        leans = bool(earlier) and (len(question) <= _SHORT or bool(_LEANS.search(question)))
        named, documents = names.regions(question), names.documents(question, earlier)
        borrowed = names.borrowed(question)
        home = borrowed[0] if borrowed else names.home(question)
        sides = () if borrowed else self._compared(question, earlier, region)
        kind = kind_of(question, compared=len(sides) > 1)
        if borrowed:
            named, documents = (borrowed[0],), names.of_region(borrowed[1])
        elif named == (NATION,) and not sides:  # 国家产融试点城市 is not the paper of one of them
            documents = tuple(p for p in documents if not names.region_of(p).code)
        if home and len(named) > 1 and not sides:
            named = (home,)
        if len(named) > 1 and not sides and kind is not Kind.VALIDITY:
            named = tuple(region for region in named if region.code)
        regions = named or self._carried(earlier) or ((region,) if region else ())
        if leans and not documents and not named:
            documents = names.documents(earlier[-1])
        return Turn(
            question=question, kind=kind,
            query=self._query(self._standing(question, earlier), kind),
            topic=names.stripped(question),
            context=names.topic(f"{earlier[-1]} {topic}") if earlier else "",
            context_weight=_context_weight(question, leans=leans) if earlier else 0.0,
            regions=regions, policies=() if sides else documents, sides=sides,
            earlier=tuple(earlier))

    def _corrected(self, question: str, history: Sequence[Message],
                   region: Region | None) -> Turn:
        told = [m.content for m in history if m.role == "user"]
        told = told if not all(map(is_correction, told)) else [_ASKED, *told]
        asked = next(text for text in reversed(told) if not is_correction(text))
        turn = self.read(asked, (), region)
        return replace(turn, question=question, kind=Kind.FIRM, sides=(), earlier=tuple(told),
                       regions=self.mentions.regions(question) or self._carried(told)
                       or turn.regions)

    def _compared(self, question: str, earlier: Sequence[str],
                  region: Region | None) -> Sides:
        """Return the sides that `question`, or it together with earlier ones, compares."""
        named = list(self.mentions.regions(question))
        documents = self.mentions.documents(question, earlier)
        if named == [NATION] and region and asks_locally(question):
            named = [NATION, region]  # 国家和省里的要求分别是啥
        sides = self._sides.sides(question, named, documents)
        if sides or not earlier or not is_empty(self.mentions.stripped(question)):
            return sides
        places = [found for text in reversed(earlier) if (found := self.mentions.regions(text))]
        return self._sides.joined(question, named, documents,
                                  places or ([(region,)] if region else []))

    def _standing(self, question: str, earlier: Sequence[str]) -> str:
        """Return `question`, or the latest with a topic of its own if it has none (洛阳呢)."""
        if not is_empty(self.mentions.stripped(question)):
            return question
        return next((text for text in reversed(earlier)
                     if not is_empty(self.mentions.stripped(text))), question)

    def _query(self, question: str, kind: Kind) -> str:
        """Return what to search for: the topic, and words that seem misspelt, spelt right."""
        if kind is Kind.VALIDITY:
            topic = question
        else:
            topic = self.mentions.topic(_need(question) if kind is Kind.FIRM else question)
        return " ".join((topic, *self._speller.guesses(topic)))

    def _carried(self, earlier: Sequence[str]) -> tuple[Region, ...]:
        """Return the places of the latest question that named any."""
        return next((found for text in reversed(earlier)
                     if (found := self.mentions.regions(text))), ())
