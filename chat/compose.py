"""Compose an answer from clauses, without a language model.

Every sentence shown is a sentence of a clause, or a frame of our own without any figure, and
carries the mark of the clause that it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chat.answer import Answer
from chat.blocks import Block, block, markdown, note, where
from chat.evidence import Wanted
from chat.understanding.kind import Kind
from indexing.search import Hit

_BUDGET = 340  # characters of quoted sentences in an answer
_LEAST = 130  # of one clause among several
_CELL = 260  # of one clause in a table


def compose(kind: Kind, hits: Sequence[Hit], want: Wanted) -> Answer:
    """Return the answer that `hits` give, the most fitting first."""
    budget = max(_LEAST, _BUDGET // len(hits))
    blocks = [block(hit, want, budget=budget) for hit in hits]
    if len(hits) == 1:
        parts = _single(hits[0], blocks[0], kind)
    else:
        numbered = enumerate(zip(hits, blocks, strict=True), 1)
        parts = [_item(hit, b, n, kind) for n, (hit, b) in numbered]
    return Answer("\n\n".join([*parts, *notes(hits)]), tuple(b.citation for b in blocks))


def enumerate_for(unit: str, hits: Sequence[Hit], want: Wanted) -> Answer:
    """Return the complete list of the clauses in which `unit` has a part."""
    answer = compose(Kind.LIST, hits, want)
    lead = f"**以下条款由{unit}牵头或参与负责（已全部列出）。**"
    return replace(answer, text=f"{lead}\n\n{answer.text}")


def enumerate_instruments(kind: str, hits: Sequence[Hit], names: Mapping[str, Sequence[str]],
                          want: Wanted) -> Answer:
    """Return the complete list of instruments of `kind` by clause; `names` by clause id."""
    lines = [f"**文件列出的{kind}类工具如下（已全部列出，条件以条款和审批为准）。**"]
    for number, hit in enumerate(hits, 1):
        listed = "、".join(markdown(name) for name in names[hit.clause.id])
        lines.append(f"{number}. {listed}（{where(hit)}）[{number}]")
    citations = tuple(block(hit, want, budget=_LEAST).citation for hit in hits)
    return Answer("\n".join(lines) + "".join(f"\n\n{n}" for n in notes(hits)), citations)


def compare(sides: Sequence[Sequence[Hit]], names: Sequence[str], want: Wanted) -> Answer:
    """Return a table with a column a side; an empty side is 未作规定."""
    budget = max(_LEAST, min(_CELL, 2 * _BUDGET // max(1, sum(map(len, sides)))))
    cells, units, citations = [], [], []
    for side in sides:
        texts, who = [], []
        for hit in side:
            piece = block(hit, want, budget=budget)
            citations.append(piece.citation)
            mark = f"[{len(citations)}]"
            texts.append(f"{piece.lead}{piece.rest}{mark}")
            who += [f"{piece.units}{mark}"] if piece.units else []
        cells.append("<br>".join(texts) or "未作规定")
        units.append("<br>".join(who) or "未写明")
    rows = [["", *names], ["---"] * (len(names) + 1), ["规定", *cells], ["责任单位", *units]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    silent = [name for name, side in zip(names, sides, strict=True) if not side]
    lead = f"**{'、'.join(names)}的规定对照如下。**"
    if silent:
        lead += f" {'、'.join(silent)}的文件对此未作规定。"
    remarks = notes([hit for side in sides for hit in side])
    return Answer("\n\n".join([lead, table, *remarks]), tuple(citations))


def notes(hits: Sequence[Hit]) -> list[str]:
    """Return what must be said of the standing of the policies of `hits`, each once."""
    return [text for text in dict.fromkeys(note(hit.policy) for hit in hits) if text]


def chosen(kind: Kind, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits to answer from."""
    limit, least = {Kind.LIST: (8, 0.5), Kind.FIRM: (4, 0.6)}.get(kind, (2, 0.9))
    return [hit for hit in hits[:limit] if hit.score >= least * hits[0].score]


def _single(hit: Hit, piece: Block, kind: Kind) -> list[str]:
    parts = [f"**{piece.lead}**[1]"]
    if piece.rest:
        parts.append(f"{piece.rest}[1]")
    if piece.units:
        at = 0 if kind is Kind.UNIT else len(parts)
        bold = "**" if kind is Kind.UNIT else ""
        parts.insert(at, f"{bold}可找：{piece.units}。{bold}[1]")
    return [*parts, f"依据：{where(hit)}[1]"]


def _item(hit: Hit, piece: Block, number: int, kind: Kind) -> str:
    lines = [f"{number}. **{where(hit)}**：{piece.lead}{piece.rest}[{number}]"]
    if piece.units and kind is not Kind.LIST:
        lines.append(f"   可找：{piece.units}。[{number}]")
    return "\n".join(lines)
