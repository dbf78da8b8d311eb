"""Criteria as cells: a column of its own for the plain ones, lines of 其他条件 for the rest.

A line is `字段 算子 值 | 原文 | 问题`, with （参考） before it when it is not hard. What
such a line would not give back is written as JSON.
"""

import json
import re
from collections.abc import Sequence

from pydantic import ValidationError

from corpus.product import Criterion
from corpus.sheets.cells import read_cell, read_list
from corpus.sheets.columns import Column, columns, labels
from corpus.sheets.figures import read_number, write_number

_SOFT = "（参考）"
_UNITS = {"amount": "万元", "term": "个月", "years": "年", "liability": "%"}
_CURRENCIES = {"万元": "CNY", "万美元": "USD", "万欧元": "EUR", "万港元": "HKD", "万日元": "JPY"}
_OTHER_LABELS = {"不高于": "max", "最高": "max", "至少": "min"}


def column_criterion(column: Column, value: object,
                     amount: float | None = None) -> Criterion | None:
    """Return the criterion that a cell of a column of conditions states, None for 否.

    `amount` is the row's highest amount in 万元; ValueError when it is needed and missing.
    """
    field, operator = column.criterion.split()
    if column.form == "yes":
        if value is not True:
            return None
        if amount is None:
            raise ValueError("填了“是”就要填“最高额度（万元）”")
        value = amount
    title = re.sub(r"（.+?）", "", column.header)
    if isinstance(value, int | float):
        title = "额度不超过" if field == "amount" else title
        quote = f"{title}{write_number(value)}{_UNITS[field]}"
        return Criterion.model_validate({"field": field, "operator": operator, "number": value,
                                         "quote": quote, "question": column.asks})
    values = [str(part) for part in value] if isinstance(value, list) else []
    return Criterion.model_validate({
        "field": field, "operator": operator, "values": values,
        "quote": f"{title}：{'、'.join(values)}", "question": column.asks})


def split_criteria(criteria: Sequence[Criterion],
                   amount: float | None) -> tuple[dict[str, str], str]:
    """Return cells by column key for the leading plain criteria, and the lines of the rest."""
    cells: dict[str, str] = {}
    rest = list(criteria)
    for column in columns():
        if column.criterion and rest and (text := _plain_cell(column, rest[0], amount)):
            cells[column.criterion] = text
            rest.pop(0)
    return cells, "\n".join(write_line(criterion) for criterion in rest)


def read_lines(text: str) -> list[Criterion]:
    """Return the criteria of a cell of 其他条件; ValueError names the line that is wrong."""
    return [_read_line(line.strip()) for line in text.split("\n") if line.strip()]


def write_line(criterion: Criterion) -> str:
    """Return one line that reads as `criterion`."""
    line = _line(criterion)
    try:
        same = "\n" not in line and _read_line(line) == criterion
    except ValueError:
        same = False
    return line if same else json.dumps(
        criterion.model_dump(exclude_defaults=True), ensure_ascii=False)


def _plain_cell(column: Column, criterion: Criterion, amount: float | None) -> str:
    """Return the cell of `column` that states `criterion`, "" when none does."""
    if column.criterion != f"{criterion.field} {criterion.operator}":
        return ""
    if column.form == "yes":
        text = "是" if amount is not None else ""
    elif criterion.number is not None:
        text = write_number(criterion.number)
    else:
        text = "、".join(criterion.values)
    if not text:
        return ""
    try:
        same = column_criterion(column, read_cell(column, text), amount) == criterion
    except ValueError:
        same = False
    return text if same else ""


def _line(criterion: Criterion) -> str:
    field = labels()["field"].get(criterion.field, criterion.field)
    operator = labels()["operator"][criterion.operator]
    value = "、".join(criterion.values)
    if criterion.number is not None:
        units = {code: unit for unit, code in _CURRENCIES.items()}
        unit = units[criterion.currency] if criterion.field == "amount" else _UNITS.get(
            criterion.field, "")
        value = f"{write_number(criterion.number)}{unit}"
    head = f"{'' if criterion.hard else _SOFT}{field} {operator} {value}".strip()
    return " | ".join((head, criterion.quote, criterion.question)).rstrip(" |")


def _read_line(line: str) -> Criterion:
    """Return the criterion of one line, plain or JSON; ValueError says how it should look."""
    if line.startswith("{"):
        return _json_line(line)
    head, *more = (part.strip() for part in re.split(r"[|｜]", line, maxsplit=2))
    words = head.removeprefix(_SOFT).split(maxsplit=2)
    names = {label: name for name, label in labels()["operator"].items()} | _OTHER_LABELS
    if len(words) < 2 or (operator := names.get(words[1], "")) == "":
        raise ValueError(_hint(line))
    fields = {label: name for name, label in labels()["field"].items()}
    data = {"field": fields.get(words[0], words[0]), "operator": operator,
            "hard": not head.startswith(_SOFT)}
    data |= dict(zip(("quote", "question"), more, strict=False))
    return _validated(line, data | _value(operator, words[2] if words[2:] else "", line))


def _value(operator: str, text: str, line: str) -> dict[str, object]:
    if operator not in ("max", "min"):
        return {"values": read_list(text)} if text else {}
    unit = next((unit for unit in _CURRENCIES if text.endswith(unit)), "")
    number = text.removesuffix(unit) if unit else re.sub(r"(个月|年|[%％])$", "", text)
    try:
        return {"number": read_number(number.strip()), "currency": _CURRENCIES.get(unit, "CNY")}
    except ValueError:
        raise ValueError(f"“{line}”缺少数字") from None


def _json_line(line: str) -> Criterion:
    try:
        return _validated(line, json.loads(line))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError(_hint(line)) from None


def _validated(line: str, data: object) -> Criterion:
    try:
        return Criterion.model_validate(data)
    except ValidationError:
        raise ValueError(_hint(line)) from None


def _hint(line: str) -> str:
    return (f"“{line}”应写成“字段 算子 值 | 原文 | 问题”，算子为"
            f"{'、'.join(labels()['operator'].values())}")
