"""The catalog: instruments that policies name, products of institutions, and the user's own files.

What a source does not state stays None. Every entry names a clause or another source. A row of a
user's file replaces what bears its id; of two files, the one that was added later.
"""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.errors import BadRow, SourceError
from corpus.product import Product
from corpus.publishing.steps import finish
from corpus.sheets.catalog_file import CATALOG_SUFFIXES, CatalogFile, read_file

_DATA = Path(__file__).parent / "data"
INSTRUMENTS = _DATA / "instruments.jsonl"
PRODUCTS = _DATA / "products.jsonl"
_log = logging.getLogger(__name__)


def load_catalog(path: Path | None = None) -> list[Product]:
    """Read the catalog in `path`, else the built-in one; BadRow when a row breaks the schema."""
    if path is None:
        return [*load_catalog(INSTRUMENTS), *load_catalog(PRODUCTS)]
    products, problems, _ = read_file(path)
    if problems:
        raise BadRow(path.name, problems[0])
    return products


def load_all(folder: Path) -> list[Product]:
    """Return the built-in catalog and the good rows of `folder`; log what is left out."""
    products, problems, _ = read_all(folder)
    for problem in problems:
        _log.warning("产品库未采用：%s", problem)
    return products


def read_all(folder: Path) -> CatalogFile:
    """Return the built-in catalog with the files of `folder`, and what is wrong with those."""
    whole = CatalogFile(load_catalog(), [], [])
    for path in catalog_files(folder):
        try:
            products, problems, notices = read_file(path)
        except SourceError as error:
            whole.problems.append(f"{path.name} 整个文件没有采用：{error.detail or '读不出内容'}")
            continue
        whole.problems.extend(problems)
        whole.notices.extend([*notices, *clashes(products, whole.products)])
        whole.products[:] = merged(whole.products, products)
    return whole


def catalog_files(folder: Path) -> list[Path]:
    """Return the catalog files in `folder`, those added later last."""
    finish(folder)
    files = [f for f in folder.iterdir() if f.suffix.lower() in CATALOG_SUFFIXES
             ] if folder.is_dir() else []
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))


def merged(products: Sequence[Product], added: Iterable[Product]) -> list[Product]:
    """Return `products` with those `added`, each in the place of what bears its id."""
    return list(({product.id: product for product in products}
                 | {product.id: product for product in added}).values())


def clashes(added: Iterable[Product], known: Iterable[Product]) -> list[str]:
    """Return a Chinese line for each of `added` that replaces, or is named like, one of `known`."""
    by_id = {product.id: product for product in known}
    by_name: dict[tuple[str, str | None], str] = {
        (product.name, product.institution): product.id for product in by_id.values()}
    lines = []
    for product in added:
        old = by_id.get(product.id)
        namesake = by_name.setdefault((product.name, product.institution), product.id)
        if old is not None:
            lines.append(f"已替换：编号 {product.id} 原为{_titled(old)}，现为{_titled(product)}")
        elif namesake != product.id:
            lines.append(f"同名：{_titled(product)}有两项，编号 {namesake} 和 {product.id}，"
                         "都已保留；若是同一产品，请改用同一编号")
    return lines


def read_catalog(path: Path) -> tuple[list[Product], list[str]]:
    """Return the good rows of `path`, and a line for each bad one; raises what read_file raises."""
    return read_file(path)[:2]


def _titled(product: Product) -> str:
    institution = f"（{product.institution}）" if product.institution else ""
    return f"“{product.name}”{institution}"
