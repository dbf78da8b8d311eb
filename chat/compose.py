"""Compose an answer from clauses, without a language model.

Every sentence shown is a sentence of a clause, or a frame of our own without any figure, and ends
with the mark of the clause that it comes from.
"""

import re
from collections.abc import Sequence

from chat.answer import Answer, Citation, cite
from chat.evidence import body_start, pick
from chat.kind import Figure, Kind
from chat.support import Reason, Support
from chat.turn import Turn
from corpus.model import Policy, Status
from corpus.regions import Level
from indexing.search import Hit

_BUDGET = 320  # characters of quoted sentences in an answer about one thing
_LINK = re.compile(r"^(其中|同时|此外|另外|对此)，")
_FIGURE_NAMES = {
    Figure.RATE: "比例或利率", Figure.MONEY: "金额", Figure.TIME: "时间或期限",
    Figure.COUNT: "数量", Figure.PHONE: "联系方式或办公时间", Figure.ANY: "具体数字"}


def compose(turn: Turn, kind: Kind, hits: Sequence[Hit]) -> Answer:
    """Return the answer that `hits` give, the most fitting first."""
    budget = _BUDGET if len(hits) == 1 else max(120, 2 * _BUDGET // len(hits))
    blocks, citations = [], []
    for number, hit in enumerate(hits, 1):
        text, citation = _block(turn, kind, hit, number, budget, several=len(hits) > 1)
        blocks.append(text)
        citations.append(citation)
    notes = [note for note in dict.fromkeys(_note(hit.policy) for hit in hits) if note]
    return Answer("\n\n".join([*blocks, *notes]), tuple(citations))


def refuse(turn: Turn, support: Support) -> Answer:
    """Return the answer that says what the documents do not hold, the nearest clause as a hint."""
    hit = support.hits[0] if support.hits else None
    if hit is None:
        return Answer("**文件中没有依据。** 现有文件里没有与这个问题有关的条款。", refused=True,
                      reason="没有相关条款")
    where = f"{_place(hit.policy)}{_label(hit)}"
    hint, citation = _block(turn, Kind.FACT, hit, 1, 160, several=False)
    if support.reason is Reason.NO_FIGURE and support.figure:
        missing = _FIGURE_NAMES[support.figure]
        text = (f"**文件中没有依据：文件没有写{missing}。** "
                f"最接近的是{where}，只作了下面的表述：\n\n{hint}")
        return Answer(text, (citation,), refused=True, reason=f"条款提到此事，但没有写{missing}")
    if support.reason is Reason.OTHER_REGION:
        places = "、".join(region.full_name for region in turn.regions)
        text = (f"**文件中没有依据：没有收录适用于{places}的相关规定。** "
                f"{where}有相近的内容，只适用于{hit.policy.region.full_name}，不能套用：\n\n{hint}")
        reason = f"只有其他地区的规定，不适用于{places}"
        return Answer(text, (citation,), refused=True, reason=reason)
    text = ("**文件中没有依据。** 现有文件没有回答这个问题的条款；"
            f"最接近的是{where}，供参考：\n\n{hint}")
    return Answer(text, (citation,), refused=True, reason="没有相关条款")


def _block(turn: Turn, kind: Kind, hit: Hit, number: int, budget: int, *,
           several: bool) -> tuple[str, Citation]:
    """Return one clause as text with marks, and its citation."""
    clause, mark = hit.clause, f"[{number}]"
    chosen = pick(clause, f"{turn.query} {turn.context}", budget=budget)
    spans = [(s.start, s.end) for s in chosen] or [(body_start(clause), len(clause.text))]
    first, *rest = [_markdown(clause.text[start:end]) for start, end in spans]
    first = _LINK.sub("", first)
    head = f"{_place(hit.policy)}{_label(hit)}："
    lines = [f"**{head}**{first}{mark}" if several else f"**{first}**{mark}"]
    if rest:
        lines.append("".join(rest) + mark)
    units = _units(hit)
    if units:
        lines.insert(0 if kind is Kind.UNIT else len(lines), f"{units}{mark}")
    if not several:
        lines.append(f"依据：{_place(hit.policy)}{_label(hit)}{mark}")
    ends = [end for _, end in spans] + ([len(clause.text)] if units else [])
    citation = cite(hit.policy, clause, min(s for s, _ in spans), max(ends))
    return "\n\n".join(lines), citation


def _markdown(text: str) -> str:
    """Return `text` of a clause so that markdown shows it as it stands."""
    return text.replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;")


def _units(hit: Hit) -> str:
    clause = hit.clause
    parts = []
    if clause.leads:
        parts.append(f"牵头单位：{'、'.join(clause.leads)}")
    if clause.units:
        parts.append(f"责任单位：{'、'.join(clause.units)}")
    return f"可找：{'；'.join(parts)}。" if parts else ""


def _place(policy: Policy) -> str:
    return "国家" if policy.level is Level.NATION else policy.region.name


def _label(hit: Hit) -> str:
    label = hit.clause.label
    title = f"“{hit.clause.title}”" if hit.clause.title else ""
    return f"{label}{title}" if label[0] in "（第文附" else f"第{label}条{title}"


def _note(policy: Policy) -> str:
    if policy.status is Status.DRAFT:
        return f"注意：《{policy.title}》是征求意见稿，尚未正式印发，请向责任单位核实。"
    if policy.targets_end:
        return (f"注意：《{policy.title}》是阶段性方案，所列目标期已过，"
                "是否仍在执行请向责任单位核实。")
    return ""
