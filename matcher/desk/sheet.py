"""Tables that people keep in Excel: their cells as text, as they stand.

What looks like a formula is text, read and written.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from corpus.decode import decode
from corpus.errors import BadRow, BinaryFile, MissingFile, UnsupportedFormat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST = 20_000_000  # bytes of a file
_LARGEST_UNPACKED = 400_000_000


def read_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number, from 1, and the cells of each row of a csv or xlsx that holds anything.

    Raises:
        SourceError: the file is missing, too large, damaged or of another kind.

    """
    if not path.is_file():
        raise MissingFile(str(path))
    if path.stat().st_size > _LARGEST:
        raise BinaryFile(path.name, "larger than 20 MB")
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise UnsupportedFormat(path.name)
    for number, row in enumerate(_sheet(path) if kind == ".xlsx" else _csv(path), 1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def write_sheet(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return an xlsx with one sheet in which every cell is text."""
    return write_book({title: rows})


def write_book(sheets: Mapping[str, Iterable[Sequence[str | float]]]) -> bytes:
    """Return an xlsx with a sheet for each title, in order; what is no number is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = [WriteOnlyCell(sheet, value=value) for value in row]
            for cell, value in zip(cells, row, strict=True):
                if isinstance(value, str):
                    cell.data_type = "s"  # also for "=…", which would be a formula
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _csv(path: Path) -> Iterator[list[str]]:
    lines = csv.reader(io.StringIO(decode(path.read_bytes(), path.name), newline=""))
    try:
        yield from lines
    except csv.Error as error:
        raise BadRow(path.name, f"第 {lines.line_num} 行 整行：{error}") from error


def _sheet(path: Path) -> Iterator[Sequence[object]]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise BinaryFile(path.name, "larger than 400 MB unpacked")
        book = openpyxl.load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BinaryFile(path.name, str(error)) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()
