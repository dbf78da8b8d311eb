"""Whether the documents hold what was asked, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.elsewhere import far_better_elsewhere
from chat.evidence import Wanted
from chat.product_names import ProductNames
from chat.stated import FigureCheck
from chat.understanding.kind import (
    OFFICES,
    Figure,
    Kind,
    asks_locally,
    figures_asked,
    is_command,
    is_everyday,
    is_misuse,
    outside_matter,
)
from chat.understanding.turn import Turn
from corpus.product import Product
from indexing.search import Hit, Searcher
from indexing.words import pairs

# Of the weight of a question of up to so many pairs, the best clause must hold at least this share.
LEAST_SHARE = ((9, 0.15), (30, 0.06), (10_000, 0.03))
_LEAST_FAMILIAR = 0.34  # of the words of a question by length: below it the matter is another


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


class Judge:
    """Judges whether clauses that were found support an answer."""

    def __init__(self, searcher: Searcher, catalog: Sequence[Product]) -> None:
        self._searcher = searcher
        self._names = ProductNames(searcher, catalog)
        self._figures = FigureCheck(searcher)

    def judge(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Support:
        """Return the verdict on `hits`, best first, as an answer to `turn`."""
        if is_command(turn.question) or self._outside(turn):
            return Support(Reason.OUT_OF_SCOPE)
        own = tuple(hit for hit in hits if hit.applies)
        if elsewhere := self._only_elsewhere(turn, own):
            return Support(Reason.OTHER_REGION, elsewhere)
        if not own:
            asked = self._searcher.search(turn.query, k=1, policies=turn.policies) if (
                turn.policies) else []
            return Support(Reason.OTHER_REGION if hits else Reason.NOTHING,
                           tuple((asked or hits)[:1]))
        return self._of_own(turn, own, want)

    def _of_own(self, turn: Turn, own: tuple[Hit, ...], want: Wanted) -> Support:
        """Return the verdict on the clauses that apply."""
        missing = self._figures.missing(turn, own, want)
        person = missing is Figure.PERSON  # whoever it is, he is not named
        if not person and (reason := self._off_topic(turn, own, want)):
            return Support(reason, own[:1])
        if self._figures.unnamed(turn, own, want):
            elsewhere = self._figures.elsewhere(turn, own, want)
            return Support(Reason.OTHER_REGION if elsewhere else Reason.NOTHING,
                           elsewhere or own[:1])
        return self._without_figure(turn, own, want, missing) if missing else Support(None, own)

    def _only_elsewhere(self, turn: Turn, own: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return the clause of another place that `turn` is about, () when `own` may be it."""
        return self._names.only_elsewhere(turn) or (
            far_better_elsewhere(turn, own, self._searcher) if own else ())

    def _outside(self, turn: Turn) -> bool:
        """Whether hardly a word of `turn` stands in any clause or question about one."""
        if is_everyday(turn.question):
            return True
        if is_misuse(turn.question):
            return False
        named = turn.context or turn.sides or turn.policies or turn.kind is Kind.VALIDITY
        alone = not named and not {*figures_asked(turn.question)} & {*OFFICES}
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

    def _off_topic(self, turn: Turn, own: Sequence[Hit], want: Wanted) -> Reason | None:
        """Return why `own`, the clauses that apply, are not about it; None if they are."""
        best = own[0].clause
        expand = self._searcher.expand
        if outside_matter(turn.question, lambda words: words in best.text or any(
                term in best.text for term in expand(words))):
            return Reason.NOTHING
        if turn.kind is not Kind.FIRM and self._names.has_unknown(turn.question):
            return Reason.NOTHING
        anywhere_local = any(hit.policy.region.code for hit in own)
        here = asks_locally(turn.question) and turn.regions and not turn.sides
        if here and not turn.policies and not anywhere_local:
            return Reason.NO_LOCAL
        shown = own[: max(1, len(turn.sides))]
        return None if any(self._on_topic(turn, hit, want) for hit in shown) else Reason.NOTHING

    def share(self, turn: Turn, hit: Hit) -> float:
        """Return how much of the weight of the words of `turn` the clause of `hit` holds."""
        return self._searcher.share(f"{turn.query} {turn.context}", hit.clause)

    def _on_topic(self, turn: Turn, hit: Hit, want: Wanted) -> bool:
        """Whether `hit` holds enough of the words; of a short question it must hold more, and half
        as many where both name one matter (担保费).
        """
        size = len(set(pairs(f"{turn.query} {turn.context}")))
        least = next(share for most, share in LEAST_SHARE if size <= most)
        if want.matter.name and want.matter.named_in(hit.clause.text):
            least /= 2
        return self.share(turn, hit) >= least

    def named(self, turn: Turn) -> list[str]:
        """Return the ids of the clauses of products that the question names, each product once."""
        return self._names.clauses(turn.question)
