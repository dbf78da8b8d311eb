"""Print blocks as one HTML file that needs nothing beside it, on screen and on A4."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from matcher.booklet.layout import Block, Cell, Cover, Heading, Para, Span, Table

_STYLE = Path(__file__).parent / "paper.css"
_WIDE = 4  # columns; such a table is set smaller on a narrow screen


def html_page(title: str, blocks: Sequence[Block]) -> str:
    """Return the whole page; everything that comes from data is escaped."""
    body = "\n".join(map(_block, blocks))
    return ('<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(title)}</title>\n<style>{_STYLE.read_text(encoding='utf-8')}</style>"
            f"</head>\n<body><main>\n{body}\n</main></body></html>\n")


def _block(block: Block) -> str:
    if isinstance(block, Cover):
        return _cover(block)
    if isinstance(block, Heading):
        labels = "".join(f'<span class="label">{escape(label)}</span>' for label in block.labels)
        place = f' id="{escape(block.anchor)}"' if block.anchor else ""
        place += ' class="runs-on"' if block.runs_on else ""
        return f"<h{block.level}{place}>{escape(block.text)}{labels}</h{block.level}>"
    if isinstance(block, Para):
        return f'<p class="{block.style}">{_cell(block.spans)}</p>'
    return _table(block)


def _cover(cover: Cover) -> str:
    rows = "".join(f"<tr><td>{escape(label)}</td><td>{escape(said)}</td></tr>"
                   for label, said in cover.rows)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in cover.notes)
    return (f'<header class="cover"><h1>{escape(cover.title)}</h1><p>{escape(cover.subtitle)}</p>'
            f'<table><col style="width:22%"><col>{rows}</table>{notes}</header>')


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in table.widths)
    head = "".join(f"<th>{escape(name)}</th>" for name in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>\n"
                   for row in table.rows)
    kind = "card" if table.keep else "wide" if len(table.widths) >= _WIDE else "list"
    said = (f'<table class="{kind}"><colgroup>{columns}</colgroup>'
            f"{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>")
    return f'<div class="scroll">{said}</div>' if kind == "wide" else said


def _cell(cell: Cell) -> str:
    return "".join(map(_span, cell))


def _span(span: Span) -> str:
    said = escape(span.text)
    if span.style == "strong":
        said = f"<strong>{said}</strong>"
    elif span.style == "small":
        said = f"<small>{said}</small>"
    elif span.style:
        said = f'<span class="{span.style}">{said}</span>'
    return f'<a href="{escape(span.link)}">{said}</a>' if span.link else said
