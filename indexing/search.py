"""Find clauses: signals from words, character pairs, asked-as questions and vectors, added up.

Each signal gives every clause a number, the best of its entries: BM25 scores as they are, cosines.
A clause whose policy does not apply in the asker's region is ranked after all that do; it is never
hidden.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadIndex, ModelError
from corpus.model import Clause, Policy
from corpus.regions import Region
from corpus.settings import Settings
from indexing.build import build_index, model_of
from indexing.clause_vectors import ClauseVectors
from indexing.dense import DenseIndex
from indexing.encoder import Encoder, load_encoder
from indexing.entries import load_entries
from indexing.lexical import LexicalIndex
from indexing.scope import applies_to
from indexing.signals import SIGNALS, Weights, open_lexicon, signals_for
from indexing.store import is_current
from indexing.thesaurus import Thesaurus
from indexing.words import cut_plain, pairs, stop_words

__all__ = ["Hit", "Searcher", "Weights"]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. `signals` are the weighted parts of `score`."""

    clause: Clause
    policy: Policy
    score: float
    applies: bool
    signals: dict[str, float]


class Searcher:
    """Searches one index. Safe to share between threads: nothing changes after loading."""

    def __init__(self, folder: Path, policies: Sequence[Policy], settings: Settings,
                 weights: Weights | None = None) -> None:
        self.policies = tuple(policies)
        self.fingerprint = folder.name.partition("-")[0]  # of the index in use
        self._clauses = [(c, p) for p in policies for c in p.clauses]
        self._numbers = numbers = {c.id: i for i, (c, _) in enumerate(self._clauses)}
        entries = load_entries(folder / "entries.jsonl")
        self.weights = weights or signals_for(entries)[1]
        self._lexicon = open_lexicon(entries, numbers, lambda name, size: LexicalIndex.load(
            folder / name, SIGNALS[name].cutter, size))
        self._vectors = ClauseVectors(DenseIndex.load(folder / "vectors.faiss"), entries, policies,
                                      numbers)
        self._is_letterhead = np.array(
            [c.label in ("文首", "文末") for c, _ in self._clauses], np.float32)
        self._is_local = np.array([bool(p.region.code) for _, p in self._clauses], np.float32)
        self._encoder: Encoder = load_encoder(model_of(settings))
        self._thesaurus = Thesaurus.load()
        self._spoken = frozenset(pair for line in self._thesaurus.lines() for pair in pairs(line))

    @classmethod
    def open(cls, policies: Sequence[Policy], settings: Settings, *,
             progress: bool = False) -> "Searcher":
        """Return a searcher over `policies`, building a missing or stale index first."""
        if not policies:
            raise BadIndex(str(settings.index_dir), "no policies to index")
        folder = build_index(policies, settings, progress=progress)
        try:
            return cls(folder, policies, settings)
        except (FileNotFoundError, ModelError, RuntimeError):  # as numpy, model2vec and faiss miss
            if is_current(folder):
                raise
            return cls(build_index(policies, settings, progress=progress), policies, settings)

    def search(self, query: str, *, k: int = 10, regions: Collection[Region] = (),
               policies: Collection[str] = (), context: str = "",
               context_weight: float = 0.0, letterhead: bool = False) -> list[Hit]:
        """Return the best `k` clauses for `query`, best first.

        Args:
            query: words to look for, in anybody's wording.
            k: how many clauses at most.
            context: a text that the query leans on; see `context_weight`.
            context_weight: how often the signals of `context` count.
            letterhead: whether what is said of a document itself (文首, 文末) is asked for.
            regions: places asked about; a policy applies when it covers one of them. () is all.
            policies: ids asked about; () is all. Others are ranked after.

        """
        signals = self.signals(query)
        if context and context_weight:
            before = np.sum(list(self.signals(context).values()), axis=0)
            signals["context"] = context_weight * before
        found = np.sum(list(signals.values()), axis=0) > 0
        if regions and all(region.code for region in regions):
            signals["local"] = self.weights.local * self._is_local
        if (law := self._vectors.law(signals, self.weights)) is not None:
            signals["law"] = law
        sign = 1 if letterhead else -1
        signals["letterhead"] = sign * self.weights.letterhead * self._is_letterhead
        total = np.sum(list(signals.values()), axis=0)
        applies = np.array([applies_to(p, regions, policies) for _, p in self._clauses])
        order = np.lexsort((-total, ~applies))[: max(k, 0)]
        return [
            Hit(self._clauses[i][0], self._clauses[i][1], float(total[i]), bool(applies[i]),
                {name: float(values[i]) for name, values in signals.items()})
            for i in order if found[i]]

    def hits_of(self, clauses: Collection[str]) -> list[Hit]:
        """Return the clauses with these ids in document order, as hits without a score."""
        return [Hit(clause, policy, 0.0, True, {}) for clause, policy in self._clauses
                if clause.id in clauses]

    def expand(self, query: str) -> list[str]:
        """Return the policy terms that phrases of `query` stand for."""
        return self._thesaurus.expand(query)

    def meanings(self, query: str) -> dict[str, tuple[str, ...]]:
        """Return phrases of `query`, each with the policy terms that it stands for."""
        return self._thesaurus.meanings(query)

    def share(self, query: str, clause: Clause) -> float:
        """Return how much of the weight of `query` the clause and its questions hold, 0 to 1."""
        return self._lexicon["whole_pairs"].share(query, self._numbers[clause.id])

    def familiarity(self, query: str) -> float:
        """Return the share of the words of `query`, by length, that clauses, questions about them
        or the thesaurus hold; 1 when it has no words.
        """
        stop = stop_words()
        words = [word for word in cut_plain(query)
                 if len(word) > 1 and word not in stop and not word[0].isdigit()]
        held = 0.0
        for word in words:
            parts = pairs(word)
            held += len(word) * sum(map(self.knows, parts)) / len(parts)
        return held / sum(map(len, words)) if words else 1.0

    def knows(self, pair: str) -> bool:
        """Whether a pair of characters stands in a clause, a question on one or the thesaurus."""
        return self._lexicon["whole_pairs"].knows(pair) or pair in self._spoken

    def likeness(self, query: str) -> Callable[[str], float]:
        """Return a function that gives the cosine of a text with `query`, 0 at the least.

        It remembers: the judge and the composer ask about the same sentences.
        """
        vector = self._encoder.encode([query])[0]

        @cache
        def cosine(text: str) -> float:
            return max(0.0, float(self._encoder.encode([text])[0] @ vector))

        return cosine

    def users(self, word: str) -> set[str]:
        """Return the ids of the policies that hold `word`, in a clause or a question on one."""
        return {self._clauses[n][1].id for n in self._lexicon.holders("whole_pairs", word)}

    def pair_weight(self, pair: str) -> float:
        """Return how rare a pair of characters is among the clauses."""
        return self._lexicon["whole_pairs"].weight(pair)

    def signals(self, query: str) -> dict[str, FloatArray]:
        """Return each weighted signal, shape (clauses,), in document order."""
        found: dict[str, FloatArray] = {}
        for name in self._lexicon:
            if weight := getattr(self.weights, name):
                found[name] = weight * self._lexicon.scores(name, query)
        terms = self._thesaurus.expand(query) if self.weights.terms else []
        if terms:
            found["terms"] = self.weights.terms * self._lexicon.scores(
                "text_words", " ".join(terms))
        if self.weights.dense:
            vector = self._encoder.encode([" ".join((query, *terms))])[0]
            found |= self._vectors.signals(vector, self.weights)
        return found
