"""What a policy is made of once read: Policy, Heading, Clause."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.lines import unbroken
from corpus.regions import Level, Region


class Status(StrEnum):
    """Where a policy stands; the text says so, nothing is guessed."""

    DRAFT = "draft"  # 征求意见稿
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title, with its number as printed; `span` are offsets into the source."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """The lowest numbered unit of a policy: the thing that is cited.

    `text` is the clean text after the number, title and 责任单位 included, paragraphs joined by
    newlines. `offsets[i]` is where `text[i]` stands in `source`. `span` covers the number too.
    """

    id: str
    label: str
    heading_path: tuple[str, ...]
    title: str | None
    text: str
    leads: tuple[str, ...]
    units: tuple[str, ...]
    span: tuple[int, int]
    offsets: tuple[int, ...] = field(repr=False)
    source: str = field(repr=False)

    @property
    def policy_id(self) -> str:
        """The id of the policy this clause belongs to."""
        return self.id.split("#", 1)[0]

    @property
    def body(self) -> str:
        """The text after the title phrase."""
        return self.text[len(self.title) :].lstrip("。\n") if self.title else self.text

    def quote(self, start: int, end: int) -> str:
        """Return the exact source of `text[start:end]`, line breaks and printed rules left out."""
        return unbroken(self.source[self.offsets[start] : self.offsets[end - 1] + 1])


@dataclass(frozen=True, slots=True)
class Ending:
    """That the paper called `by` ends a policy, from the day `since`; `kind` is 废止 or 替代."""

    kind: str
    by: str
    since: date


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy document, in document order, with its letterhead.

    The data file beside the text adds `nicknames`, `places`, `targets_end`. `version` is a digest
    of the text and of that file; `ended` are the papers that end this one.
    """

    id: str
    title: str
    number: str | None
    issuers: tuple[str, ...]
    region: Region
    signed_on: date | None
    printed_on: date | None
    status: Status
    clauses: tuple[Clause, ...]
    headings: tuple[Heading, ...]
    source: str = field(repr=False)
    unaccounted: tuple[int, ...] = ()
    nicknames: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    targets_end: int | None = None
    version: str = ""
    ended: tuple[Ending, ...] = ()

    @property
    def level(self) -> Level:
        """The level of government whose rule this is."""
        return self.region.level

    @property
    def year(self) -> int | None:
        """The year of the number, else of the dates, else of the id."""
        for text in (self.number, self.signed_on, self.printed_on, self.id):
            if match := re.search(r"(19|20)\d\d", str(text or "")):
                return int(match[0])
        return None

    def clause(self, label: str) -> Clause:
        """Return the clause with this label; KeyError when there is none."""
        for clause in self.clauses:
            if clause.label == label:
                return clause
        raise KeyError(f"{self.id}#{label}")
