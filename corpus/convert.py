"""Any supported file to text: txt and md as they are, docx, pdf and html through libraries."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.decode import decode
from corpus.errors import BinaryFile, EmptyFile, LockedFile, ScannedFile, UnsupportedFormat

_BLOCKS = [
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "legend", "li", "main", "ol", "option", "p", "pre", "section", "summary", "table",
    "tbody", "tfoot", "thead", "tr", "ul"]
_OLE = b"\xd0\xcf\x11\xe0"  # what Office wraps a locked document in


def to_text(path: Path) -> str:
    """Return the text of the file in `path`; tables become lines of cells split by tabs.

    Raises:
        UnsupportedFormat: the suffix is not known.
        EmptyFile, BinaryFile, LockedFile, ScannedFile: nothing readable inside.

    """
    data = path.read_bytes()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(path.name)
    if not data:
        raise EmptyFile(path.name)
    text = reader(data, path.name)
    if not text.strip():
        raise EmptyFile(path.name)
    return text


def _docx(data: bytes, name: str) -> str:
    import docx

    if data.startswith(_OLE):
        raise LockedFile(name, "an OLE container: locked, or an old doc")
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets zipfile's, lxml's and its own errors through
        raise BinaryFile(name, str(error)) from error
    return "\n".join(_docx_blocks(document))


def _docx_blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _docx_rows(block)
        else:
            yield block.text


def _docx_rows(table: Any) -> Iterator[str]:
    """Yield each row; a cell that spans several columns or rows is printed once."""
    seen = set()
    for row in table.rows:
        cells = {cell._tc: cell.text for cell in row.cells if cell._tc not in seen}
        seen |= set(cells)
        yield "\t".join(cells.values())


def _pdf(data: bytes, name: str) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        kind = LockedFile if "password" in str(error).lower() else BinaryFile
        raise kind(name, str(error)) from error
    if pages and not any(page.strip() for page in pages):
        raise ScannedFile(name)
    return "\n\n".join(page.replace("\r\n", "\n") for page in pages)


def _html(data: bytes, name: str) -> str:  # noqa: ARG001 - one signature for all readers
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "lxml")
    for tag in soup(["script", "style", "noscript", "nav", "header", "footer"]):
        tag.decompose()
    root = soup.find("article") or soup.body or soup
    _print_blocks(root)
    text = re.sub(r"(?<=[!-~])\r+(?=[!-~])", " ", root.get_text()).replace("\r", "")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _print_blocks(root: Any) -> None:
    """Break lines at block tags only, part the cells of a row by tabs.

    A line break of the HTML itself is a blank between Latin words, else nothing: kept as CR here.
    """
    from bs4.element import NavigableString

    for string in root.find_all(string=True):
        if type(string) is NavigableString and not string.find_parent("pre"):  # no comment
            string.replace_with(re.sub(r"\s*[\r\n]\s*", "\r", string).replace("\t", " "))
    for tag in root.find_all(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    for cell in reversed(root.find_all(["td", "th"])):  # tables inside a cell come first
        more = cell.find_next_sibling(["td", "th"])
        cell.string = cell.get_text().strip() + ("\t" if more else "")


_READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": decode, ".md": decode, ".docx": _docx, ".pdf": _pdf, ".html": _html, ".htm": _html,
}
