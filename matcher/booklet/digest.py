"""The policies that apply in a region, each clause in one line with its citation."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Clause, Policy
from corpus.regions import Region
from corpus.sentences import sentence_spans
from matcher.booklet.citing import caution, clause_name, document_name, mark, official

_NOT_RULES = ("文首", "文末")


@dataclass(frozen=True, slots=True)
class Line:
    """A clause in one line: `text` is its title or its first sentence, exactly as printed."""

    label: str
    text: str
    units: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A policy with its standing and its clauses as lines."""

    anchor: str
    title: str
    region: Region
    facts: str
    mark: str
    caution: str
    citation: str
    lines: tuple[Line, ...]


def digest(policies: Sequence[Policy], region: Region) -> tuple[Paper, ...]:
    """Return the policies whose rule applies in `region`, the nation's first."""
    applying = [policy for policy in policies if policy.region.covers(region)]
    applying.sort(key=lambda p: (len(p.region.code), -(p.year or 0), p.id))
    return tuple(_paper(policy, f"paper{i}") for i, policy in enumerate(applying, 1))


def _paper(policy: Policy, anchor: str) -> Paper:
    lines = (_line(policy, c) for c in policy.clauses if c.label not in _NOT_RULES and c.text)
    return Paper(anchor, document_name(policy), policy.region, _facts(policy), mark(policy),
                 caution(policy), official(policy), tuple(lines))


def _line(policy: Policy, clause: Clause) -> Line:
    start, end = (0, len(clause.title)) if clause.title else sentence_spans(clause.text)[0]
    units = tuple(dict.fromkeys((*clause.leads, *clause.units)))
    return Line(clause_name(clause), clause.quote(start, end), units, official(policy, clause))


def _facts(policy: Policy) -> str:
    facts = [f"文号：{policy.number or '未载明'}", f"发文：{'、'.join(policy.issuers) or '未载明'}"]
    for name, day in (("落款", policy.signed_on), ("印发", policy.printed_on)):
        if day:
            facts.append(f"{name}：{day.year}年{day.month}月{day.day}日")
    return "；".join(facts)
