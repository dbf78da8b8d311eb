"""How an answer came about: what the search found, and why it was refused; kept for reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexing.search import Hit

_MOST = 8  # clauses kept


@dataclass(frozen=True, slots=True)
class Trace:
    """The best clauses found as (id, score), best first; `reason` is why the judge refused."""

    hits: tuple[tuple[str, float], ...] = ()
    reason: str = ""


NO_TRACE = Trace()


def first_hits(hits: Sequence[Hit]) -> tuple[tuple[str, float], ...]:
    """Return what a trace keeps of `hits`."""
    return tuple((hit.clause.id, round(hit.score, 4)) for hit in hits[:_MOST])
