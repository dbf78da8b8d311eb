"""Rows of a CSV or XLSX sheet, and the lines of a JSONL file.

A cell that may not be taken as it stands says why: a formula is never run and its stored result
never believed.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpus.decode import decode
from corpus.errors import BadRow

MOST_ROWS = 50_000
FORMULA = "是公式，请改成算好的数值或文字"
_RISKY = re.compile(r"'*[=+\-@\t\r]")


class Cell(NamedTuple):
    """The text of a cell, and what is wrong with it ("" when nothing is)."""

    text: str
    fault: str = ""


class Row(NamedTuple):
    """One row of a sheet: its `number` from 1, and its cells."""

    number: int
    cells: tuple[Cell, ...]


def read_csv(path: Path) -> Iterator[Row]:
    """Yield the rows of `path` that hold anything.

    Raises:
        EmptyFile, BinaryFile, BadRow: no text, or it breaks the rules of CSV, or is too long.

    """
    lines = csv.reader(io.StringIO(decode(path.read_bytes(), path.name), newline=""))
    rows = (Row(number, tuple(_cell(cell) for cell in line))
            for number, line in enumerate(lines, 1))
    try:
        yield from bounded(rows, path.name)
    except csv.Error as error:
        raise BadRow(path.name, f"第 {lines.line_num} 行 整行：引号不成对，或单元格太长") from error


def read_jsonl(path: Path) -> Iterator[tuple[int, object]]:
    """Yield number and value of each line of `path` that is not blank; None where it is no JSON.

    Raises:
        EmptyFile, BinaryFile, BadRow: no text, or too many lines.

    """
    lines = decode(path.read_bytes(), path.name).split("\n")
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if len(filled) > MOST_ROWS:
        raise BadRow(path.name, f"超过 {MOST_ROWS} 行，请拆成几份")
    for number, line in filled:
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None


def bounded(rows: Iterator[Row], name: str) -> Iterator[Row]:
    """Yield the rows that hold anything; BadRow when they are more than MOST_ROWS."""
    count = 0
    for row in rows:
        if any(cell.text or cell.fault for cell in row.cells):
            count += 1
            if count > MOST_ROWS:
                raise BadRow(name, f"超过 {MOST_ROWS} 行，请拆成几份")
            yield row


def safe_text(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula; read_csv undoes it."""
    return f"'{text}" if _RISKY.match(text) else text


def _cell(text: str) -> Cell:
    stripped = text.strip()
    if stripped.startswith("="):
        return Cell(stripped, FORMULA)
    return Cell(stripped[1:] if stripped.startswith("'") and _RISKY.match(stripped) else stripped)
