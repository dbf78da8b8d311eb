"""What the word vectors are learnt from: passages of laws and policies, and questions on them.

Articles of law come from a file that is not part of the project: one JSON object a line with
`title` and `text` (STARD's corpus, MIT licence: github.com/oneal2000/STARD). The questions on them
were written for this project, for articles that no question of STARD's own leads to.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Clause, Policy
from corpus.sentences import sentence_spans
from indexing.entries import ASKED_DIR, asked_entries, field_text
from indexing.words import WORDS_DIR

LAW_QUESTIONS = WORDS_DIR / "law_questions.tsv"
STATE = "中华人民共和国"  # some sources print it before the name of a law, some do not
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千]+条.*$", re.DOTALL)
_PART = re.compile(r"[。；\n：]")
_SHORTEST = 6  # characters of a part


@dataclass(frozen=True, slots=True)
class Passage:
    """An article or a clause: the name of its document, what heads it, and its parts."""

    document: str
    title: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the number of the passage that answers it."""

    text: str
    passage: int


@dataclass(frozen=True, slots=True)
class Texts:
    """All that is learnt from."""

    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]

    def all_texts(self) -> Iterator[str]:
        """Yield every text once."""
        for passage in self.passages:
            yield passage.title
            yield from passage.parts
        yield from (question.text for question in self.questions)


def read_texts(articles: Path, policies: Sequence[Policy], *, leave_out: str = "") -> Texts:
    """Read the articles, and `policies` with their asked-as questions but those of `leave_out`."""
    rows = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines()]
    passages = [_article(row["title"], row["text"]) for row in rows]
    places = {row["title"]: n for n, row in enumerate(rows)}
    with LAW_QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = [Question(text, places[title])
                     for title, text in csv.reader(file, delimiter="\t") if title in places]
    clauses = {c.id: len(passages) + n
               for n, c in enumerate(c for p in policies for c in p.clauses)}
    passages += [_clause(policy, c) for policy in policies for c in policy.clauses]
    asked = asked_entries([p for p in policies if p.id != leave_out], [ASKED_DIR])
    questions += [Question(entry.text, clauses[entry.clause]) for entry in asked]
    return Texts(tuple(passages), tuple(questions))


def _article(title: str, text: str) -> Passage:
    name = title.replace(STATE, "")
    return Passage(_ARTICLE.sub("", name), name, _parts(text))


def _clause(policy: Policy, clause: Clause) -> Passage:
    parts = tuple(clause.text[a:b] for a, b in sentence_spans(clause.text) if b - a >= _SHORTEST)
    return Passage(policy.id, f"{policy.title} {field_text(clause)}", parts or (clause.text,))


def _parts(text: str) -> tuple[str, ...]:
    found = tuple(part for part in _PART.split(text) if len(part) >= _SHORTEST)
    return found or (text,)
