"""The answer that a language model writes, as far as its sentences passed, with citations."""

import re
from collections.abc import Sequence

from chat.answer import Answer, Citation, cite
from chat.narration.check import MARK, parts
from chat.narration.figures import squash
from corpus.model import Clause
from corpus.sentences import sentence_spans
from indexing.search import Hit
from indexing.words import pairs

_ENDED = re.compile(r"[。！？][”）]?(?:\[\d+\])*$")
_NEARLY = 0.5  # of the best sentence's overlap: others that are quoted too


class Draft:
    """Sentences that passed, with marks counted anew in the order in which clauses are cited.

    `offered` are the clauses by the numbers that the model was given, from 1.
    """

    def __init__(self, offered: Sequence[Hit]) -> None:
        self.text = ""
        self._offered = offered
        self._hits = {hit.clause.id: hit for hit in offered}
        self._spans: dict[str, tuple[int, int]] = {}  # what is quoted of each cited clause

    @property
    def hits(self) -> list[Hit]:
        """The clauses cited so far, in the order of their marks."""
        return [self._hits[clause] for clause in self._spans]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations, in the order of their marks."""
        return tuple(cite(self._hits[clause].policy, self._hits[clause].clause, *span)
                     for clause, span in self._spans.items())

    def add(self, sentence: str) -> None:
        """Add a sentence that passed."""
        for part in parts(sentence):
            for mark in part.marks:
                clause = self._offered[mark - 1].clause
                self._quote(clause.id, evidence_span(clause, part.text))
        text = MARK.sub(lambda m: "".join(f"[{self._number(self._offered[int(n) - 1].clause.id)}]"
                                          for n in re.findall(r"\d+", m[1])), sentence)
        self.text += ("" if not self.text or _ENDED.search(self.text) else "\n\n") + text

    def append(self, composed: Answer) -> None:
        """Add a composed answer, whose clauses were all offered, below."""
        for citation in composed.citations:
            offsets = self._hits[citation.clause].clause.offsets
            start, end = citation.span
            self._quote(citation.clause, (offsets.index(start), offsets.index(end - 1) + 1))

        def mark(match: re.Match[str]) -> str:
            known = 1 <= int(match[1]) <= len(composed.citations)
            return f"[{self._number(composed.citations[int(match[1]) - 1].clause)}]" if (
                known) else match[0]

        self.note(re.sub(r"\[(\d+)\]", mark, composed.text))

    def note(self, text: str) -> None:
        """Add a paragraph of our own."""
        self.text += f"\n\n{text}" if self.text else text

    def _quote(self, clause: str, span: tuple[int, int]) -> None:
        start, end = self._spans.get(clause, span)
        self._spans[clause] = min(start, span[0]), max(end, span[1])

    def _number(self, clause: str) -> int:
        return list(self._spans).index(clause) + 1


def evidence_span(clause: Clause, told: str) -> tuple[int, int]:
    """Return the part of `clause.text` that `told` rests on, whole sentences, all figures in it."""
    wanted = set(pairs(told))
    spans = sentence_spans(clause.text)
    held = [len(wanted & set(pairs(clause.text[start:end]))) for start, end in spans]
    kept = [span for span, n in zip(spans, held, strict=True) if n >= _NEARLY * max(held)]
    start, end = kept[0][0], kept[-1][1]
    figures = set(re.findall(r"\d+(?:\.\d+)?", squash(told)))
    if figures <= set(re.findall(r"\d+(?:\.\d+)?", squash(clause.text[start:end]))):
        return start, end
    return 0, len(clause.text)
