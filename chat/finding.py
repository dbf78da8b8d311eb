"""Find the clauses for a turn: of one place or document, or of each side of a comparison."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

from chat.blocks import place
from chat.evidence import Wanted
from chat.understanding.kind import Kind
from chat.understanding.turn import Turn
from corpus.model import Status
from indexing.search import Hit, Searcher

_COLUMNS = 5  # sides of a comparison at most
_SILENT = 0.3  # of the best side's score: below it a side says nothing on the matter
_FAIRLY = 0.5  # of the best score: a clause that names the matter comes before it
_NEARLY = 0.8  # of the best score: a second clause of a side is shown too


class Finder:
    """Searches as a turn asks."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def find(self, turn: Turn, *, k: int) -> list[Hit]:
        """Return the best `k` clauses for `turn`; of compared sides, those of each in turn."""
        if not turn.sides:
            return self._search(turn, k, turn.policies)
        found = [self._search(turn, k, side) for side in turn.sides]
        own = [[hit for hit in hits if hit.applies] for hits in found]
        mixed = [hit for row in zip_longest(*own) for hit in row if hit]
        return list({hit.clause.id: hit for hit in mixed}.values())[:k]

    def by_side(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> list[list[Hit]]:
        """Return the clauses to show of each side: the best, and those nearly as good.

        A side is empty when its best clause is far worse than that of another side, or none of its
        better ones names the matter asked about (贴息 …) while another side does.
        """
        sides = self._best_by_side(turn, hits, want)
        top = max((side[0].score for side in sides if side), default=0.0)
        told = [side if side and side[0].score >= _SILENT * top
                and want.matter.named_in(side[0].clause.text) else [] for side in sides]
        return told if any(told) else sides

    def names(self, turn: Turn, sides: Sequence[Sequence[Hit]]) -> list[str]:
        """Return what to call each side: its place, and its paper where two are of one place."""
        known = {policy.id: policy for policy in self._searcher.policies}
        shown = [side[0].policy if side else known[ids[0]]
                 for side, ids in zip(sides, turn.sides, strict=True)]
        regions = [policy.region for policy in shown]
        twice = [p.status is Status.ISSUED and regions.count(p.region) > 1 for p in shown]
        return [f"{place(p)}（{(*p.nicknames, p.title)[0]}）" if both else place(p)
                for p, both in zip(shown, twice, strict=True)]

    def narrowed(self, turn: Turn) -> Turn:
        """Return `turn` with the sides that say most, where it compares more than a table holds."""
        if len(turn.sides) <= _COLUMNS:
            return turn
        best = {side: max((hit.score for hit in self._search(turn, 1, side)), default=0.0)
                for side in turn.sides}
        kept = sorted(turn.sides, key=lambda side: -best[side])[:_COLUMNS]
        return replace(turn, sides=tuple(side for side in turn.sides if side in kept))

    def _best_by_side(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> list[list[Hit]]:
        sides = []
        for ids in turn.sides:
            own = [hit for hit in hits if hit.policy.id in ids]
            naming = [hit for hit in own if want.matter.named_in(hit.clause.text)
                      and hit.score >= _FAIRLY * own[0].score]
            own = naming or own
            sides.append([hit for hit in own[:2] if hit.policy is own[0].policy
                          and hit.score >= _NEARLY * own[0].score])
        return sides

    def _search(self, turn: Turn, k: int, policies: Collection[str]) -> list[Hit]:
        return self._searcher.search(
            turn.query, k=k, regions=() if turn.sides else turn.regions, policies=policies,
            context=turn.context, context_weight=turn.context_weight,
            letterhead=turn.kind is Kind.VALIDITY)
