"""Print blocks as a Word document: A4, real headings, bookmarks, links, page numbers.

A line of contents shows its page number from `pages` (by anchor) until fields are updated.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt, RGBColor

from corpus.errors import PrintError
from matcher.layout import Block, Cell, Cover, Heading, Para, Table
from matcher.word import (
    bookmark,
    chinese,
    element,
    field,
    fonts,
    hyperlink,
    plain,
    shade,
    whole_rows,
)

_BLUE, _GREY, _AMBER = map(RGBColor.from_string, ("1F3F77", "555F6B", "8A4B00"))
_SOFT, _LINE = "EEF2F8", "B9C4D4"
_TEXT, _HEAD = "宋体", "黑体"
_WIDTH = 170  # mm between the margins
_SIZES = {1: 18, 2: 14, 3: 11.5}


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
        _page(self.document, plain(title))
        chinese(self.document)
        _styles(self.document)

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
        for label in heading.labels:
            run = paragraph.add_run(f"　〔{plain(label)}〕")
            run.font.size, run.bold = Pt(9), False
            run.font.color.rgb = _GREY
        if heading.anchor:
            self.marks += 1
            bookmark(paragraph, heading.anchor, self.marks)

    def _para(self, para: Para) -> None:
        style = {"entry": "Contents 1", "subentry": "Contents 2", "note": "Note", "flow": "Need",
                 "body": "Normal"}[para.style]
        paragraph = self.document.add_paragraph(style=style)
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
        _borders(table)
        total = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(_WIDTH * width / total)
            for cell in column.cells:
                cell.width = Mm(_WIDTH * width / total)
                cell.paragraphs[0].style = self.document.styles["Cell"]
        return table


def _spans(paragraph: Any, cell: Cell) -> None:
    for span in cell:
        run = paragraph.add_run(plain(span.text))
        run.bold = span.style == "strong" or None
        if span.style == "small":
            run.font.size, run.font.color.rgb = Pt(8), _GREY
        elif span.style == "caution":
            run.font.color.rgb = _AMBER
        if span.link:
            if not paragraph.style.name.startswith("Contents"):
                run.font.color.rgb = _BLUE
            hyperlink(paragraph, run, span.link)


def _page(document: Any, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.different_first_page_header_footer = True
    document.core_properties.title = title
    document.core_properties.author, document.core_properties.language = "融策通", "zh-CN"
    head = section.header.paragraphs[0]
    head.add_run(title)
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    field(foot, "PAGE", "1")
    foot.add_run(" —")


def _styles(document: Any) -> None:
    styles = document.styles
    fonts(styles["Normal"], "Times New Roman", _TEXT)
    styles["Normal"].font.size = Pt(10.5)
    _spacing(styles["Normal"], 0, 4)
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        fonts(style, "Arial", _HEAD)
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), _BLUE, True
        _spacing(style, 12 if level < 3 else 8, 4)
        style.paragraph_format.page_break_before = level == 1
    for name, size, before in (("Title", 28, 150), ("Subtitle", 14, 6)):
        style = styles[name]
        fonts(style, "Arial", _HEAD)
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), _BLUE, False
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _spacing(style, before, 24)
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
    for name, size, after in (("Cell", 9.5, 0), ("Note", 9, 4), ("Need", 10.5, 2), ("Gap", 4, 0),
                              ("Contents 1", 11, 2), ("Contents 2", 10, 0)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        _spacing(style, 0, after)
    styles["Need"].font.color.rgb = _BLUE
    styles["Need"].paragraph_format.keep_with_next = True
    styles["Cell"].paragraph_format.line_spacing = 1.15
    _contents(styles)
    for name in ("Header", "Footer"):
        styles[name].font.size, styles[name].font.color.rgb = Pt(9), _GREY


def _contents(styles: Any) -> None:
    for name, indent in (("Contents 1", 0), ("Contents 2", 8)):
        layout = styles[name].paragraph_format
        layout.left_indent, layout.right_indent = Mm(indent), Mm(10)
        layout.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _spacing(style: Any, before: float, after: float) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.25


def _borders(table: Any) -> None:
    lines = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(element(f"w:{side}", val="single", sz="4", space="0", color=_LINE))
    table._tbl.tblPr.append(lines)
