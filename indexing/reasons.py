"""Why a clause was found, in words that its reader can check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Clause
from indexing.entries import field_text
from indexing.marks import words_in
from indexing.search import Hit
from indexing.words import fold, pairs

_ASKED = 0.9  # weighted signal from which a clause's questions are like the query
_COSINE = 0.45  # from which vectors call two texts alike
_OF_QUESTIONS = 0.3  # of the query's weight, that its questions must hold to count as alike
# of a query of up to so many pairs of characters, a clause must hold this share of the weight
_LEAST_SHARE = ((9, 0.2), (30, 0.08), (10_000, 0.03))
_SHOWN = 4  # words named


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `kind` is 词语, 口语词, 问法 or 向量; `text` says what fits."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: its folded words, what phrases stand for, the weight of vectors."""

    query: str
    words: Sequence[str]
    meanings: Mapping[str, Sequence[str]]
    dense: float

    @property
    def least_share(self) -> float:
        """The share of the query's weight that a clause must hold without a colloquial phrase."""
        size = len(set(pairs(self.query)))
        return next(share for most, share in _LEAST_SHARE if size <= most)

    @property
    def marks(self) -> tuple[str, ...]:
        """All words to be marked in a text."""
        return (*self.words, *(term for terms in self.meanings.values() for term in terms))


def reasons(hit: Hit, asked: Asked, share: float) -> tuple[Reason, ...]:
    """Return why `hit` fits; () when it does not. `share` is `Searcher.share` of the query.

    Vectors alone do not let a clause in: of words that they do not know they say nothing.
    """
    text = clause_words(hit.clause)
    words = words_in(text, asked.words)
    found = [Reason("词语", _quoted(words))] if words else []
    for phrase, terms in asked.meanings.items():
        if there := words_in(text, terms):
            found.append(Reason("口语词", f"“{phrase}”→{_quoted(there)}"))
    spoken = any(reason.kind == "口语词" for reason in found)
    whole = bool(words) and all(word in fold(text) for word in asked.words)
    if not (spoken or whole or share >= asked.least_share):
        return ()
    alike = hit.signals.get("asked_words", 0.0) + hit.signals.get("asked_pairs", 0.0)
    if alike >= _ASKED and share >= min(_OF_QUESTIONS, 2 * asked.least_share):
        found.append(Reason("问法", "与这一条的常见问法相近"))
    cosine = hit.signals.get("dense", 0.0) / asked.dense if asked.dense else 0.0
    if cosine >= _COSINE:
        found.append(Reason("向量", f"意思相近（{cosine:.2f}）"))
    return tuple(found)


def clause_words(clause: Clause) -> str:
    """Return all that is written in and above `clause`: heading path, title, text, units."""
    return f"{field_text(clause)}\n{clause.text}"


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"“{word}”" for word in words[:_SHOWN])
