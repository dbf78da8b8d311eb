"""The catalog from quarter to quarter: freeze a state, and tell what was added, changed, ended.

A snapshot is the catalog as JSONL, one product a line (`2026Q4.jsonl`). A product counts as long as
it is listed and not 已停办.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.catalog import load_catalog
from corpus.errors import SnapshotError
from corpus.product import Criterion, Product
from corpus.sheets.columns import columns

ENDED = "已停办"
_NOTHING = "未载明"
_TAKEN = "这个季度的快照已经存在，没有覆盖；确需重做请先把它改名或移走。"
_TABLE = ("| 产品 | 项目 | 原 | 现 |", "|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a product, before and after, as it is printed."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A product with the fields that differ."""

    product: Product
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of the catalog, in the catalog's order."""

    added: tuple[Product, ...]
    changed: tuple[Changed, ...]
    ended: tuple[Product, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.ended)


def quarter_of(day: date) -> str:
    """Return the quarter of `day`: 2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def freeze(catalog: Sequence[Product], folder: Path, day: date) -> Path:
    """Write `catalog` as the snapshot of the quarter of `day`; return the file.

    Raises:
        SnapshotError: the quarter is frozen already, an id stands twice, or the folder cannot be
            written. Nothing is overwritten.

    """
    _by_id(catalog)
    target = folder / f"{quarter_of(day)}.jsonl"
    lines = "".join(f"{product.model_dump_json(exclude_defaults=True)}\n" for product in catalog)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(lines)
    except OSError as error:
        taken = isinstance(error, FileExistsError) and target.exists()
        raise SnapshotError(str(target), _TAKEN if taken else f"快照无法写入：{error}") from error
    return target


def find_snapshot(which: str, folder: Path) -> Path:
    """Return the file of a quarter ("2026Q3") in `folder`, or of a path; SnapshotError if none."""
    for path in (folder / f"{which.upper()}.jsonl", Path(which)):
        if path.is_file():
            return path
    known = "、".join(path.stem for path in snapshots(folder)) or "无"
    raise SnapshotError(which, f"没有这个季度的快照；已有：{known}。")


def snapshots(folder: Path) -> list[Path]:
    """Return the snapshots in `folder`, oldest first."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9]Q[1-4].jsonl"))


def load_snapshot(path: Path) -> list[Product]:
    """Read a snapshot; SourceError when it cannot be read as a catalog."""
    return load_catalog(path)


def compare(before: Sequence[Product], after: Sequence[Product]) -> Changes:
    """Return what was added, changed and ended between two states; SnapshotError on a double id."""
    old, new = _live(before), _live(after)
    changed = [Changed(product, fields) for key, product in new.items()
               if key in old and (fields := _differences(old[key], product))]
    return Changes(tuple(product for key, product in new.items() if key not in old),
                   tuple(changed),
                   tuple(product for key, product in old.items() if key not in new))


def report(changes: Changes, before: str, after: str) -> str:
    """Return `changes` between the states named `before` and `after` as markdown."""
    head = (f"# 产品库变化：{before} → {after}\n\n新增 {len(changes.added)} 项，"
            f"变更 {len(changes.changed)} 项，停办或移出 {len(changes.ended)} 项。")
    rows = [f"| {_listed(c.product)} | {f.field} | {_plain(f.old)} | {_plain(f.new)} |"
            for c in changes.changed for f in c.fields]
    parts = [head, _section("新增", [f"- {_listed(p)}" for p in changes.added]),
             _section("变更", [*_TABLE, *rows] if rows else []),
             _section("停办或移出", [f"- {_listed(p)}" for p in changes.ended])]
    return "\n\n".join(filter(None, parts)) + "\n"


def named(product: Product) -> str:
    """Return the product's name after its institution's."""
    return f"{product.institution} {product.name}" if product.institution else product.name


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *lines]) if lines else ""


def _listed(product: Product) -> str:
    return _plain(f"{named(product)}（{product.id}）")


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("|", "／").replace("<", "&lt;")


def _by_id(catalog: Sequence[Product]) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for product in catalog:
        if product.id in found:
            raise SnapshotError(product.id, "产品库里这个编号出现了两次，无法比较，请先改正。")
        found[product.id] = product
    return found


def _live(catalog: Sequence[Product]) -> dict[str, Product]:
    return {key: p for key, p in _by_id(catalog).items() if p.standing != ENDED}


def _differences(old: Product, new: Product) -> tuple[FieldChange, ...]:
    headers = {column.field: column.header for column in columns()}
    return tuple(
        FieldChange(headers[field], said(old, field), said(new, field))
        for field in Product.model_fields if getattr(old, field) != getattr(new, field))


def said(product: Product, field: str) -> str:
    """Return the value of a field as it is printed; 未载明 when there is none."""
    value = getattr(product, field)
    if field == "criteria":
        return "；".join(map(_condition, value)) or _NOTHING
    if field == "tiers":
        return "；".join(f"{tier.who} {tier.max_wan:.10g}万" for tier in value) or _NOTHING
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or _NOTHING
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value) if value not in (None, "") else _NOTHING


def _condition(criterion: Criterion) -> str:
    limit = "" if criterion.number is None else f"{criterion.number:.10g}"
    needed = "必须" if criterion.hard else "优先"
    said = " ".join(filter(None, (criterion.field, criterion.operator,
                                  "/".join(criterion.values), limit, needed)))
    return f"“{criterion.quote}”（{said}）" if criterion.quote else said
