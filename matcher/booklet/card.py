"""One product as a card: what is stated, what is not, and where it stands written."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.place import gazetteer
from corpus.product import Product
from corpus.regions import NATION, Region
from matcher.booklet.applicable import Entry
from matcher.booklet.citing import mark, official
from matcher.booklet.stated import amount, conditions, guarantee, rate, term

_TABLE = Path(__file__).parent / "booklet.toml"
STALE_YEARS = 2


class Arrangement(NamedTuple):
    """The orders and wordings of booklet.toml."""

    kinds: list[str]
    needs: list[str]
    expected: dict[str, list[str]]
    closing: dict[str, str]


@lru_cache(maxsize=1)
def arrangement() -> Arrangement:
    """Return what booklet.toml says."""
    return Arrangement(**tomllib.loads(_TABLE.read_text(encoding="utf-8")))


class Row(NamedTuple):
    """A line of a card: what it is about, what is stated, and an address to link to.

    `by_clause` tells a source that is a clause of a paper from a page.
    """

    label: str
    text: str
    link: str | None = None
    by_clause: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A product ready to print.

    `place` is where it applies, `labels` say where it stands, `rows` end with quote and source.
    """

    number: int
    id: str
    name: str
    kind: str
    needs: tuple[str, ...]
    aliases: tuple[str, ...]
    place: str
    labels: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def source(self) -> Row:
        """Where the product stands written."""
        return self.rows[-1]

    @property
    def anchor(self) -> str:
        """The name of its place in the booklet."""
        return f"card{self.number}"


def card_of(entry: Entry, number: int, compiled_on: date, region: Region = NATION) -> Card:
    """Return the card of `entry` for readers in `region`, as of `compiled_on`."""
    product = entry.product
    facts = [*_stated(entry, compiled_on), ("说明", remarks(product, region))]
    stated = [Row(label, text) for label, text in facts if text]
    named = {row.label for row in stated}
    rows = [*stated, *_silent(product, named), *_quoted(entry), source_of(entry, compiled_on)]
    return Card(number, product.id, product.name, product.kind, product.needs, product.aliases,
                _place(entry), _labels(entry, compiled_on), tuple(rows))


def is_old(source_date: str, compiled_on: date) -> bool:
    """Whether what bears `source_date` (2014, 2014-09 or 2014-09-03) may be over two years old."""
    year, month, day = (*map(int, source_date.split("-")), 1, 1)[:3]
    limit = (compiled_on.year - STALE_YEARS, compiled_on.month, compiled_on.day)
    return (year, month, day) < limit


def source_of(entry: Entry, compiled_on: date) -> Row:
    """Return where the product stands written: clause, or page with its date."""
    product = entry.product
    if entry.policy and entry.clause:
        return Row("来源", official(entry.policy, entry.clause), by_clause=True)
    address = product.source or ""
    link = address if address.startswith(("https://", "http://")) else None
    name = product.source_title or address
    remarks = ["媒体或转载"] if product.trust == "B" else []
    if product.source_date is None:
        remarks.append("资料日期未载明，请向机构核实")
    elif is_old(product.source_date, compiled_on):
        remarks.append(f"资料日期 {product.source_date}，请向机构核实")
    else:
        remarks.append(f"资料日期 {product.source_date}")
    return Row("来源", f"{name}（{'；'.join(remarks)}）", link)


def _stated(entry: Entry, compiled_on: date) -> list[tuple[str, str | None]]:
    product, wanted = entry.product, expected(entry.product.kind)
    return [
        ("机构", product.institution), ("责任单位", _units(entry)),
        ("适用对象", product.target),
        ("用途", "、".join(product.needs)),
        ("保额" if "保额" in wanted else "额度", amount(product)),
        ("费率" if "费率" in wanted else "利率", rate(product)), ("期限", term(product)),
        ("反担保" if "反担保" in wanted else "担保方式", guarantee(product)),
        ("还款方式", product.repayment_text), ("补贴标准", product.subsidy_text),
        ("办理条件", conditions(product)), ("所需材料", product.documents_text),
        ("办理渠道", product.channel_text), ("办理时间", product.time_text),
        ("联系方式", product.contact), ("有效期", _validity(product, compiled_on))]


def remarks(product: Product, region: Region) -> str:
    """Return the remarks on `product`, without sentences that name a place outside `region`."""
    said = (part.strip() for text in (product.status, product.note) if text
            for part in re.split("[。\n]", text))
    return "；".join(part for part in said if part and all(
        place.covers(region) or region.covers(place) for place in gazetteer().find(part)))


def expected(kind: str) -> list[str]:
    """Return what a reader looks for in a card of `kind`."""
    return arrangement().expected.get(kind, arrangement().expected["default"])


def _silent(product: Product, named: set[str]) -> list[Row]:
    """Return the line that lists what a reader looks for and no source states."""
    missing = [label for label in expected(product.kind) if label not in named]
    closing = arrangement().closing
    decides = closing.get(product.kind, closing["default"])
    return [Row("其余", f"{'、'.join(missing)}：未载明，{decides}")] if missing else []


def _quoted(entry: Entry) -> list[Row]:
    return [Row("原文", entry.product.quote)] if entry.product.quote else []


def _place(entry: Entry) -> str:
    stated = entry.policy or entry.product.region
    return entry.region.full_name if stated else "地区未载明"


def _labels(entry: Entry, compiled_on: date) -> tuple[str, ...]:
    paper = mark(entry.policy) if entry.policy else ""
    standing = entry.product.standing
    if standing == "已过目标期" and "目标期" in paper:
        standing = "现行"
    labels = [label for label in (paper, standing) if label]
    if paper and standing == "现行":
        labels.remove("现行")
    dated = entry.product.source_date
    if entry.policy is None and (dated is None or is_old(dated, compiled_on)):
        labels.append("待核实")
    return tuple(dict.fromkeys(labels))


def _units(entry: Entry) -> str:
    clause = entry.clause
    if clause is None:
        return ""
    leads = [f"{'、'.join(clause.leads)}（牵头）"] if clause.leads else []
    return "；".join([*leads, *(["、".join(clause.units)] if clause.units else [])])


def _validity(product: Product, compiled_on: date) -> str:
    start, end = product.valid_from, product.valid_through
    if not (start or end):
        return ""
    over = "（已过，请核实）" if end and compiled_on.isoformat() > end and not (
        compiled_on.isoformat().startswith(end)) else ""
    return f"{f'自{start}' if start else ''}{f'至{end}' if end else '起'}{over}"
