"""Answer questions: understand the turn, find clauses, judge support, compose."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chat.answer import Answer, paper_line
from chat.broad import answer_broadly, is_broad
from chat.catalog_note import catalog_note
from chat.compose import chosen, compare, compose, enumerate_for, enumerate_instruments
from chat.contents import whole_document
from chat.evidence import Wanted, wanted
from chat.finding import Finder
from chat.listing import Listing
from chat.lookup import clause_asked
from chat.offer_talk import on_offers
from chat.offers import Desk, shown
from chat.refuse import not_chinese, refuse
from chat.remarks import elsewhere, no_procedure
from chat.smalltalk import small_talk
from chat.support import Judge
from chat.trace import Trace, first_hits
from chat.understanding.kind import Kind, is_foreign
from chat.understanding.turn import Message, Turn, Understanding
from chat.validity import describe, overview, standings
from corpus.errors import QuestionError
from corpus.product import Product
from corpus.regions import NATION, Gazetteer, Region
from indexing.search import Hit, Searcher
from matcher.matching import Matcher
from matcher.reading.profile import read_profile

if TYPE_CHECKING:
    from chat.narration.narrate import Narrator

LONGEST_QUESTION = 2_000  # characters
_FOUND = 12  # clauses looked at


class Assistant:
    """Answers questions about the policies of one searcher; `narrator` writes with a model."""

    def __init__(self, searcher: Searcher, catalog: Sequence[Product] = (),
                 narrator: "Narrator | None" = None) -> None:
        self.searcher = searcher
        self.finder = Finder(searcher)
        self.narrator = narrator
        self.understanding = Understanding(searcher.policies)
        self.catalog = tuple(catalog)
        mentions = self.understanding.mentions
        self.matcher = Matcher(self.catalog, searcher, mentions.place)
        self._desk = Desk(self.matcher, mentions.gazetteer)
        self._listing = Listing(searcher.policies, self.catalog)
        self._judge = Judge(searcher, self.catalog)

    @property
    def gazetteer(self) -> Gazetteer:
        """The names of places, those of the policies among them."""
        return self.understanding.mentions.gazetteer

    def reply(self, question: str, *, history: Sequence[Message] = (),
              region: Region | None = None,
              profile: Mapping[str, Any] | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is done.

        Raises:
            QuestionError: the question is empty, too long, or has no word that can be searched.

        """
        turn = self._turn(question, history, region, profile)
        hits = self.find(turn, k=_FOUND)
        answer = self._complete(self._answer(turn, hits), turn, hits)
        if self.narrator and answer.citations and not answer.refused:
            for part in self.narrator.narrate(turn, answer, hits, history):
                yield replace(part, region=answer.region, products=answer.products, ask=answer.ask,
                              papers=answer.papers, catalog=answer.catalog)
            return
        first = answer.text.find("\n\n")
        if first > 0:  # the rest is there at once
            yield answer.partial(answer.text[:first])
        yield answer

    def answer(self, question: str, *, history: Sequence[Message] = (),
               region: Region | None = None,
               profile: Mapping[str, Any] | None = None) -> Answer:
        """Return the whole answer; see `reply`."""
        *_, whole = self.reply(question, history=history, region=region, profile=profile)
        return whole

    def _turn(self, question: str, history: Sequence[Message], region: Region | None,
              profile: Mapping[str, Any] | None) -> Turn:
        question = clean_question(question)
        if profile and profile.get("region") and region is None:
            region = self.understanding.mentions.place(str(profile["region"]))
        turn = self.finder.narrowed(self.understanding.read(question, history, region))
        return replace(turn, profile=read_profile(profile)) if profile else turn

    def _answer(self, turn: Turn, hits: Sequence[Hit]) -> Answer:
        want = wanted(turn, self.searcher)
        share = self._judge.share(turn, hits[0]) if hits else 0.0
        if talk := _untaught(turn) or small_talk(turn, share=share):
            return talk
        if asked := clause_asked(turn, self.searcher.policies):
            return compose(turn.kind, [asked], want)
        if told := on_offers(turn, self._desk):
            return told
        if listed := whole_document(turn, self.searcher.policies, self.understanding.mentions):
            return listed
        support = self._judge.judge(turn, hits, want)
        if support.reason:
            return replace(refuse(turn, support, want),
                           trace=Trace(reason=support.reason.value))
        return self._special(turn, hits, want) or self._from_clauses(turn, support.hits, want)

    def _special(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Answer | None:
        """Return the answer of a shape of its own: list, comparison, letterhead, overview."""
        if turn.kind is Kind.LIST and (listed := self._listed(turn, want)):
            return listed
        if turn.sides:
            return self._compared(turn, hits, want)
        if turn.kind is Kind.VALIDITY:
            named = bool(turn.policies or turn.regions or turn.context)
            if not named:
                return overview(self.searcher.policies)
            nation = [h for h in hits if NATION in turn.regions and not h.policy.region.code]
            return describe((nation or hits)[0].policy, turn.question, turn.regions)
        if is_broad(turn, self.searcher):
            return answer_broadly(turn, hits, want, self.searcher.policies)
        return None

    def _compared(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Answer:
        if found := standings(turn.question, turn.sides, self.searcher.policies):
            return found
        sides = self.finder.by_side(turn, hits, want)
        return compare(sides, self.finder.names(turn, sides), want)

    def _listed(self, turn: Turn, want: Wanted) -> Answer | None:
        """Return the complete list that `turn` asks for, None when it names nothing to list by."""
        unit = self._listing.unit(turn.question)
        if unit and (found := self._listing.find(turn, unit)):
            return enumerate_for(unit, found, want)
        kind = self._listing.kind(turn.question)
        names = self._listing.instruments(turn, kind) if kind else {}
        if kind and names:
            return enumerate_instruments(kind, self.searcher.hits_of(names), names, want)
        return None

    def _from_clauses(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Answer:
        wanted_ids = self._judge.named(turn)
        named = [hit for clause in wanted_ids for hit in hits if hit.clause.id == clause]
        if len(named) > 1 and turn.kind is not Kind.FIRM:
            return compose(Kind.LIST, named, want)
        answer = compose(turn.kind, chosen(turn.kind, hits), want)
        remarks = [no_procedure(turn, hits[0])]
        if not turn.regions:
            remarks.append(elsewhere(hits))
        text = "\n\n".join([answer.text, *filter(None, remarks)])
        return replace(answer, text=text)

    def find(self, turn: Turn, *, k: int) -> list[Hit]:
        """Return the best `k` clauses for `turn`."""
        return self.finder.find(turn, k=k)

    def _complete(self, answer: Answer, turn: Turn, hits: Sequence[Hit]) -> Answer:
        """Add region, products, the question worth asking and how the answer came about."""
        fits = turn.kind is Kind.FIRM and not answer.refused
        products = shown(self._desk.match(turn)) if fits else ()
        known = turn.regions or turn.sides or answer.refused or not answer.citations
        ask = () if known else ("region",)
        cited = {citation.policy_id for citation in answer.citations}
        papers = tuple(paper_line(p) for p in self.searcher.policies if p.id in cited)
        return replace(answer, region=turn.regions[0] if turn.regions else None,
                       products=products, papers=papers, ask=answer.ask or ask,
                       trace=replace(answer.trace, hits=first_hits(hits)),
                       catalog=answer.catalog or catalog_note(turn, self.matcher.names))


def _untaught(turn: Turn) -> Answer | None:
    """Return the answer to a sentence without any Chinese character, None to all else."""
    return not_chinese() if is_foreign(turn.question) else None


def clean_question(question: str) -> str:
    """Return `question` without control characters and outer blanks, or raise QuestionError."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]", "", question).strip()
    if not text:
        raise QuestionError(question[:50], "empty")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(len(text), "too long")
    if not re.search(r"[\u3400-\u9fff]|[A-Za-z0-9].*[A-Za-z0-9]", text):
        raise QuestionError(text[:50], "no words")
    return text
