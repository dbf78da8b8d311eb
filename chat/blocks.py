"""One clause as a piece of an answer: its sentences with marks, its units, its citation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.answer import Citation, cite
from chat.evidence import Wanted, body_span, pick
from chat.tiers import matching_part
from corpus.model import Clause, Policy, Status
from corpus.regions import Level
from indexing.facts import clause_facts
from indexing.laws import is_law
from indexing.search import Hit

_SHORTER = 0.6  # of its sentence: a headline longer than that says nothing sooner
_SELF_CONTAINED = 8  # characters; a shorter phrase (不超过3年) needs the words before it
_RIVAL = 0.8  # of the best phrase's fit: a phrase elsewhere that fits so well makes it unclear
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
        lead, rest = f"按您说的{tier[0]}：{tier[1]}。", [lead, *rest]
    elif said := _figures_said(clause, spans[0], want):
        lead, rest = said, [lead, *rest]
    return Block(lead, _joined(rest), units,
                 cite(hit.policy, clause, min(start for start, _ in spans), max(ends)))


def _joined(sentences: Sequence[str]) -> str:
    """Return `sentences` as one text, apart by a blank where one ends without a final sign."""
    return "".join(s if s[-1:] in "。；！？：" else f"{s} " for s in sentences).rstrip()


def _figures_said(clause: Clause, span: tuple[int, int], want: Wanted) -> str:
    """Return the phrases of a long sentence that state the figures asked for, "" when unclear.

    It is unclear when another sentence has a phrase with such a figure that fits about as well.
    """
    facts = [fact for fact in clause_facts(clause)
             if fact.kind.value in want.figures and want.matter.governs(fact.condition)]
    fits = {fact: want.fit(fact.condition) for fact in facts}
    inside = [fact for fact in facts if span[0] <= fact.start < span[1]]
    best = max((fits[fact] for fact in inside), default=0.0)
    rival = max((fits[fact] for fact in facts if fact not in inside), default=0.0)
    phrases = dict.fromkeys(fact.condition for fact in inside)
    said = "；".join(markdown(phrase) for phrase in phrases)
    short = len(said) <= _SHORTER * (span[1] - span[0])
    complete = all(len(phrase) >= _SELF_CONTAINED for phrase in phrases)
    clear = best > 0 and rival <= _RIVAL * best
    return f"{said}。" if said and short and complete and clear else ""


def units_of(clause: Clause) -> str:
    """Return who is responsible, as the clause names them; "" when it names none."""
    parts = []
    if clause.leads:
        parts.append(f"{'、'.join(clause.leads)}（牵头单位）")
    if clause.units:
        parts.append(f"{'、'.join(clause.units)}（责任单位）")
    return markdown("；".join(parts))


def markdown(text: str) -> str:
    """Return `text` of a clause so that markdown shows it as it stands."""
    plain = text.replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace("|", "／")
    return re.sub(r"([\\`*_~\[\]])", r"\\\1", plain)


def place(policy: Policy) -> str:
    """Return whose rule it is, in a word: 国家, 黑龙江省, 洛阳市（征求意见稿）."""
    if policy.level is Level.UNKNOWN:
        return f"《{markdown(policy.title)}》（地区未载明）"
    name = "国家" if policy.level is Level.NATION else policy.region.name
    return f"{name}（征求意见稿）" if policy.status is Status.DRAFT else name


def where(hit: Hit) -> str:
    """Return place, or the name of a law, label and title of a clause in one phrase."""
    label, title = hit.clause.label, hit.clause.title
    number = f"第{label}条" if label.isdecimal() else label
    law = hit.policy.title.removeprefix("中华人民共和国") if is_law(hit.policy) else ""
    of = f"《{markdown(law)}》" if law else place(hit.policy)
    return f"{of}{number}" + (f"“{markdown(title)}”" if title else "")


def note(policy: Policy) -> str:
    """Return what must be said of the standing of a policy; "" when there is nothing."""
    if policy.level is Level.UNKNOWN:
        return (f"注意：《{markdown(policy.title)}》没有载明发文机关和地区，"
                "是否适用于您所在地请向提供文件的单位核实。")
    if policy.status is Status.DRAFT:
        return f"注意：《{markdown(policy.title)}》是征求意见稿，尚未正式印发，请向责任单位核实。"
    if policy.targets_end:
        return (f"注意：《{markdown(policy.title)}》是阶段性方案，所列目标期已过，"
                "是否仍在执行请向责任单位核实。")
    return ""
