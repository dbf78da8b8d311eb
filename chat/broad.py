"""Questions too broad for one clause: a word that stands everywhere (贷款), a mere place."""

from collections.abc import Sequence
from dataclasses import replace

from chat.answer import Answer
from chat.compose import compose
from chat.evidence import Wanted
from chat.understanding.kind import Kind
from chat.understanding.turn import Turn
from chat.validity import overview
from corpus.model import Policy
from indexing.search import Hit, Searcher
from indexing.words import cut, pairs

_EVERYWHERE = 2.6  # weight (idf) of a pair of characters that tells clauses apart only weakly
_SHOWN = 4
_LEAD = "**这个问题比较宽，先列出最相关的条款；请补充企业所在地区、用途和金额，可以答得更准。**"


def is_broad(turn: Turn, searcher: Searcher) -> bool:
    """Whether no pair of characters of the question singles out a clause."""
    if turn.sides or turn.context_weight or turn.policies or turn.kind is Kind.VALIDITY:
        return False
    return all(searcher.pair_weight(pair) < _EVERYWHERE for pair in set(pairs(turn.query)))


def answer_broadly(turn: Turn, hits: Sequence[Hit], want: Wanted,
                   policies: Sequence[Policy]) -> Answer:
    """Return the documents of the place, when only a place is named, else the best clauses."""
    applying = [p for p in policies if any(p.region.covers(region) for region in turn.regions)]
    if applying and not cut(turn.topic):
        return replace(overview(applying), ask=("purpose",))
    answer = compose(Kind.LIST, hits[:_SHOWN], want)
    ask = ("purpose",) if turn.regions else ("region", "purpose")
    return replace(answer, text=f"{_LEAD}\n\n{answer.text}", ask=ask)
