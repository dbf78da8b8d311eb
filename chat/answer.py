"""What the assistant gives back: an answer, and what each statement rests on."""

from dataclasses import dataclass, replace

from chat.trace import NO_TRACE, Trace
from corpus.citation import document_name, official_form
from corpus.model import Clause, Policy, Status
from corpus.regions import Region


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause that an answer rests on; `quote` is its exact source, line breaks left out.

    `span` is where the quote stands in the source of the policy, for showing it in place, and
    `version` tells that source from later ones; "" in answers of before versions were kept.
    """

    clause: str
    label: str
    document: str
    number: str | None
    quote: str
    span: tuple[int, int]
    version: str = ""

    @property
    def policy_id(self) -> str:
        """The id of the cited policy."""
        return self.clause.split("#", 1)[0]

    @property
    def official(self) -> str:
        """The citation as officials write it: 《…》（文号）（十七）."""
        return official_form(self.document, self.number, self.label)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product or instrument that goes with an answer, and the clauses that name it.

    `conditions` are (verdict, words of the source), `facts` (label, words); `basis` is the clause
    in the official form, or the page with its date.
    """

    name: str
    clauses: tuple[str, ...]
    verdict: str = ""
    standing: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, whole or (`done` False) as far as it has come.

    `text` is markdown with marks [1] [2] that count `citations` from 1. `refused` says that the
    documents do not hold what was asked, `reason` why. `ask` names profile fields worth asking.
    `catalog` is markdown on what only pages of institutions state, each with source and date;
    `papers` are the documents that the answer rests on, with number, date and standing; `trace`
    is for reviewers.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    reason: str | None = None
    region: Region | None = None
    products: tuple[Offer, ...] = ()
    ask: tuple[str, ...] = ()
    done: bool = True
    catalog: str = ""
    papers: tuple[str, ...] = ()
    trace: Trace = NO_TRACE

    def partial(self, text: str) -> "Answer":
        """Return this answer as far as `text`, not done."""
        return replace(self, text=text, done=False)


def cite(policy: Policy, clause: Clause, start: int, end: int) -> Citation:
    """Return the citation of `clause.text[start:end]`."""
    return Citation(
        clause=clause.id, label=clause.label, document=document_name(policy), number=policy.number,
        quote=clause.quote(start, end), span=(clause.offsets[start], clause.offsets[end - 1] + 1),
        version=policy.version)


def paper_line(policy: Policy) -> str:
    """Return a document with its number, date, standing, and what ended it."""
    day = policy.printed_on or policy.signed_on
    standing = ("征求意见稿" if policy.status is Status.DRAFT
                else f"目标期至{policy.targets_end}年" if policy.targets_end else "正式文件")
    parts = (policy.number, f"{day}印发" if day else "日期未载明", standing,
             f"适用{policy.region.full_name}",
             *(f"{e.since}起被《{e.by}》{e.kind}" for e in policy.ended))
    return f"《{policy.title}》（{'，'.join(filter(None, parts))}）"
