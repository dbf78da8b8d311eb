"""Which sentences of a clause answer a question best."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chat.matter import Matter, matter_asked
from chat.understanding.kind import Figure, figures_asked, states
from chat.understanding.turn import Turn
from corpus.model import Clause
from corpus.sentences import sentence_spans
from corpus.units import read_units
from indexing.search import Searcher
from indexing.words import pairs

_PARTS = re.compile(r"[，；。]")
_FIGURE_BONUS = 0.25  # for a sentence that states the kind of figure that is asked for
_LIKENESS = 0.2  # how much the cosine of the vectors counts beside the share of pairs
_CONTEXT, _TERMS = 0.4, 0.6  # how much a pair of the question before, of a thesaurus term counts


@dataclass(frozen=True, slots=True)
class Wanted:
    """What sentences are measured against: weights of character pairs, and figures asked for.

    `asked` are the kinds of figure asked for, `figures` those that may answer, `matter` what they
    are figures of.
    """

    weights: Mapping[str, float]
    figures: tuple[Figure, ...]
    question: str
    asked: tuple[Figure, ...]
    matter: Matter
    likeness: Callable[[str], float]

    def fit(self, sentence: str) -> float:
        """Return the share of the weight that `sentence` holds, and how alike vectors are."""
        held = sum(self.weights.get(pair, 0.0) for pair in set(pairs(sentence)))
        share = held / max(sum(self.weights.values()), 1e-6)
        return share + _LIKENESS * self.likeness(sentence)

    def score(self, sentence: str) -> float:
        """Return the fit of `sentence`, with a bonus when it states a figure asked for.

        The bonus grows with the fit of the phrase that the figure stands in.
        """
        stated = [part for part in _PARTS.split(sentence)
                  if any(states(part, figure) for figure in self.figures)
                  and self.matter.governs(part)]
        bonus = max((_FIGURE_BONUS + self.fit(part) for part in stated), default=0.0)
        return self.fit(sentence) + bonus


def wanted(turn: Turn, searcher: Searcher) -> Wanted:
    """Return what `turn` wants of a sentence."""
    parts = ((turn.query, 1.0), (" ".join(searcher.expand(turn.query)), _TERMS),
             (turn.context, _CONTEXT * turn.context_weight))
    weights: dict[str, float] = {}
    for text, factor in parts:
        for pair in set(pairs(text)):
            weights[pair] = max(weights.get(pair, 0.0), factor * searcher.pair_weight(pair))
    likeness = searcher.likeness(" ".join((turn.query, parts[1][0])))
    matter = matter_asked(turn.query)
    asked = tuple(figures_asked(turn.question) or figures_asked(turn.query))
    if not asked and matter.near:
        asked = (Figure.MONEY,)
    figures = asked
    if Figure.MONEY in asked:  # a sum may be stated as a share of something
        figures = tuple(dict.fromkeys((*asked, Figure.RATE)))
    return Wanted(weights, figures, turn.question, asked, matter, likeness)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause, as a span into its text, and how well it fits."""

    start: int
    end: int
    score: float

    @property
    def size(self) -> int:
        """Its length in characters."""
        return self.end - self.start


def body_span(clause: Clause) -> tuple[int, int]:
    """Return where the text between the title phrase and the statement of units stands."""
    start = len(clause.text) - len(clause.body) if clause.title else 0
    units = read_units(clause.text).start
    end = units if units > start else len(clause.text)
    return start, start + len(clause.text[start:end].rstrip())


def relevant(clause: Clause, want: Wanted, *, least: float) -> list[str]:
    """Return the sentences that fit at least `least` times as well as the best one."""
    start, end = body_span(clause)
    texts = [clause.text[a:b] for a, b in sentence_spans(clause.text[:end]) if a >= start]
    fits = [want.fit(text) for text in texts]
    best = max(fits, default=0.0)
    return [text for text, fit in zip(texts, fits, strict=True) if fit >= least * best]


def pick(clause: Clause, want: Wanted, *, budget: int) -> list[Sentence]:
    """Return the sentences to show: the best first, then others in order, within `budget`."""
    start, end = body_span(clause)
    everything = [
        Sentence(a, b, want.score(clause.text[a:b]))
        for a, b in sentence_spans(clause.text[:end]) if a >= start]
    if not everything:
        return []
    best = max(everything, key=lambda s: s.score)
    chosen, used = [], best.size
    for sentence in sorted(everything, key=lambda s: -s.score):
        if sentence is not best and used + sentence.size <= budget:
            chosen.append(sentence)
            used += sentence.size
    return [best, *sorted(chosen, key=lambda s: s.start)]
