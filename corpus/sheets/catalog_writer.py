"""Write products as a sheet or as JSON lines, and an empty sheet to fill in by hand."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadRow, UnsupportedFormat
from corpus.product import Product
from corpus.rows import safe_text
from corpus.sheets.columns import Column, closed_words, columns, labels
from corpus.sheets.table import write_row
from corpus.sheets.workbook import GUIDE, SHEET, WORDS

_LONGEST_CELL = 32_767  # characters, of Excel
_VALIDATED_ROWS = 1000
_WIDTHS = {True: 28, False: 16}
_SEVERAL = frozenset({"list", "sizes", "industries", "guarantees"})
_RULES = (
    ("第一行", "表头。带 * 的列必填；列可以删去或换位置，不要改名"),
    ("每一行", "一个产品。没有规定的留空，不要猜；金额以万元计，利率以年化百分数计，期限以月计"),
    ("公式", "不读公式，请填算好的数值"),
    ("再次导入", "编号相同的产品会被新的一行替换；有错的行不采用，会逐行列出原因"))
_WORD_TITLES = {
    "kind": "产品类别", "needs": "贷款用途", "guarantees": "担保方式", "size": "企业规模",
    "qualification": "资质", "collateral": "抵押物", "role": "身份", "event": "情形",
    "tax": "纳税信用", "industry": "行业", "yes": "是否"}


def write_catalog(products: Iterable[Product], path: Path) -> None:
    """Write `products` to `path` (csv, xlsx or jsonl); reading it back gives equal products.

    Raises:
        UnsupportedFormat: another suffix.
        BadRow: a text that a sheet cannot hold.

    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        lines = (f"{line}\n" for line in catalog_lines(products))
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
        return
    if suffix not in (".csv", ".xlsx"):
        raise UnsupportedFormat(path.name)
    rows = [write_row(product) for product in products]
    used = [c for c in columns() if c.required or any(row.get(c.key) for row in rows)]
    table = [[row.get(column.key, "") for column in used] for row in rows]
    (_write_csv if suffix == ".csv" else _write_book)(path, used, table)


def catalog_lines(products: Iterable[Product]) -> Iterator[str]:
    """Yield each of `products` as a line of JSON."""
    for product in products:
        yield json.dumps(product.model_dump(mode="json", exclude_defaults=True),
                         ensure_ascii=False)


def write_template(path: Path) -> None:
    """Write an empty sheet to `path` (xlsx) with a guide, the closed words and drop-down lists."""
    if path.suffix.lower() != ".xlsx":
        raise UnsupportedFormat(path.name)
    book = _book(path.name, [column for column in columns() if column.template], [])
    _add_guide(book)
    _add_words(book)
    book.save(path)


def _write_csv(path: Path, used: Sequence[Column], table: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in used])
        writer.writerows([safe_text(cell) for cell in row] for row in table)


def _write_book(path: Path, used: Sequence[Column], table: Sequence[Sequence[str]]) -> None:
    book = _book(path.name, used, table)
    _add_words(book)
    book.save(path)


def _book(name: str, used: Sequence[Column], table: Sequence[Sequence[str]]) -> Any:
    """Return a workbook whose first sheet holds the header and `table`, every cell as text.

    `name`, of the file, is used in errors only.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for index, column in enumerate(used, 1):
        head = sheet.cell(1, index, column.header + ("*" if column.required else ""))
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = _WIDTHS[column.form == "text"]
        if column.form in ("text", "date"):  # as typed: 007 keeps its zeros, 2025-07 is no day
            sheet.column_dimensions[letter].number_format = "@"
        for number, row in enumerate(table, 2):
            text = row[index - 1]
            if text and (why := _put_text(sheet.cell(number, index), text)):
                raise BadRow(name, f"第 {number} 行 {column.header}：{why}，请改存 jsonl")
    sheet.freeze_panes = "C2"
    _add_lists(sheet, used)
    return book


def _put_text(cell: Any, text: str) -> str:
    """Put `text` into `cell`, never as a formula; return why it cannot be put there, or ""."""
    from openpyxl.utils.exceptions import IllegalCharacterError

    if len(text) > _LONGEST_CELL:
        return f"超过 {_LONGEST_CELL} 字"
    try:
        cell.value = text
    except IllegalCharacterError:
        return "有表格不能保存的字符"
    cell.data_type = "s"
    cell.quotePrefix = text[0] in "=+-@"
    return ""


def _add_lists(sheet: Any, used: Sequence[Column]) -> None:
    """Add a drop-down list to each column of closed words; several words may be typed in."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, column in enumerate(used, 1):
        if column.words not in _WORD_TITLES:
            continue
        place = get_column_letter(list(_WORD_TITLES).index(column.words) + 1)
        last = len(closed_words()[column.words]) + 1
        several = column.form in _SEVERAL
        rule = DataValidation(
            type="list", formula1=f"='{WORDS}'!${place}$2:${place}${last}", allow_blank=True,
            showErrorMessage=not several, errorTitle="请从列表里选", error="请从下拉列表里选一项",
            showInputMessage=True, promptTitle=column.header,
            prompt=column.help[:200])
        letter = get_column_letter(index)
        rule.add(f"{letter}2:{letter}{_VALIDATED_ROWS}")
        sheet.add_data_validation(rule)


def _add_guide(book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(GUIDE)
    for name, rule in _RULES:
        sheet.append([name, "", rule])
    sheet.append([])
    sheet.append(["列", "必填", "怎么填", "可用的词", "例子"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for column in (column for column in columns() if column.template):
        words = "、".join(closed_words()[column.words]) if column.words in _WORD_TITLES else ""
        sheet.append([column.header, "是" if column.required else "", column.help, words,
                      column.example])
    for letter, width in zip("ABCDE", (22, 6, 60, 60, 36), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _add_words(book: Any) -> None:
    """Add the closed words, a column for each list; the drop-down lists point at them."""
    sheet = book.create_sheet(WORDS)
    lists: Mapping[str, Sequence[str]] = {
        title: closed_words()[name] for name, title in _WORD_TITLES.items()}
    lists = {**lists, "其他条件：字段": list(labels()["field"].values()),
             "其他条件：算子": list(labels()["operator"].values())}
    for index, (title, words) in enumerate(lists.items(), 1):
        for number, word in enumerate((title, *words), 1):
            sheet.cell(number, index, word)
