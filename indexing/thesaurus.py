"""From what people say to what policies say: words/thesaurus.tsv, one phrase a line.

A line is `colloquial<TAB>term,term`. A phrase counts wherever it stands in the folded question;
longer phrases win over shorter ones inside them.
"""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from indexing.words import WORDS_DIR, fold

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
        folded = fold(question)
        found: dict[str, None] = {}
        for match in self._pattern.finditer(folded):
            found |= dict.fromkeys(self._terms[match[0]])
        return [term for term in found if term not in folded]

    def phrases(self) -> list[str]:
        """Return the phrases of everyday speech."""
        return list(self._terms)

    def lines(self) -> list[str]:
        """Return each phrase with its terms as one text, for learning vectors."""
        return [" ".join((phrase, *terms)) for phrase, terms in self._terms.items()]
