"""Whether the documents hold what was asked, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.kind import Figure, figures_asked, states
from chat.turn import Turn
from indexing.search import Hit, Searcher

LEAST_SCORE = -99  # of the best clause; chosen on eval/cases, see docs/decisions.md


class Reason(StrEnum):
    """Why an answer is refused."""

    NOTHING = "nothing"  # no clause is about it
    NO_FIGURE = "no_figure"  # a clause names it and gives no such figure
    OTHER_REGION = "other_region"  # only another region's rule is about it
    OUT_OF_SCOPE = "out_of_scope"  # not a matter of these documents at all


@dataclass(frozen=True, slots=True)
class Support:
    """The verdict: `reason` None means that `hits` may answer."""

    reason: Reason | None
    hits: tuple[Hit, ...]
    figure: Figure | None = None


def judge(turn: Turn, hits: Sequence[Hit], searcher: Searcher) -> Support:
    """Judge whether `hits`, best first, support an answer to `turn`."""
    own = [hit for hit in hits if hit.applies]
    if not own or own[0].score < LEAST_SCORE:
        others = [hit for hit in hits if not hit.applies]
        if others and others[0].score >= LEAST_SCORE and turn.regions:
            return Support(Reason.OTHER_REGION, (others[0],))
        return Support(Reason.NOTHING, tuple(own[:1] or hits[:1]))
    for figure in figures_asked(turn.question):
        if not any(states(hit.clause.text, figure) for hit in own[:2]):
            return Support(Reason.NO_FIGURE, tuple(own[:1]), figure)
    return Support(None, tuple(own))
