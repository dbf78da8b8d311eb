"""Whether the documents hold what was asked, and if not, why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.evidence import Wanted
from chat.kind import (
    Figure,
    Kind,
    asks_locally,
    figures_asked,
    is_command,
    is_everyday,
    outside_matter,
)
from chat.stated import FigureCheck
from chat.turn import Turn
from corpus.product import Product
from indexing.search import Hit, Searcher
from indexing.words import pairs

# Of the weight of a question of up to so many pairs, the best clause must hold at least this share.
LEAST_SHARE = ((9, 0.15), (30, 0.06), (10_000, 0.03))
_LEAST_FAMILIAR = 0.34  # of the words of a question by length: below it the matter is another
_OF_OFFICES = {Figure.CONTACT, Figure.PROCEDURE, Figure.PERSON}
_PROPER = re.compile(r"(贷款?|基金|券|平台|池|周转金|名单|通)$|[A-Za-z]")
_SHORTEST_NAME = 3  # characters of a product name that counts as one


class Reason(StrEnum):
    """Why an answer is refused."""

    NOTHING = "nothing"  # no clause is about it
    NO_FIGURE = "no_figure"  # a clause names it and gives no such figure
    OTHER_REGION = "other_region"  # only another region's rule is about it
    NO_LOCAL = "no_local"  # the rule of a place that has no document here is asked for
    OUT_OF_SCOPE = "out_of_scope"  # not a matter of these documents at all


@dataclass(frozen=True, slots=True)
class Support:
    """The verdict: `reason` None means that `hits` may answer."""

    reason: Reason | None
    hits: tuple[Hit, ...] = ()
    figure: Figure | None = None


def _names(product: Product) -> set[str]:
    """Return the ways to write the name of `product`: parts in brackets, and without 款."""
    whole = (product.name, *product.aliases)
    parts = {part for name in whole for part in re.split(r"[“”（）、\s]", name)}
    return parts | {part.removesuffix("款") for part in parts if part.endswith("贷款")}


class Judge:
    """Judges whether clauses that were found support an answer."""

    def __init__(self, searcher: Searcher, catalog: Sequence[Product]) -> None:
        self._searcher = searcher
        self._clauses_of: dict[str, set[str]] = {}
        for product in catalog:
            for name in _names(product):
                if len(name) >= _SHORTEST_NAME and product.clause and self._is_proper(name):
                    self._clauses_of.setdefault(name, set()).add(product.clause)
        self._figures = FigureCheck(searcher)
        self._by_length = sorted(self._clauses_of, key=len, reverse=True)

    def _is_proper(self, name: str) -> bool:
        """Whether `name` is the name of one thing: by its ending, or set in quotes by a policy."""
        quoted = any(f"“{name}”" in policy.source for policy in self._searcher.policies)
        return quoted or bool(_PROPER.search(name))

    def judge(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Support:
        """Return the verdict on `hits`, best first, as an answer to `turn`."""
        if is_command(turn.question) or self._outside(turn):
            return Support(Reason.OUT_OF_SCOPE)
        if elsewhere := self._only_elsewhere(turn):
            return Support(Reason.OTHER_REGION, elsewhere)
        own = tuple(hit for hit in hits if hit.applies)
        if not own:
            asked = self._searcher.search(turn.query, k=1, policies=turn.policies) if (
                turn.policies) else []
            return Support(Reason.OTHER_REGION if hits else Reason.NOTHING,
                           tuple((asked or hits)[:1]))
        if reason := self._off_topic(turn, own):
            return Support(reason, own[:1])
        if self._figures.unnamed(turn, own, want):
            elsewhere = self._figures.elsewhere(turn, own, want)
            return Support(Reason.OTHER_REGION if elsewhere else Reason.NOTHING,
                           elsewhere or own[:1])
        missing = self._figures.missing(turn, own, want)
        return self._without_figure(turn, own, want, missing) if missing else Support(None, own)

    def _outside(self, turn: Turn) -> bool:
        """Whether hardly a word of `turn` stands in any clause or question about one."""
        if is_everyday(turn.question):
            return True
        named = turn.context or turn.sides or turn.policies or turn.kind is Kind.VALIDITY
        alone = not named and not {*figures_asked(turn.question)} & _OF_OFFICES
        return alone and self._searcher.familiarity(turn.query) < _LEAST_FAMILIAR

    def _without_figure(self, turn: Turn, own: Sequence[Hit], want: Wanted,
                        missing: Figure) -> Support:
        """Return the refusal of a question whose figure no clause that applies states."""
        about = self._figures.about(own, want)
        elsewhere = self._figures.elsewhere(turn, own, want)
        if about:
            return Support(Reason.NO_FIGURE, (*about, *elsewhere), missing)
        return Support(Reason.OTHER_REGION, elsewhere) if elsewhere else Support(
            Reason.NOTHING, tuple(own[:1]))

    def _off_topic(self, turn: Turn, own: Sequence[Hit]) -> Reason | None:
        """Return why `own`, the clauses that apply, are not about it; None if they are."""
        best = own[0].clause
        expand = self._searcher.expand
        if outside_matter(turn.question, lambda words: words in best.text or any(
                term in best.text for term in expand(words))):
            return Reason.NOTHING
        anywhere_local = any(hit.policy.region.code for hit in own)
        if asks_locally(turn.question) and turn.regions and not turn.sides and not anywhere_local:
            return Reason.NO_LOCAL
        shown = own[: max(1, len(turn.sides))]
        return None if any(self._on_topic(turn, hit) for hit in shown) else Reason.NOTHING

    def share(self, turn: Turn, hit: Hit) -> float:
        """Return how much of the weight of the words of `turn` the clause of `hit` holds."""
        return self._searcher.share(f"{turn.query} {turn.context}", hit.clause)

    def _on_topic(self, turn: Turn, hit: Hit) -> bool:
        """Whether `hit` holds enough of the words; of a short question it must hold more."""
        size = len(set(pairs(f"{turn.query} {turn.context}")))
        least = next(share for most, share in LEAST_SHARE if size <= most)
        return self.share(turn, hit) >= least

    def named(self, turn: Turn) -> list[str]:
        """Return the ids of the clauses of products that the question names, each product once."""
        found: dict[str, None] = {}
        for name in self._by_length:
            if name in turn.question and not any(name in longer for longer in found):
                found[name] = None
        return list(dict.fromkeys(min(self._clauses_of[name]) for name in found))

    def _only_elsewhere(self, turn: Turn) -> tuple[Hit, ...]:
        """Return the best clause elsewhere if a product that only other places have is named."""
        if not turn.regions or turn.sides:
            return ()
        here = {p.id: p.source for p in self._searcher.policies
                if any(p.region.covers(region) for region in turn.regions)}
        text = re.sub(r"[“”（）\s]", "", "".join(here.values()))
        for name, clauses in self._clauses_of.items():
            policies = {clause.split("#")[0] for clause in clauses}
            if name in turn.question and name not in text and not policies & set(here):
                return tuple(self._searcher.search(turn.query, k=1, policies=policies))
        return ()

