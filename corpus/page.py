"""A policy as a plain HTML page, each clause at an anchor of its own label."""

from html import escape

from corpus.html import html_page
from corpus.model import Clause, Policy, Status
from corpus.regions import Level


def policy_page(policy: Policy, marked: tuple[int, int] | None = None, *,
                told: str = "") -> str:
    """Return the page of `policy`; `marked` are source offsets to highlight.

    `told` is HTML on which version this is, for one that is not in force.
    """
    parts = [f"<h1>{escape(policy.title)}</h1>", told, _meta(policy)]
    headings = {heading.text for heading in policy.headings}
    path: tuple[str, ...] = ()
    for clause in policy.clauses:
        for i, heading in enumerate(clause.heading_path):
            if heading in headings and clause.heading_path[: i + 1] != path[: i + 1]:
                parts.append(f"<h2>{escape(heading)}</h2>")
        path = clause.heading_path
        parts.append(_section(clause, marked))
    return html_page(policy.title, "".join(parts))


def _meta(policy: Policy) -> str:
    rows = [
        f"文号：{policy.number or '未载明'}", f"发文机关：{'、'.join(policy.issuers) or '未载明'}",
        f"落款日期：{policy.signed_on or '未载明'}；印发日期：{policy.printed_on or '未载明'}",
        _applies(policy)]
    if policy.status is Status.DRAFT:
        rows.insert(0, "征求意见稿，尚未正式印发")
    rows += [f"{e.since} 起被《{e.by}》{e.kind}" for e in policy.ended]
    if policy.targets_end:
        rows.append(f"所列目标期至 {policy.targets_end} 年")
    return f'<div class="meta">{"<br>".join(map(escape, rows))}</div>'


def _applies(policy: Policy) -> str:
    if policy.level is Level.UNKNOWN:
        return "适用地区：未载明，请向发文机关核实"
    return f"适用地区：{policy.region.full_name}（{policy.level}级）"


def _section(clause: Clause, marked: tuple[int, int] | None) -> str:
    pieces = _marked(clause, marked)
    text = "".join(f"<mark>{escape(p)}</mark>" if hit else escape(p) for p, hit in pieces)
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return (f'<section id="{escape(clause.label)}">'
            f'<span class="label">{escape(clause.label)}</span>{paragraphs}</section>')


def _marked(clause: Clause, marked: tuple[int, int] | None) -> list[tuple[str, bool]]:
    """Cut the text of `clause` into lines' pieces, each with whether it is to be marked."""
    inside = [i for i, at in enumerate(clause.offsets) if marked and marked[0] <= at < marked[1]]
    if not inside:
        return [(clause.text, False)]
    start, end = inside[0], inside[-1] + 1
    lines = clause.text[start:end].split("\n")
    pieces = [(clause.text[:start], False), (lines[0], True)]
    for line in lines[1:]:
        pieces += [("\n", False), (line, True)]
    return [*pieces, (clause.text[end:], False)]
