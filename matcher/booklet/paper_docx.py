"""Print blocks as a Word document: A4, real headings, bookmarks, links, page numbers.

A line of contents shows its page number from `pages` (by anchor) until fields are updated.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt

from corpus.errors import PrintError
from matcher.booklet.layout import Block, Cell, Cover, Heading, Para, Table
from matcher.booklet.paper_styles import AMBER, BLUE, GREY, WIDTH, lay_out
from matcher.booklet.word import (
    bookmark,
    field,
    hyperlink,
    plain,
    shade,
    whole_rows,
)

_SOFT = "EEF2F8"


def save_docx(title: str, blocks: Sequence[Block], path: Path,
              pages: Mapping[str, int] | None = None) -> None:
    """Write the document to `path`; PrintError when it cannot be written."""
    writer = _Writer(title, pages or {})
    for block in blocks:
        writer.add(block)
    try:
        writer.document.save(path)
    except OSError as error:
        raise PrintError(str(path), f"文件无法写入：{error}") from error


class _Writer:
    """Adds blocks to one document."""

    def __init__(self, title: str, pages: Mapping[str, int]) -> None:
        self.document = docx.Document()
        self.pages = pages
        self.marks = 0
        lay_out(self.document, plain(title))
        self.cell_style = self.document.styles["Cell"].style_id

    def add(self, block: Block) -> None:
        """Add one block at the end."""
        if isinstance(block, Cover):
            self._cover(block)
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Para):
            self._para(block)
        else:
            self._table(block)

    def _cover(self, cover: Cover) -> None:
        self.document.add_paragraph(plain(cover.title), style="Title")
        self.document.add_paragraph(plain(cover.subtitle), style="Subtitle")
        table = self._grid(len(cover.rows), (18, 82))
        for row, (label, said) in zip(table.rows, cover.rows, strict=True):
            row.cells[0].paragraphs[0].add_run(plain(label)).bold = True
            row.cells[1].paragraphs[0].add_run(plain(said))
            shade(row.cells[0], _SOFT)
        self.document.add_paragraph()
        for note in cover.notes:
            self.document.add_paragraph(plain(note), style="Note")

    def _heading(self, heading: Heading) -> None:
        paragraph = self.document.add_heading(plain(heading.text), heading.level)
        if heading.runs_on:
            paragraph.paragraph_format.page_break_before = False
        if heading.labels:
            run = paragraph.add_run(f"　〔{plain(' · '.join(heading.labels))}〕")
            run.font.size, run.bold = Pt(9), False
            run.font.color.rgb = GREY
        if heading.anchor:
            self.marks += 1
            bookmark(paragraph, heading.anchor, self.marks)

    def _para(self, para: Para) -> None:
        style = {"entry": "Contents 1", "subentry": "Contents 2", "note": "Note", "flow": "Need",
                 "body": "Normal"}[para.style]
        paragraph = self.document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = para.style == "note" or None
        _spans(paragraph, para.spans)
        if para.page_of:
            paragraph.add_run("\t")
            field(paragraph, f"PAGEREF {para.page_of} \\h", str(self.pages.get(para.page_of, "")))

    def _table(self, block: Table) -> None:
        table = self._grid(len(block.rows) + bool(block.head), block.widths)
        whole_rows(table, head=bool(block.head))
        for cell, name in zip(table.rows[0].cells, block.head, strict=False):
            cell.paragraphs[0].add_run(plain(name)).bold = True
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            shade(cell, _SOFT)
        lines = table.rows[bool(block.head):]
        for i, (line, row) in enumerate(zip(lines, block.rows, strict=True), 1):
            cells = line.cells
            for cell, spans in zip(cells, row, strict=True):
                _spans(cell.paragraphs[0], spans)
                cell.paragraphs[0].paragraph_format.keep_with_next = block.keep and i < len(lines)
            if block.keep:
                shade(cells[0], _SOFT)
        self.document.add_paragraph(style="Gap")

    def _grid(self, rows: int, widths: Sequence[int]) -> Any:
        table = self.document.add_table(rows, len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        total = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(WIDTH * width / total)
            for cell in column.cells:
                cell.width = Mm(WIDTH * width / total)
                cell.paragraphs[0]._p.style = self.cell_style
        return table


def _spans(paragraph: Any, cell: Cell) -> None:
    for span in cell:
        run = paragraph.add_run(plain(span.text))
        run.bold = span.style == "strong" or None
        if span.style == "small":
            run.font.size, run.font.color.rgb = Pt(8), GREY
        elif span.style == "caution":
            run.font.color.rgb = AMBER
        if span.link:
            if not paragraph.style.name.startswith("Contents"):
                run.font.color.rgb = BLUE
            hyperlink(paragraph, run, span.link)
