"""Tables of statistics as HTML: every row with its number, and a bar that reads without colour."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.statistics.statistics_tables import Cell, Section

STYLE = Path(__file__).with_name("desk.css")


def sections_html(sections: Sequence[Section], *, level: int = 3) -> str:
    """Return all tables; headings are of `level`."""
    return "".join(section_html(section, level=level) for section in sections)


def section_html(section: Section, *, level: int = 3) -> str:
    """Return one table with its heading, and what to know of it."""
    title, note = escape(section.title), escape(section.note)
    body = _table(section) if section.rows else f'<p class="hint">{escape(section.empty)}</p>'
    said = f'<p class="hint">{note}</p>' if note and section.rows else ""
    return (f'<section class="figures"><h{level}>{title}</h{level}>'
            f"{body}{said}</section>")


def _table(section: Section) -> str:
    head = "".join(f'<th scope="col"{_kind(n, section)}>{escape(name)}</th>'
                   for n, name in enumerate(section.head))
    top = max((_number(row[section.bar]) for row in section.rows), default=0) if (
        section.bar is not None) else 0
    rows = "".join(_row(row, section, top) for row in section.rows)
    return (f'<div class="scroll" role="region" aria-label="{escape(section.title)}" tabindex="0">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def _row(row: Sequence[Cell], section: Section, top: float) -> str:
    cells = []
    for n, cell in enumerate(row):
        if n == 0:
            cells.append(f'<th scope="row">{escape(shown(cell))}</th>')
            continue
        bar = _bar(row, section, top) if n == section.bar else ""
        cells.append(f"<td{_kind(n, section)}>{bar}{escape(shown(cell))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _kind(column: int, section: Section) -> str:
    """Return the class of a column: with bars, or with numbers."""
    if column == section.bar:
        return ' class="bars"'
    sample = section.rows[0][column] if section.rows else ""
    return ' class="number"' if column and not isinstance(sample, str) else ""


def _bar(row: Sequence[Cell], section: Section, top: float) -> str:
    whole = _number(row[section.bar or 0])
    if not top or not whole:
        return ""
    part = _number(row[section.part]) / whole if section.part is not None else 0
    hatched = f'<i style="width:{part:.0%}"></i>' if part else ""
    return (f'<span class="bar" aria-hidden="true"><b style="width:{whole / top:.1%}">{hatched}'
            "</b></span>")


def shown(cell: Cell) -> str:
    """Return a cell as people read it: 12,000."""
    return cell if isinstance(cell, str) else f"{cell:,.10g}"


def _number(cell: Cell) -> float:
    return 0 if isinstance(cell, str) else float(cell)
