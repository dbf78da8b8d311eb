"""Any supported file to text: txt and md as they are, docx, pdf and html through libraries."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.decode import decode
from corpus.errors import BinaryFile, EmptyFile, UnsupportedFormat


def to_text(path: Path) -> str:
    """Return the text of the file in `path`; tables become lines of cells split by tabs.

    Raises:
        UnsupportedFormat: the suffix is not known.
        EmptyFile, BinaryFile: nothing readable inside.

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

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets zipfile's, lxml's and its own errors through
        raise BinaryFile(name, str(error)) from error
    return "\n".join(_docx_blocks(document))


def _docx_blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from ("\t".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _pdf(data: bytes, name: str) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise BinaryFile(name, str(error)) from error
    return "\n\n".join(page.replace("\r\n", "\n") for page in pages)


def _html(data: bytes, name: str) -> str:  # noqa: ARG001 - one signature for all readers
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "lxml")
    for tag in soup(["script", "style", "noscript", "nav", "header", "footer"]):
        tag.decompose()
    root = soup.find("article") or soup.body or soup
    lines = (line.strip() for line in root.get_text("\n").splitlines())
    return "\n".join(line for line in lines if line)


_READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": decode, ".md": decode, ".docx": _docx, ".pdf": _pdf, ".html": _html, ".htm": _html,
}
