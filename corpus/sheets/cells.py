"""The cells of a product sheet: text to value and back, by the form of the column.

`write_cell` and `read_cell` undo each other for every value. A list that its plain form would not
give back is written as JSON. 未载明 says that a figure is known not to be stated.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence

from corpus.product import Tier
from corpus.sheets.columns import Column, closed_words
from corpus.sheets.figures import (
    amount_bounds,
    days_as_months,
    longest_term,
    read_number,
    write_number,
)

UNSTATED = "未载明"
_NO_FIGURE = frozenset({UNSTATED, "无", "—", "--", "-", "/", "不限", "面议"})
_BREAKS = re.compile(r"[、，,；;/\n]+")
_INDUSTRY_BREAKS = re.compile(r"[；;\n]|[、，,/](?=\s*[Cc]?\d)")  # names hold commas themselves
_DATE = re.compile(r"(\d{4})(?:[年./-](\d{1,2})(?:[月./-](\d{1,2})日?|月)?|年)?")
_SIZES = {"小微": ("微型", "小型"), "中小": ("微型", "小型", "中型"),
          "中小微": ("微型", "小型", "中型"), "大中型": ("中型", "大型")}
_GUARANTEES = {
    "信用": r"信用", "抵押": r"(?<!无)(?<!免)(?<!无需)(?<!需要)抵质?押",
    "质押": r"(?<!无)(?<!免)(?<!无需)(?<!无需抵)(?<!无抵)(?<!免抵)质押",
    "保证": r"(?<!无)(?<!免)(?<!无需)(?<!需要)(保证(?!金)|担保)"}


def read_cell(column: Column, text: str) -> object:
    """Return the value of a cell that is not blank; ValueError says in Chinese what is wrong."""
    reader = _READERS.get(column.form)
    return reader(text) if reader else text


def write_cell(column: Column, value: object) -> str:
    """Return the cell that reads as `value`."""
    if isinstance(value, int | float):
        return write_number(value)
    if isinstance(value, tuple):
        if column.form == "tiers":
            return _write_tiers(value)
        return _written(read_list, "、".join(value), list(value))
    return "" if value is None else str(value)


def read_list(text: str) -> list[str]:
    """Return the parts of `text`, which may be JSON."""
    listed = _json(text)
    if listed is not None and all(isinstance(part, str) for part in listed):
        return [str(part) for part in listed]
    return [part.strip() for part in _BREAKS.split(text) if part.strip()]


def read_tiers(text: str) -> list[object]:
    """Return who gets how much, as data of tiers: lines of 对象：金额."""
    listed = _json(text)
    if listed is not None:
        return listed
    tiers: list[object] = []
    for line in filter(None, (part.strip() for part in re.split(r"[\n；;]", text))):
        who, mark, most = line.replace(":", "：").rpartition("：")
        if not mark or not who.strip():
            raise ValueError(f"“{line}”应写成“对象：金额”，例如 信用：500万元")
        tiers.append({"who": who.strip(), "max_wan": read_money(most.strip())})
    return tiers


def read_money(text: str) -> float | None:
    """Return the amount in 万元; a bare number is in 万元 already."""
    if text in _NO_FIGURE:
        return None
    try:
        return read_number(text)
    except ValueError:
        bounds = amount_bounds(text)
        if bounds.high is None or bounds.low is not None:
            raise ValueError(f"“{text}”看不出是多少万元，请只写一个数字，如 500 或 500万") from None
        return bounds.high


def read_guarantees(text: str) -> tuple[list[str], bool]:
    """Return the closed words in `text`, and whether they are all that it says."""
    closed = closed_words()["guarantees"]
    parts = read_list(text)
    if all(part in closed for part in parts):
        return parts, True
    return [word for word in closed if re.search(_GUARANTEES[word], text)], False


def _plain(text: str, what: str, unit: str) -> float | None:
    if text in _NO_FIGURE:
        return None
    try:
        return read_number(re.sub(unit, "", text).strip())
    except ValueError:
        raise ValueError(f"“{text}”不是{what}，请只写数字") from None


def _percent(text: str) -> float | None:
    return _plain(text, "百分数", "[%％]$")


def _points(text: str) -> float | None:
    return _plain(text, "基点数", "(?i)个?(bp|基点)$")


def _years(text: str) -> float | None:
    return _plain(text, "年数", "年(以上)?$")


def _months(text: str) -> float | None:
    if text in _NO_FIGURE:
        return None
    months = longest_term(text) or days_as_months(text)
    return months if months else _plain(text, "月数", "个?月$")


def _date(text: str) -> str:
    match = _DATE.fullmatch(re.sub(r"\s", "", text))
    if not match:
        raise ValueError(f"“{text}”不是日期，请写成 2025、2025-07 或 2025-07-30")
    return "-".join(f"{int(part):02d}" for part in match.groups() if part)


def _sizes(text: str) -> list[str]:
    found: dict[str, None] = {}
    for part in read_list(text):
        word = part.removesuffix("企业")
        found.update(dict.fromkeys(_SIZES.get(word, (word,))))
    return list(found)


def _industries(text: str) -> list[str]:
    """Return GB/T 4754 codes for codes (34, C34) or names; other words stay as they are."""
    rows = [row.split(" ", 1) for row in closed_words()["industry"]]
    codes = {name: code for code, name in rows} | {code: code for code, _ in rows}
    codes |= {" ".join(row): row[0] for row in rows}
    if text.strip() in codes:
        return [codes[text.strip()]]
    parts = (re.sub(r"^[Cc](?=\d)", "", part.strip()) for part in _INDUSTRY_BREAKS.split(text))
    return [codes.get(part, part) for part in parts if part]


def _words(text: str) -> str:
    """Return words as they are; a figure without a unit says nothing."""
    if re.fullmatch(r"[\d.,]+", text):
        raise ValueError(f"“{text}”没有写单位，请连单位写明，如 500万元、3.1%、12个月")
    return text


def _yes(text: str) -> bool:
    if text not in ("是", "否"):
        raise ValueError(f"“{text}”应为“是”或“否”")
    return text == "是"


def _json(text: str) -> list[object] | None:
    """Return the list that `text` is as JSON, None when it is none."""
    if not text.startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _written(read: Callable[[str], object], text: str, plain: Sequence[object]) -> str:
    """Return `text` when it reads as `plain`, else `plain` as JSON."""
    try:
        same = read(text) == plain
    except ValueError:
        same = False
    return text if same else json.dumps(plain, ensure_ascii=False)


def _write_tiers(tiers: Sequence[Tier]) -> str:
    lines = "\n".join(f"{tier.who}：{write_number(tier.max_wan)}" for tier in tiers)
    return _written(read_tiers, lines, [tier.model_dump() for tier in tiers])


_READERS: Mapping[str, Callable[[str], object]] = {
    "list": read_list, "tiers": read_tiers, "money": read_money, "percent": _percent,
    "points": _points, "years": _years, "months": _months, "date": _date, "sizes": _sizes,
    "industries": _industries, "yes": _yes, "words": _words}
