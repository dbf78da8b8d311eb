"""Smaller pieces of the pages as HTML: what was read, messages, tables, a comparison."""

from collections.abc import Sequence
from html import escape

from matcher.answers import Answered
from matcher.comparison import Comparison
from matcher.offer_cards import source
from matcher.places import Placed

QUIET = {"show_progress": "hidden", "api_name": False}  # for events: no veil, no address


def readings(told: Sequence[tuple[str, str, str]], answers: Sequence[Answered] = ()) -> str:
    """Return what was read from the words, each field with the words it came from, and answers."""
    parts = []
    if told:
        rows = "".join(f"<li><b>{escape(label)}</b>：{escape(value)}{_words(said)}</li>"
                       for label, value, said in told)
        parts.append("<p>我们从您的话里读到，已填进下面的表，读错了请直接改：</p>"
                     f"<ul>{rows}</ul>")
    if answers:
        rows = "".join(f"<li>{escape(a.asked.question)} <b>{escape(a.answer)}</b></li>"
                       for a in answers)
        parts.append(f"<p>您已回答：</p><ul>{rows}</ul>")
    return f'<section class="readings" role="status">{"".join(parts)}</section>' if parts else ""


def message(text: str, *, bad: bool = False) -> str:
    """Return a message that screen readers speak; a `bad` one interrupts."""
    if not text:
        return ""
    kind, role = ("bad", "alert") if bad else ("told", "status")
    return f'<p class="told {kind}" role="{role}">{escape(text)}</p>'


def comparison_table(found: Comparison, placed: Sequence[Placed]) -> str:
    """Return products side by side; the table scrolls inside its own box."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in found.names)
    rows = []
    for row in found.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
        if row.field == "依据":
            cells = "".join(f"<td>{source(p.product, p.policy)}</td>" for p in placed)
        mark = '<span class="differs">不同</span>' if row.differs and row.field != "依据" else ""
        rows.append(f'<tr><th scope="row">{escape(row.field)}{mark}</th>{cells}</tr>')
    return (f'<section class="comparison"><h3>并排比较</h3>'
            f'{scroll_box("并排比较的表格", f"<thead><tr><th></th>{heads}</tr></thead>", rows)}'
            "</section>")


def scroll_box(label: str, head: str, rows: Sequence[str]) -> str:
    """Return a table in a box of its own that scrolls and that the keyboard reaches."""
    return (f'<div class="scroll" role="region" aria-label="{escape(label)}" tabindex="0">'
            f"<table>{head}<tbody>{''.join(rows)}</tbody></table></div>")


def _words(said: str) -> str:
    return f'<span class="said">（“{escape(said)}”）</span>' if said else ""
