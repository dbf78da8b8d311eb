"""Which sentences of a clause answer a question best."""

from dataclasses import dataclass

from corpus.model import Clause
from corpus.sentences import sentence_spans
from corpus.units import read_units
from indexing.words import pairs, stop_words

_FILLER = frozenset(p for word in stop_words() for p in pairs(word) if len(p) == 2)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause, as a span into its text, and how well it fits the question."""

    start: int
    end: int
    score: float


def body_start(clause: Clause) -> int:
    """Return where the text after the title phrase begins."""
    return len(clause.text) - len(clause.body) if clause.title else 0


def sentences(clause: Clause, query: str) -> list[Sentence]:
    """Return the sentences after the title, the statement of units left out, in order.

    The score is the share of the query's character pairs that the sentence holds.
    """
    wanted = set(pairs(query)) - _FILLER
    units = read_units(clause.text).start
    stop = units if units >= 0 else len(clause.text)
    found = []
    for start, end in sentence_spans(clause.text[:stop]):
        if start >= body_start(clause):
            held = wanted & set(pairs(clause.text[start:end]))
            found.append(Sentence(start, end, len(held) / max(1, len(wanted))))
    return found


def pick(clause: Clause, query: str, *, budget: int) -> list[Sentence]:
    """Return the sentences to show: the best first, then others in order, `budget` characters."""
    everything = sentences(clause, query)
    if not everything:
        return []
    best = max(everything, key=lambda s: s.score)
    chosen, used = [best], best.end - best.start
    for sentence in sorted(everything, key=lambda s: (-s.score, s.start)):
        size = sentence.end - sentence.start
        if sentence is not best and used + size <= budget:
            chosen.append(sentence)
            used += size
    return [best, *sorted(chosen[1:], key=lambda s: s.start)]
