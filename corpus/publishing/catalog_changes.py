"""What a new version of a catalog changes: products added, changed in which fields, ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.product import Criterion, Product, Tier
from corpus.sheets.columns import columns


@dataclass(frozen=True, slots=True)
class Changed:
    """One product and its fields that differ: (label, before, after)."""

    product: Product
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CatalogChanges:
    """What a catalog adds, changes and ends."""

    added: list[Product] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    ended: list[Product] = field(default_factory=list)


def compare_catalogs(before: Iterable[Product], after: Iterable[Product]) -> CatalogChanges:
    """Return what becomes of the products, by id."""
    old, found = {product.id: product for product in before}, CatalogChanges()
    for product in after:
        was = old.pop(product.id, None)
        if was is None:
            found.added.append(product)
        elif was != product:
            found.changed.append(Changed(product, tuple(_fields(was, product))))
    found.ended.extend(old.values())
    return found


def _fields(was: Product, now: Product) -> Iterator[tuple[str, str, str]]:
    labels = {"criteria": "条件", "tiers": "分档额度", "clause": "条款"} | {
        column.field: column.header for column in columns() if column.field}
    for name in Product.model_fields:
        one, other = getattr(was, name), getattr(now, name)
        if one != other:
            yield labels.get(name, name), _told(one), _told(other)


def _told(value: object) -> str:
    if value in (None, "", ()):
        return "未填"
    if isinstance(value, Criterion):
        return value.quote or f"{value.field} {'、'.join(value.values)}{value.number or ''}"
    if isinstance(value, Tier):
        return f"{value.who} {value.max_wan:g} 万元"
    return "；".join(map(_told, value)) if isinstance(value, tuple) else str(value)
