"""From what people say to what policies say: words/thesaurus.tsv, one phrase a line.

A line is `colloquial<TAB>term,term`. A phrase counts wherever it stands in the folded question;
longer phrases win over shorter ones inside them.
"""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from indexing.words import WORDS_DIR, fold

_BETWEEN = re.compile(r"(?<=[借贷要拿换办开])(一?[点些笔]儿?|了个?|个)(?=[一-鿿])")  # 借点钱
THESAURUS = WORDS_DIR / "thesaurus.tsv"


class Thesaurus:
    """Maps phrases of everyday speech to terms of policies."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        self._terms = {fold(phrase): found for phrase, found in terms.items()}
        longest_first = sorted(self._terms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    @classmethod
    def load(cls, path: Path = THESAURUS) -> "Thesaurus":
        """Read the table in `path`; lines without two columns are left out."""
        with path.open(encoding="utf-8", newline="") as rows:
            return cls({row[0]: tuple(filter(None, row[1].split(",")))
                        for row in csv.reader(rows, delimiter="\t") if len(row) == 2})

    def expand(self, question: str) -> list[str]:
        """Return the policy terms that phrases of `question` stand for, each once, in order."""
        found = dict.fromkeys(term for terms in self.meanings(question).values() for term in terms)
        return list(found)

    def meanings(self, question: str) -> dict[str, tuple[str, ...]]:
        """Return each phrase of `question` with those of its terms that do not stand there."""
        folded = _BETWEEN.sub("", fold(question))
        phrases = dict.fromkeys(match[0] for match in self._pattern.finditer(folded))
        found = {phrase: tuple(term for term in self._terms[phrase] if term not in folded)
                 for phrase in phrases}
        return {phrase: terms for phrase, terms in found.items() if terms}

    def phrases(self) -> list[str]:
        """Return the phrases of everyday speech."""
        return list(self._terms)

    def lines(self) -> list[str]:
        """Return each phrase with its terms as one text, for learning vectors."""
        return [" ".join((phrase, *terms)) for phrase, terms in self._terms.items()]
