"""Write a printed paper as .docx, .html or .pdf; PDF needs LibreOffice."""

import logging
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from corpus.errors import PrintError
from matcher.booklet.compile import Booklet
from matcher.booklet.layout import Block, Heading
from matcher.booklet.paper_docx import save_docx
from matcher.booklet.paper_html import html_page
from matcher.booklet.parts import booklet_blocks
from matcher.booklet.showcase import Showcase
from matcher.booklet.showcase_text import showcase_markdown, showcase_paper

FORMATS = (".docx", ".html", ".pdf")
log = logging.getLogger(__name__)
_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE_S = 180.0
_NO_CONVERTER = ("没有找到 LibreOffice，无法生成 PDF；请安装 LibreOffice（命令 soffice），"
                 "或改用 .html，在浏览器里打印成 PDF。")


def save_booklet(booklet: Booklet, path: Path) -> None:
    """Write `booklet` to `path` in the format that its name ends with; PrintError when it fails."""
    save_paper(booklet.title, booklet_blocks(booklet), path)


def save_showcase(showcase: Showcase, path: Path) -> None:
    """Write `showcase` to `path`, as .md too; PrintError when it fails."""
    if path.suffix.lower() == ".md":
        _write(path, showcase_markdown(showcase).encode())
    else:
        save_paper(showcase.title, showcase_paper(showcase), path)


def save_paper(title: str, blocks: Sequence[Block], path: Path) -> None:
    """Write `blocks` to `path`.

    The page numbers in the contents of a document stand there at once where LibreOffice is found;
    else they appear when the fields are updated.

    Raises:
        PrintError: an unknown format, no converter for PDF, or a file that cannot be written.

    """
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise PrintError(str(path), f"请用 {'、'.join(FORMATS)} 结尾的文件名。")
    if kind == ".html":
        _write(path, html_page(title, blocks).encode())
        return
    program = converter()
    if kind == ".pdf" and program is None:
        raise PrintError(str(path), _NO_CONVERTER)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "paper.docx"
        save_docx(title, blocks, draft)
        if program:
            _number(title, blocks, draft, program)
        made = to_pdf(program, draft) if program and kind == ".pdf" else draft
        _write(path, made.read_bytes())


def converter() -> str | None:
    """Return the LibreOffice program, None when there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def to_pdf(program: str, path: Path, patience_s: float = _PATIENCE_S) -> Path:
    """Convert the document `path` to PDF beside it; PrintError when it fails or takes too long."""
    made = path.with_suffix(".pdf")
    made.unlink(missing_ok=True)
    command = [program, f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=patience_s, check=False)
    except subprocess.TimeoutExpired as error:
        raise PrintError(str(path), f"LibreOffice 超过 {patience_s:g} 秒没有完成，"
                                    "请关闭其他 LibreOffice 窗口后重试，或改用 .html。") from error
    except OSError as error:
        raise PrintError(str(path), f"LibreOffice 无法运行：{error}；可改用 .html。") from error
    if done.returncode or not made.is_file():
        said = done.stderr.decode(errors="replace").strip()[-200:]
        why = said or f"退出码 {done.returncode}"
        raise PrintError(str(path), f"LibreOffice 没有生成 PDF（{why}）；可改用 .html。")
    return made


def page_numbers(blocks: Sequence[Block], pdf: Path) -> dict[str, int]:
    """Return the printed page of each heading by its anchor, from the outline of `pdf`.

    Outline and headings come in the same order; where they do not match there are no numbers.
    """
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            places = [item.get_dest() for item in document.get_toc()]
            pages = [place.get_index() + 1 for place in places if place]
    except pypdfium2.PdfiumError as error:
        raise PrintError(str(pdf), f"LibreOffice 生成的 PDF 读不出来：{error}") from error
    headings = [block for block in blocks if isinstance(block, Heading)]
    if len(pages) != len(headings):
        return {}
    return {heading.anchor: page for heading, page in zip(headings, pages, strict=True)
            if heading.anchor}


def _number(title: str, blocks: Sequence[Block], draft: Path, program: str) -> None:
    """Write the page numbers into the contents of `draft`; it stays as it is where that fails."""
    try:
        pages = page_numbers(blocks, to_pdf(program, draft))
    except PrintError as error:
        log.warning("no page numbers in the contents: %s", error)
        return
    save_docx(title, blocks, draft, pages)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PrintError(str(path), f"文件无法写入：{error}") from error
