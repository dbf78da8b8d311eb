"""The page and the styles of a printed paper in Word."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from matcher.booklet.word import chinese, field, fonts

BLUE, GREY, AMBER = map(RGBColor.from_string, ("1F3F77", "555F6B", "8A4B00"))
WIDTH = 170  # mm between the margins
_LINE = "B9C4D4"
_TEXT, _HEAD = "宋体", "黑体"
_SIZES = {1: 18, 2: 14, 3: 11.5}


def lay_out(document: Any, title: str) -> None:
    """Set page, header, footer and styles of a new `document`."""
    chinese(document)
    _page(document, title)
    _styles(document)


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
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), BLUE, True
        _spacing(style, 12 if level < 3 else 8, 4)
        style.paragraph_format.page_break_before = level == 1
    for name, size, before in (("Title", 28, 150), ("Subtitle", 14, 6)):
        style = styles[name]
        fonts(style, "Arial", _HEAD)
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), BLUE, False
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _spacing(style, before, 24)
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
    for name, size, after in (("Cell", 9.5, 0), ("Note", 9, 4), ("Need", 10.5, 2), ("Gap", 4, 0),
                              ("Contents 1", 11, 2), ("Contents 2", 10, 0)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        _spacing(style, 0, after)
    styles["Need"].font.color.rgb = BLUE
    styles["Need"].paragraph_format.keep_with_next = True
    _spacing(styles["Cell"], 0.5, 1)
    styles["Cell"].paragraph_format.line_spacing = 1.15
    for line in styles["Table Grid"].element.xpath("w:tblPr/w:tblBorders/*"):
        line.set(qn("w:color"), _LINE)
    _contents(styles)
    for name in ("Header", "Footer"):
        styles[name].font.size, styles[name].font.color.rgb = Pt(9), GREY


def _contents(styles: Any) -> None:
    for name, indent in (("Contents 1", 0), ("Contents 2", 8)):
        layout = styles[name].paragraph_format
        layout.left_indent, layout.right_indent = Mm(indent), Mm(10)
        layout.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _spacing(style: Any, before: float, after: float) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.25
