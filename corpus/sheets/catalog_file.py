"""Read one catalog file: the good rows, a line for each bad one, and what deserves a look."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from corpus.errors import BadRow, EmptyFile, MissingFile, UnsupportedFormat
from corpus.product import Product
from corpus.rows import Row, read_csv, read_jsonl
from corpus.sheets.columns import Header, closed_words, columns, read_header
from corpus.sheets.complaints import complaint
from corpus.sheets.table import Fault, read_row
from corpus.sheets.workbook import read_workbook

CATALOG_SUFFIXES = {".csv", ".xlsx", ".jsonl"}
MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlsb", ".xlam"}
_LARGEST_MB = 20
_HEADER_WITHIN = 10  # rows that hold anything; titles may stand above the header


class CatalogFile(NamedTuple):
    """What a file holds: products, `problems` (a line for each bad cell or row) and `notices`."""

    products: list[Product]
    problems: list[str]
    notices: list[str]


class _Entry(NamedTuple):
    """One row or line before validation; `headers` are the printed headers by field."""

    number: int
    data: object
    faults: Sequence[Fault]
    headers: Mapping[str, str]


def read_file(path: Path) -> CatalogFile:
    """Read the catalog in `path`.

    Raises:
        MissingFile, EmptyFile, BinaryFile, BadRow, UnsupportedFormat: nothing of it can be read.

    """
    _check(path)
    found = CatalogFile([], [], [])
    rows_of: dict[str, int] = {}
    for entry in _entries(path, found.notices):
        faults = list(entry.faults)
        product = None if faults else _product(entry, faults)
        if product and product.id in rows_of:
            faults.append(Fault(entry.headers.get("id", "编号"),
                                f"“{product.id}”与第 {rows_of[product.id]} 行重复"))
        elif product:
            rows_of[product.id] = entry.number
            found.products.append(product)
        found.problems.extend(
            f"{path.name} 第 {entry.number} 行 {fault.header}：{fault.why}" for fault in faults)
    if not found.products and not found.problems:
        raise EmptyFile(path.name)
    found.notices.extend(f"{path.name}：{line}" for line in _strange_words(found.products, rows_of))
    return found


def _check(path: Path) -> None:
    """Raise before anything is read of a file that is missing, too large or may run code."""
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise BadRow(path.name, "含宏的表格不能导入，请另存为 xlsx")
    if path.suffix.lower() not in CATALOG_SUFFIXES:
        raise UnsupportedFormat(path.name)
    if not path.is_file():
        raise MissingFile(str(path))
    size = path.stat().st_size / 1_000_000
    if size > _LARGEST_MB:
        raise BadRow(path.name, f"文件有 {size:.0f} MB，超过 {_LARGEST_MB} MB 的上限，请拆成几份")


def _entries(path: Path, notices: list[str]) -> Iterator[_Entry]:
    if path.suffix.lower() == ".jsonl":
        for number, value in read_jsonl(path):
            broken = [] if isinstance(value, dict) else [Fault("整行", "不是一个 JSON 对象")]
            yield _Entry(number, value, broken, {})
        return
    rows = read_csv(path)
    if path.suffix.lower() == ".xlsx":
        rows, left = read_workbook(path)
        notices.extend(f"{path.name}：工作表“{sheet}”没有读取，只读第一张或名为“产品”的"
                       for sheet in left)
    header, below = _find_header(rows, path.name)
    notices.extend(f"{path.name}：不认识的列“{name}”，内容没有采用" for name in header.unknown)
    printed = {column.field: cell for column, cell in zip(
        header.columns, header.printed, strict=True) if column and column.field}
    for row in below:
        data, faults = read_row(header, row)
        yield _Entry(row.number, data, faults, printed)


def _find_header(rows: Iterator[Row], name: str) -> tuple[Header, Iterator[Row]]:
    """Return the header, which may stand below titles, and the rows below it."""
    first: Header | None = None
    for count, row in enumerate(rows, 1):
        header = read_header([cell.text for cell in row.cells])
        first = first or header
        if not header.missing:
            if header.twice:
                raise BadRow(name, f"列{_quoted(header.twice)}出现了不止一次，请只留一列")
            return header, rows
        known = sum(column is not None for column in header.columns)
        if known > sum(column is not None for column in first.columns):
            first = header
        if count == _HEADER_WITHIN:
            break
    if first is None:
        raise EmptyFile(name)
    raise BadRow(name, f"缺少必填的列{_quoted(first.missing)}")


def _product(entry: _Entry, faults: list[Fault]) -> Product | None:
    """Return the product of `entry`, or None with what is wrong added to `faults`."""
    try:
        return Product.model_validate(entry.data)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            key, *inner = (str(part) for part in wrong["loc"] or ("整行",))
            header = entry.headers.get(key) or _header_of(key, plain=not entry.headers)
            faults.append(Fault(".".join((header, *inner)), complaint(wrong)))
        return None


def _header_of(key: str, *, plain: bool) -> str:
    """Return the header of the template for a field that a sheet lacks; of JSON lines the key."""
    return key if plain else next((c.header for c in columns() if c.field == key), key)


def _strange_words(products: Sequence[Product], rows_of: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each word that the matcher does not know."""
    where: dict[tuple[str, str], list[int]] = {}
    for product in products:
        for words, word in _words(product):
            if word not in {closed.split(" ")[0] for closed in closed_words()[words]}:
                where.setdefault((words, word), []).append(rows_of[product.id])
    for (_, word), rows in where.items():
        yield (f"“{word}”不在词表里，照原样保留，匹配时不起作用"
               f"（第 {'、'.join(str(row) for row in dict.fromkeys(rows))} 行）")


def _words(product: Product) -> Iterator[tuple[str, str]]:
    yield "kind", product.kind
    yield from (("needs", need) for need in product.needs)
    for criterion in product.criteria:
        if criterion.field in closed_words():
            yield from ((criterion.field, value) for value in criterion.values)


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
