"""Rows of a CSV, XLSX or JSONL file, with the names that the file itself gives its columns."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from corpus.decode import decode
from corpus.errors import BadRow, BinaryFile


class Row(NamedTuple):
    """One row: its `number` in the file from 1, its `data` by field, headers by field.

    `data` is None where a line is no JSON. A cell without a header is under 第 6 列.
    """

    number: int
    data: object
    headers: Mapping[str, str]


def read_rows(path: Path, fields: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of `path` that hold anything; `fields` are the fields by printed header.

    Raises:
        EmptyFile, BinaryFile, BadRow: the file cannot be read, or breaks the rules of CSV.

    """
    if path.suffix.lower() == ".xlsx":
        yield from _table(_sheet(path), fields)
        return
    text = decode(path.read_bytes(), path.name)
    if path.suffix.lower() == ".csv":
        lines = csv.reader(io.StringIO(text, newline=""))
        try:
            yield from _table(lines, fields)
        except csv.Error as error:
            raise BadRow(path.name, f"第 {lines.line_num} 行 整行：{error}") from error
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield Row(number, _parsed(line), {})


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _sheet(path: Path) -> Iterator[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BinaryFile(path.name, str(error)) from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in row]


def _table(rows: Iterable[list[str]], fields: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows below the header, which is the first row that is not blank."""
    keys: list[str] = []
    headers = {field: header for header, field in fields.items()}
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not keys:
            keys = [fields.get(cell, cell) for cell in cells]
            headers |= dict(zip(keys, cells, strict=True))
            continue
        keys_here = [*keys, *[""] * (len(cells) - len(keys))]
        yield Row(number, {key or f"第 {i} 列": cell for i, (key, cell) in enumerate(
            zip(keys_here, cells, strict=False), 1) if cell}, headers)
