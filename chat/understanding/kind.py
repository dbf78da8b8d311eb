"""What kind of answer a question wants, from its wording alone. The wordings stand in cues.toml."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns, load_patterns
from indexing import facts
from indexing.facts import FactKind

_CUES = Path(__file__).with_name("cues.toml")


class Kind(StrEnum):
    """The shape of the answer that a question asks for."""

    FACT = "fact"
    FIGURE = "figure"
    UNIT = "unit"  # who is responsible
    COMPARE = "compare"
    LIST = "list"
    VALIDITY = "validity"  # number, date, status of a document
    FIRM = "firm"  # a firm describes itself and asks what fits
    GREETING = "greeting"
    THANKS = "thanks"


class Figure(StrEnum):
    """What a figure question counts."""

    RATE = "rate"
    MONEY = "money"
    TIME = "time"
    COUNT = "count"
    CONTACT = "contact"
    PROCEDURE = "procedure"
    PERSON = "person"


OFFICES = (Figure.CONTACT, Figure.PROCEDURE, Figure.PERSON)  # what is known of an office, no number


def kind_of(question: str, *, compared: bool = False) -> Kind:
    """Return the kind of `question`; `compared` tells that it names two sides to compare."""
    if compared:
        return Kind.COMPARE
    for name, pattern in _cues()["kind"].items():
        if name != Kind.COMPARE and pattern.search(question):
            return Kind(name)
    return Kind.FACT


def asks(table: str, name: str, question: str) -> bool:
    """Whether a wording of `table`.`name` in cues.toml stands in `question`."""
    return bool(_cues()[table][name].search(question))


def compares(question: str) -> bool:
    """Whether the wording of `question` sets things side by side."""
    return asks("kind", Kind.COMPARE, question)


def is_command(question: str) -> bool:
    """Whether `question` is an instruction in disguise, or plainly about something else."""
    return asks("scope", "command", question)


def is_foreign(question: str) -> bool:
    """Whether `question` is a sentence without any Chinese character."""
    return len(question.split()) > 2 and not re.search(r"[\u3400-\u9fff]", question)


def outside_matter(question: str, speaks_of: Callable[[str], bool]) -> bool:
    """Whether `question` is on a matter outside policies that the best clause does not speak of."""
    if is_misuse(question):
        return False
    found = [match[0] for match in _cues()["scope"]["outside"].finditer(question)]
    return any(not speaks_of(words) for words in found)


def is_misuse(question: str) -> bool:
    """Whether `question` is about loan money put to another use."""
    return asks("scope", "misuse", question)


def is_everyday(question: str) -> bool:
    """Whether `question` is about everyday life, with no word of business."""
    return asks("scope", "life", question) and not asks("scope", "business", question)


def asks_locally(question: str) -> bool:
    """Whether `question` asks for the rule of the asker's own place."""
    return asks("scope", "local", question)


def asks_whether(question: str) -> bool:
    """Whether `question` asks if there is such a thing at all."""
    return asks("scope", "whether", question)


def figures_asked(question: str) -> list[Figure]:
    """Return what figures `question` asks for; [] when it asks for none.

    是不是要留一份额度 asks for yes or no, whatever figure it names.
    """
    found = [Figure(n) for n, pattern in _cues()["figure"].items() if pattern.search(question)]
    if asks("scope", "yes_or_no", question) and not asks("scope", "how_much", question):
        return [figure for figure in found if figure in OFFICES]
    return found


def states(text: str, figure: Figure) -> bool:
    """Whether `text` states any figure of this sort."""
    if figure in _cues()["states"]:
        return asks("states", figure, text)
    return facts.states(text, FactKind(figure))


@lru_cache(maxsize=1)
def _cues() -> Patterns:
    return load_patterns(_CUES, re.IGNORECASE)
