"""The catalog: instruments that policies name, and products that a user adds as CSV, XLSX or JSONL.

What a source does not state stays None. Every entry names a clause or another source.
"""

from pathlib import Path

from pydantic import ValidationError

from corpus.errors import BadRow, BinaryFile, EmptyFile, MissingFile
from corpus.product import Product
from corpus.rows import read_rows

_DATA = Path(__file__).parent / "data"
INSTRUMENTS = _DATA / "instruments.jsonl"
PRODUCTS = _DATA / "products.jsonl"
CATALOG_SUFFIXES = {".csv", ".xlsx", ".jsonl"}
COLUMNS = {
    "编号": "id", "名称": "name", "类别": "kind", "机构": "institution", "地区": "region",
    "条款": "clause", "来源": "source", "摘录": "quote", "别名": "aliases", "适用对象": "target",
    "额度说明": "amount_text", "最高额度（万元）": "amount_max_wan", "利率或费率": "rate_text",
    "期限": "term_text", "用途": "needs", "补贴": "subsidy_text", "状态": "status", "备注": "note"}
_LARGEST = 20_000_000  # bytes


def load_catalog(path: Path | None = None) -> list[Product]:
    """Read the catalog in `path`, else the built-in one; BadRow when a row breaks the schema."""
    if path is None:
        return [*load_catalog(INSTRUMENTS), *load_catalog(PRODUCTS)]
    products, problems = read_catalog(path)
    if problems:
        raise BadRow(path.name, problems[0])
    return products


def load_all(folder: Path) -> list[Product]:
    """Return the built-in catalog and the products of the files in `folder`."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    added = [p for f in files if f.suffix.lower() in CATALOG_SUFFIXES for p in read_catalog(f)[0]]
    return [*load_catalog(), *added]


def read_catalog(path: Path) -> tuple[list[Product], list[str]]:
    """Return the good rows of `path`, and a line for each bad one that names row and column.

    Raises:
        MissingFile, EmptyFile, BinaryFile, BadRow: the file cannot be read at all.

    """
    if not path.is_file():
        raise MissingFile(str(path))
    if path.stat().st_size > _LARGEST:
        raise BinaryFile(path.name, "larger than 20 MB")
    products, problems = [], []
    for row in read_rows(path, COLUMNS):
        try:
            products.append(Product.model_validate(row.data))
        except ValidationError as error:
            first = error.errors()[0]
            column = ".".join(row.headers.get(str(key), str(key)) for key in first["loc"]) or "整行"
            problems.append(f"{path.name} 第 {row.number} 行 {column}：{first['msg']}")
    if not products and not problems:
        raise EmptyFile(path.name)
    return products, problems
