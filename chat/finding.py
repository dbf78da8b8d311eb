"""Find the clauses for a turn: of one place or document, or of each side of a comparison."""

from collections.abc import Collection, Sequence
from itertools import zip_longest

from chat.kind import Kind
from chat.turn import Turn
from indexing.search import Hit, Searcher

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

    def by_side(self, turn: Turn, hits: Sequence[Hit]) -> list[list[Hit]]:
        """Return the clauses to show of each side: the best, and those nearly as good."""
        sides = []
        for ids in turn.sides:
            own = [hit for hit in hits if hit.policy.id in ids]
            sides.append([hit for hit in own[:2] if hit.policy is own[0].policy
                          and hit.score >= _NEARLY * own[0].score])
        return sides

    def _search(self, turn: Turn, k: int, policies: Collection[str]) -> list[Hit]:
        return self._searcher.search(
            turn.query, k=k, regions=() if turn.sides else turn.regions, policies=policies,
            context=turn.context, context_weight=turn.context_weight,
            letterhead=turn.kind is Kind.VALIDITY)
