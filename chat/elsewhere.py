"""Whether another place's clause is so much more about a question that the own ones are not.

Scores leave out what a clause gains by being local, or without questions of ours. On the questions
that the rules were tuned on, no answerable one had a score elsewhere of three times its own; none
of 620 with a place had one of 1.1 times that holds a word of the question which no own paper uses.
"""

import re
from collections.abc import Sequence

from chat.understanding.kind import OFFICES, Kind, figures_asked
from chat.understanding.turn import Turn
from corpus.regions import Level
from indexing.search import Hit, Searcher
from indexing.words import cut_plain, fold, stop_words

_FAR_BETTER = 3.0  # times the score of the best own clause
_BETTER, _HELD, _OWN = 1.9, 0.45, 0.2  # or so many times, holding this share, the own at most that
_NAMED = 1.3  # or so many times, holding a word that no own paper uses
_NEAR = 3  # own clauses that may be it
_MEASURE = re.compile("(百分[点比]|比[例率]|额度|[费利]率|最[高低多]|[上下]限|美[元金])$")
_ASIDE = ("local", "letterhead", "law", "unasked")  # signals of what kind of clause it is


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
    local = all(region.code for region in turn.regions)
    if not told and local and times >= _NAMED and held > here:
        told = _names_what_is_foreign(turn.query, best, set(others), searcher)
    return (best,) if told else ()


def _names_what_is_foreign(query: str, best: Hit, others: set[str], searcher: Searcher) -> bool:
    """Whether `query` and `best` share a word that only the papers `others` use."""
    text, stop = fold(best.clause.text), stop_words()
    return any(searcher.users(word) <= others for word in set(cut_plain(query)) - stop
               if len(word) > 1 and not word[0].isdigit() and word in text
               and not _MEASURE.match(word))


def _matter(hit: Hit) -> float:
    return sum(value for name, value in hit.signals.items() if name not in _ASIDE)
