"""One clause as a piece of an answer: its sentences with marks, its units, its citation."""

import re
from dataclasses import dataclass

from chat.answer import Citation, cite
from chat.evidence import Wanted, body_span, pick
from chat.tiers import matching_part
from corpus.model import Clause, Policy, Status
from corpus.regions import Level
from indexing.search import Hit

_LINK = re.compile(r"^(其中|同时|此外|另外|对此)，")


@dataclass(frozen=True, slots=True)
class Block:
    """Markdown pieces of one clause: the best sentence, the others, the units; and its citation."""

    lead: str
    rest: str
    units: str
    citation: Citation


def block(hit: Hit, want: Wanted, *, budget: int) -> Block:
    """Return the block of `hit` with at most `budget` characters of sentences."""
    clause = hit.clause
    chosen = pick(clause, want, budget=budget)
    spans = [(s.start, s.end) for s in chosen] or [body_span(clause)]
    first, *rest = [markdown(clause.text[start:end]) for start, end in spans]
    units = units_of(clause)
    ends = [end for _, end in spans] + ([len(clause.text)] if units else [])
    lead = _LINK.sub("", re.sub("；$", "。", first))
    tiers = (matching_part(sentence, want.question) for sentence in (first, *rest))
    if tier := next(filter(None, tiers), None):
        lead, rest = f"按您说的{tier[0].words}：{tier[1]}。", [lead, *rest]
    return Block(lead, "".join(rest), units,
                 cite(hit.policy, clause, min(start for start, _ in spans), max(ends)))


def units_of(clause: Clause) -> str:
    """Return who is responsible, as the clause names them; "" when it names none."""
    parts = []
    if clause.leads:
        parts.append(f"{'、'.join(clause.leads)}（牵头单位）")
    if clause.units:
        parts.append(f"{'、'.join(clause.units)}（责任单位）")
    return "；".join(parts)


def markdown(text: str) -> str:
    """Return `text` of a clause so that markdown shows it as it stands."""
    return text.replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace("|", "／")


def place(policy: Policy) -> str:
    """Return whose rule it is, in a word: 国家, 黑龙江省, 洛阳市（征求意见稿）."""
    name = "国家" if policy.level is Level.NATION else policy.region.name
    return f"{name}（征求意见稿）" if policy.status is Status.DRAFT else name


def where(hit: Hit) -> str:
    """Return place, label and title of a clause in one phrase."""
    label, title = hit.clause.label, hit.clause.title
    number = f"第{label}条" if label.isdecimal() else label
    return f"{place(hit.policy)}{number}" + (f"“{title}”" if title else "")


def note(policy: Policy) -> str:
    """Return what must be said of the standing of a policy; "" when there is nothing."""
    if policy.status is Status.DRAFT:
        return f"注意：《{policy.title}》是征求意见稿，尚未正式印发，请向责任单位核实。"
    if policy.targets_end:
        return (f"注意：《{policy.title}》是阶段性方案，所列目标期已过，"
                "是否仍在执行请向责任单位核实。")
    return ""
