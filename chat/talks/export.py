"""A conversation as a file to keep: Markdown or docx, each citation in its official form."""

import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from chat.talks.conversations import Conversation, Saved
from chat.web.render import plain
from corpus.records.clock import shown

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NOTE = "以上内容整理自政策文件条款，办理以文件原文和责任单位、银行审批为准。"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~$>])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def to_markdown(conversation: Conversation, messages: Sequence[Saved]) -> str:
    """Return a conversation as Markdown; what the person typed stays letter by letter."""
    parts = [f"# {plain(conversation.title)}", f"导出内容截至 {shown(conversation.updated_at)}"]
    for message in messages:
        parts.append(f"## {_speaker(message)}")
        if message.answer is None:
            parts += ["\n".join(f"> {plain(line)}" for line in message.text.split("\n"))]
            continue
        parts.append(message.text)
        if message.answer.citations:
            parts.append("引用条款：\n\n" + "\n".join(
                f"- [{n}] {official}：“{plain(quote)}”"
                for n, official, quote in _citations(message)))
    return "\n\n".join([*parts, _NOTE]) + "\n"


def to_docx(conversation: Conversation, messages: Sequence[Saved]) -> bytes:
    """Return a conversation as a Word document."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = "宋体"
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.core_properties.author = "融策通"
    document.core_properties.title = conversation.title
    document.add_heading(_clean(conversation.title), 1)
    document.add_paragraph(f"导出内容截至 {shown(conversation.updated_at)}")
    for message in messages:
        document.add_heading(_speaker(message), 2)
        if message.answer is None:
            document.add_paragraph(_clean(message.text))
            continue
        _add_answer(document, message.text)
        if message.answer.citations:
            document.add_paragraph("引用条款：")
        for number, official, quote in _citations(message):
            document.add_paragraph(_clean(f"[{number}] {official}：“{quote}”"))
    document.add_paragraph(_NOTE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _speaker(message: Saved) -> str:
    who = "融策通" if message.role == "assistant" else "提问"
    return f"{who}（{shown(message.created_at)}）"


def _citations(message: Saved) -> Iterator[tuple[int, str, str]]:
    """Yield number, official form and quote of each citation."""
    for number, citation in enumerate(message.answer.citations if message.answer else (), 1):
        yield number, citation.official, " ".join(citation.quote.split("\n"))


def _add_answer(document: "Document", text: str) -> None:
    """Add the markdown that answers are written in: paragraphs, lists, bold, tables."""
    lines = [line for line in text.split("\n") if line.strip()]
    for in_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if in_table:
            _add_table(document, list(group))
            continue
        for line in group:
            bullet = re.match(r"\s*[-*] ", line)
            paragraph = document.add_paragraph(style="List Bullet" if bullet else None)
            _add_runs(paragraph, line[bullet.end():] if bullet else line)


def _add_table(document: "Document", lines: Sequence[str]) -> None:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines
            if not re.fullmatch(r"[|\s:\-]+", line)] or [list(lines)]
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            _add_runs(cell.paragraphs[0], text)


def _add_runs(paragraph: "Paragraph", line: str) -> None:
    for number, piece in enumerate(_BOLD.split(_clean(line))):
        if piece:
            paragraph.add_run(_unescaped(piece)).bold = number % 2 == 1


def _unescaped(text: str) -> str:
    text = _ESCAPED.sub(r"\1", text.replace("<br>", "\n"))
    return text.replace("&lt;", "<").replace("&amp;", "&")


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
