"""Whether another place's clause is so much more about a question that the own ones are not.

Scores leave out what a clause gains by being local. On the questions that the rules were tuned on,
no answerable one had a score elsewhere of three times its own.
"""

from collections.abc import Sequence

from chat.understanding.kind import OFFICES, Kind, figures_asked
from chat.understanding.turn import Turn
from corpus.regions import Level
from indexing.search import Hit, Searcher

_FAR_BETTER = 3.0  # times the score of the best own clause
_BETTER, _HELD, _OWN = 1.9, 0.45, 0.2  # or so many times, holding this share, the own at most that
_NEAR = 3  # own clauses that may be it
_PLACE = ("local", "letterhead")  # signals that say nothing of the matter


def far_better_elsewhere(turn: Turn, own: Sequence[Hit], searcher: Searcher) -> tuple[Hit, ...]:
    """Return the clause of another place that `turn` is about, () when one of `own` may be it.

    A follow-up (黑龙江呢) and a firm's own story tell too little of the matter to judge by; what is
    asked of an office (电话) is not stated anywhere.
    """
    leans = turn.context and turn.context_weight
    if {*figures_asked(turn.question)} & {*OFFICES}:
        return ()
    if not turn.regions or turn.sides or turn.policies or leans or turn.kind is Kind.FIRM:
        return ()
    others = [p.id for p in searcher.policies
              if p.level not in (Level.NATION, Level.UNKNOWN)
              and not any(p.region.covers(region) for region in turn.regions)]
    found = searcher.search(turn.query, k=1, policies=others) if others else []
    if not found or found[0].policy.id not in others:
        return ()
    best, near = found[0], own[:_NEAR]
    times = _matter(best) / max(1e-6, *map(_matter, near))
    held = searcher.share(turn.query, best.clause)
    here = max(searcher.share(turn.query, hit.clause) for hit in near)
    told = times >= _FAR_BETTER or (times >= _BETTER and held >= _HELD and here <= _OWN)
    return (best,) if told else ()


def _matter(hit: Hit) -> float:
    return sum(value for name, value in hit.signals.items() if name not in _PLACE)
