"""Rows of a product sheet to the data of products, and products to rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus.product import Product
from corpus.rows import Cell, Row
from corpus.sheets.cells import UNSTATED, read_cell, read_guarantees, write_cell
from corpus.sheets.columns import Column, Header, columns
from corpus.sheets.conditions import column_criterion, read_lines, split_criteria
from corpus.sheets.figures import amount_bounds, longest_term, rate_bounds


class Fault(NamedTuple):
    """What is wrong with one cell of a row, by the header of its column."""

    header: str
    why: str


class _Plain(NamedTuple):
    """A cell of a column of conditions: header, column, value."""

    header: str
    column: Column
    value: object


class RowReading(NamedTuple):
    """What one row says: data by field, and what cannot be read."""

    data: dict[str, object]
    faults: list[Fault]


def read_row(header: Header, row: Row) -> RowReading:
    """Return the data of the product in `row`, ready for validation."""
    data: dict[str, object] = {}
    plain: list[_Plain] = []
    faults: list[Fault] = []
    for index, cell in enumerate(row.cells):
        column = header.columns[index] if index < len(header.columns) else None
        printed = header.printed[index] if index < len(header.printed) else ""
        if not cell.text or (printed and not column):
            continue
        fault = f"单元格 {_place(index, row.number)} {cell.fault}" if cell.fault else ""
        fault = fault or ("" if column else "这一列没有表头")
        if fault or not column:
            faults.append(Fault(printed or f"第 {index + 1} 列", fault))
            continue
        try:
            if column.criterion:
                plain.append(_Plain(printed, column, read_cell(column, cell.text)))
            else:
                _read_into(data, column, cell)
        except ValueError as error:
            faults.append(Fault(printed, str(error)))
    faults += _conditions(data, plain)
    _derive(data)
    if not any(column and column.key == "id" for column in header.columns) and "name" in data:
        data["id"] = "·".join(str(data[key]) for key in ("institution", "name") if key in data)
    return RowReading({key: value for key, value in data.items() if value is not None}, faults)


def write_row(product: Product) -> Mapping[str, str]:
    """Return the cells of `product` by column key; reading them gives it back."""
    cells, lines = split_criteria(product.criteria, product.amount_max_wan)
    for column in columns():
        if column.field == "criteria":
            cells["criteria"] = lines
        elif column.field:
            value = getattr(product, column.field)
            default = Product.model_fields[column.field].default
            cells[column.field] = "" if value == default else write_cell(column, value)
    derived: dict[str, object] = {key: text for key, text in cells.items() if text}
    _derive(derived)
    cells |= {key: UNSTATED for key, value in derived.items() if not isinstance(value, str)}
    return cells


def _place(index: int, number: int) -> str:
    """Return the name of a cell, such as E2."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(index + 1)}{number}"


def _read_into(data: dict[str, object], column: Column, cell: Cell) -> None:
    """Put what `cell` says under the field of `column`."""
    if column.form == "criteria":
        data["criteria"] = read_lines(cell.text)
    elif column.form == "guarantees":
        words, whole = read_guarantees(cell.text)
        data["guarantees"] = words
        if not whole:
            data.setdefault("guarantee_text", cell.text)
    elif column.joins and column.field in data:
        data[column.field] = f"{data[column.field]}；{cell.text}"
    else:
        data[column.field] = read_cell(column, cell.text)


def _conditions(data: dict[str, object], plain: Sequence[_Plain]) -> list[Fault]:
    """Put the plain conditions before the lines of criteria, in the order of the columns."""
    order = [column.key for column in columns()]
    found, faults = [], []
    amount = data.get("amount_max_wan")
    if amount is None and isinstance(text := data.get("amount_text"), str):
        amount = amount_bounds(text).high
    most = amount if isinstance(amount, int | float) else None
    for header, column, value in sorted(plain, key=lambda cell: order.index(cell.column.key)):
        try:
            criterion = column_criterion(column, value, most)
        except ValueError as error:
            faults.append(Fault(header, str(error)))
            continue
        if criterion:
            found.append(criterion)
    lines = data.get("criteria")
    if found:
        data["criteria"] = [*found, *(lines if isinstance(lines, list) else [])]
    return faults


def _derive(data: dict[str, object]) -> None:
    """Fill the figures that a text states plainly and that no cell of their own states."""
    for field, value in _derived(data):
        if value is not None:
            data.setdefault(field, value)


def _derived(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    amount, rate, term = (str(data.get(key) or "") for key in (
        "amount_text", "rate_text", "term_text"))
    if "amount_max_wan" not in data and "tiers" not in data:
        yield from zip(("amount_min_wan", "amount_max_wan"), amount_bounds(amount), strict=True)
    if not data.keys() & {"rate_min_pct", "rate_max_pct"}:
        yield from zip(("rate_min_pct", "rate_max_pct"), rate_bounds(rate), strict=True)
    yield "term_max_months", longest_term(term)
