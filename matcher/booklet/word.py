"""The elements of a Word document that python-docx has no call for: bookmarks, links, fields."""

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def plain(said: str) -> str:
    """Return `said` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", said)


def element(tag: str, **attributes: str) -> Any:
    """Return a new element, its attributes in the w: namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put the whole of `paragraph` under the bookmark `name`; `number` is unique in the paper."""
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0,
                        element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def hyperlink(paragraph: Any, run: Any, target: str) -> None:
    """Make `run` of `paragraph` a link to `target`: an address, or # and the name of a bookmark."""
    if target.startswith("#"):
        link = element("w:hyperlink", anchor=target[1:], history="1")
    else:
        key = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = element("w:hyperlink", history="1")
        link.set(qn("r:id"), key)
    run._r.addprevious(link)
    link.append(run._r)


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that shows `shown`; one that shows nothing asks to be computed on opening."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instruction":
            code = element("w:instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind == "shown":
            run.text = shown
        else:
            dirty = {"dirty": "true"} if kind == "begin" and not shown else {}
            run._r.append(element("w:fldChar", fldCharType=kind, **dirty))


def fonts(style: Any, latin: str, chinese: str) -> None:
    """Set the fonts of `style`, the East Asian one too."""
    style.font.name = latin
    made = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        made.attrib.pop(qn(f"w:{theme}"), None)
    for name, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese)):
        made.set(qn(f"w:{name}"), font)


def chinese(document: Any) -> None:
    """Declare the text of `document` to be Chinese, so that Chinese fonts and line breaks apply."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def shade(cell: Any, colour: str) -> None:
    """Fill `cell` with `colour`, as RRGGBB."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def whole_rows(table: Any, *, head: bool) -> None:
    """Keep each row of `table` on one page, and repeat the first one as a head."""
    for i, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if head and i == 0:
            properties.append(element("w:tblHeader"))
