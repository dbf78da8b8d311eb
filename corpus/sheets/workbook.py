"""Rows of an XLSX file, within bounds of size, time and trust: no macros, no formulas."""

import datetime
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpus.errors import BadRow
from corpus.rows import FORMULA, Cell, Row, bounded
from corpus.sheets.figures import write_number

SHEET, GUIDE, WORDS = "产品", "填写说明", "词表"
_MOST_COLUMNS = 200
_MOST_UNPACKED = 40_000_000  # bytes of XML
_MOST_TAGS = 1_000_000  # 6,000 rows of 40 cells; more would take too long
_MOST_BLANK = 1_100_000  # rows with those that are only formatted; a sheet has 1,048,576
_TOO_LARGE = "表格太大（常见原因是整张表都设了格式），请把有内容的行复制到新的表格里"
_MACROS = "xl/vbaProject.bin"
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError,
           IndexError, SyntaxError, EOFError, OSError, RuntimeError)


class Workbook(NamedTuple):
    """The rows of the first sheet, or of the one named 产品, and the names of those not read."""

    rows: Iterator[Row]
    left: tuple[str, ...]


def read_workbook(path: Path) -> Workbook:
    """Open `path` and return its rows, which are read as they are asked for.

    Raises:
        BadRow: macros, too large when unpacked, too many rows, or no XLSX file at all.

    """
    _check_archive(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()
    except _BROKEN as error:
        raise _unreadable(path) from error
    left = (name for name in book.sheetnames if name not in (sheet.title, GUIDE, WORDS))
    return Workbook(bounded(_rows(path, sheet), path.name), tuple(left))


def _check_archive(path: Path) -> None:
    """Raise BadRow when the archive of `path` holds macros or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.filename == _MACROS for part in parts):
                raise BadRow(path.name, "表格含宏，不能导入；请另存为不含宏的 xlsx")
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _MOST_UNPACKED or _tags(archive) > _MOST_TAGS:
                raise BadRow(path.name, _TOO_LARGE)
    except _BROKEN as error:
        raise _unreadable(path) from error


def _tags(archive: zipfile.ZipFile) -> int:
    """Return how many tags the XML of `archive` has."""
    return sum(archive.read(part).count(b"<") for part in archive.namelist()
               if part.endswith(".xml"))


def _rows(path: Path, sheet: object) -> Iterator[Row]:
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):  # type: ignore[attr-defined]
            if number > _MOST_BLANK:
                raise BadRow(path.name, _TOO_LARGE)
            yield Row(number, tuple(_cell(cell) for cell in row[:_MOST_COLUMNS]))
    except _BROKEN as error:
        raise _unreadable(path) from error


def _cell(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "n")
    faults = {"f": FORMULA, "e": f"是错误值 {value}"}
    if value is None:
        return Cell("")
    return Cell(_text(value, str(getattr(cell, "number_format", ""))), faults.get(kind, ""))


def _text(value: object, number_format: str) -> str:
    """Return a value as read on screen: 0.031 under % is 3.1%, a date shown by month a month."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        percent = "%" in number_format
        return f"{write_number(round(value * 100, 10))}%" if percent else write_number(value)
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}" if "d" in number_format.lower() else f"{value:%Y-%m}"
    return str(value).strip()


def _unreadable(path: Path) -> BadRow:
    return BadRow(path.name, "打不开：文件已损坏、加了密码，或不是 xlsx（旧的 xls 请另存为 xlsx）")
