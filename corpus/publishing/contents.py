"""The files that put a version of a document into its folder, or take the document out of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.catalog import catalog_files
from corpus.library import BUILT_IN, WITHDRAWN, policy_files
from corpus.product import Product
from corpus.publishing.versions import Kind
from corpus.reader import read_policy
from corpus.sheets.catalog_writer import catalog_lines

Contents = dict[str, str | None]  # by file name; None drops a file


def contents(folder: Path, kind: Kind, document: str, words: tuple[str, str, str] | None
             ) -> Contents:
    """Return the files for `words` (source, notes, digest), or for a document taken out (None).

    A built-in policy with the words that it came with needs no file of its own.
    """
    if kind is Kind.CATALOG:
        files = [f for f in catalog_files(folder) if f.stem == document]
        return _dropped(files) | ({f"{document}.jsonl": words[0]} if words else {})
    found: Contents = _dropped(f for f in policy_files([folder]) if f.stem == document)
    found |= {f"{document}{suffix}": None for suffix in (".txt", ".toml", WITHDRAWN)}
    built_in = next((f for f in policy_files([BUILT_IN]) if f.stem == document), None)
    if words is None:
        return found | ({f"{document}{WITHDRAWN}": ""} if built_in else {})
    source, notes, digest = words
    if built_in and read_policy(built_in).version == digest:
        return found
    return found | {f"{document}.txt": source, f"{document}.toml": notes or None}


def products_text(products: Sequence[Product]) -> str:
    """Return products as the JSON lines of a catalog file."""
    return "".join(f"{line}\n" for line in catalog_lines(products))


def read_products(text: str) -> list[Product]:
    """Return the products of such lines."""
    return [Product.model_validate_json(line) for line in text.split("\n") if line]


def _dropped(files: Iterable[Path]) -> Contents:
    return {file.name: None for file in files}
