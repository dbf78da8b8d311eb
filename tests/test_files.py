"""Files: bytes to text, other formats to text, and what is added to the user's folders."""

import json
import random
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.__main__ import main as report
from corpus.catalog import Product, load_all, load_catalog, read_catalog
from corpus.convert import to_text
from corpus.decode import decode
from corpus.errors import (
    BadRow,
    BinaryFile,
    EmptyFile,
    MissingFile,
    NoClauses,
    RongceError,
    SourceError,
    UnsupportedFormat,
)
from corpus.intake import add_files
from corpus.library import BUILT_IN, corpus_hash, load_policies, policy_files
from corpus.reader import read_policy

PAPER = "关于支持制造业的若干措施\n一、总体要求\n（一）加强对接。引导银行放款500万元。\n（二）好。"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06"
HEADER = ("编号", "名称", "类别", "来源", "最高额度（万元）")
ROWS = (("A1", "甲贷", "贷款", "官网", "500"), ("A2", "乙贷", "贷款", "官网", "很多"),
        ("A3", "丙贷", "贷款", "", "10"), ("A4", "丁贷", "贷款", "官网", ""))
KEYS = ("id", "name", "kind", "source", "amount_max_wan")


def pdf(lines: list[str]) -> bytes:
    """Make a PDF of one page by hand; its font is one of those that every reader knows."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    stream = f"BT /F 12 Tf 20 TL 50 780 Td\n{shown}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>")
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    return (f"{body}xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R>>\n"
            f"startxref\n{len(body)}\n%%EOF").encode()


def save(path: Path, content: str | bytes = PAPER) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def save_docx(path: Path) -> Path:
    document = docx.Document()
    for line in PAPER.splitlines():
        document.add_paragraph(line)
    cells = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["项目", "额度", "技改贷", "2000万元"]):
        cells.cell(at // 2, at % 2).text = text
    document.add_paragraph("（三）表后的条款。")
    document.save(str(path))
    return path


def save_catalog(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    """Write `rows` as the suffix of `path` says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (HEADER, *rows):
            book.active.append(row)
        book.save(path)
        return path
    if path.suffix == ".csv":
        return save(path, "\n".join(",".join(row) for row in (HEADER, *rows)))
    objects = [{k: v for k, v in zip(KEYS, row, strict=True) if v} for row in rows]
    return save(path, "\n".join(json.dumps(o, ensure_ascii=False) for o in ({}, *objects)[1:]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16",
                                      "utf-16-le", "utf-16-be"])
def test_decode(encoding):
    assert decode(PAPER.encode(encoding), "a.txt") == PAPER


def test_decode_big_endian_with_mark():
    assert decode(b"\xfe\xff" + PAPER.encode("utf-16-be"), "a.txt") == PAPER


@pytest.mark.parametrize("policy", sorted(SOURCES := BUILT_IN.glob("*.txt")), ids=lambda p: p.stem)
def test_decode_the_policies(policy):
    text = decode(policy.read_bytes(), policy.name)
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), policy.name) == text
