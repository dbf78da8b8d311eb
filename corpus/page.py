"""A policy as a plain HTML page, each clause at an anchor of its own label."""

from html import escape

from corpus.model import Clause, Policy, Status
from corpus.regions import Level

_STYLE = """
:root{color-scheme:light dark;--line:#d9dee7;--soft:#f4f6fa;--ink:#1d2733;--mark:#ffe58a;
--link:#1f4f99}
@media(prefers-color-scheme:dark){:root{--line:#3a4452;--soft:#1f2732;--ink:#e6eaf0;
--mark:#7a5d00;--link:#8ab4f8}body{background:#151b23}}
body{font:16px/1.9 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
color:var(--ink);max-width:46rem;margin:0 auto;padding:1rem 1rem 4rem}
h1{font-size:1.35rem;line-height:1.5}h2{font-size:1.05rem;margin:2rem 0 .5rem}
.meta,.label,nav{font-size:.875rem}
.meta{background:var(--soft);padding:.6rem .8rem;border-radius:.5rem}
section{border-top:1px solid var(--line);padding:.6rem .5rem;scroll-margin-top:1rem}
section:target{background:var(--soft);outline:2px solid var(--link);border-radius:.5rem}
mark{background:var(--mark);color:inherit}p{margin:.3rem 0;overflow-wrap:anywhere}
a{color:var(--link)}
"""


def policy_page(policy: Policy, marked: tuple[int, int] | None = None) -> str:
    """Return the page of `policy`; `marked` are source offsets to highlight."""
    parts = [f"<h1>{escape(policy.title)}</h1>", _meta(policy)]
    headings = {heading.text for heading in policy.headings}
    path: tuple[str, ...] = ()
    for clause in policy.clauses:
        for i, heading in enumerate(clause.heading_path):
            if heading in headings and clause.heading_path[: i + 1] != path[: i + 1]:
                parts.append(f"<h2>{escape(heading)}</h2>")
        path = clause.heading_path
        parts.append(_section(clause, marked))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(policy.title)}</title><style>{_STYLE}</style></head>"
        f'<body><nav><a href="/">← 返回提问</a></nav><main>{"".join(parts)}</main></body></html>')


def _meta(policy: Policy) -> str:
    rows = [
        f"文号：{policy.number or '未载明'}", f"发文机关：{'、'.join(policy.issuers) or '未载明'}",
        f"落款日期：{policy.signed_on or '未载明'}；印发日期：{policy.printed_on or '未载明'}",
        _applies(policy)]
    if policy.status is Status.DRAFT:
        rows.insert(0, "征求意见稿，尚未正式印发")
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
