"""What the filters of 查条款 offer to choose from, and what a choice means."""

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.citation import document_name
from corpus.library import gazetteer_of
from corpus.regions import Level, table
from indexing.filters import STATUSES, Filters, offer_year
from indexing.lookup import Lookup

ANY = "全部"
Choices = list[tuple[str, str]]
LABELS = {"region": "地区（含上级）", "document": "文件", "level": "级别", "year": "年份",
          "unit": "责任单位", "kind": "产品类别", "status": "状态"}
_LEVELS = {"区县": Level.DISTRICT}


def choices(lookup: Lookup) -> dict[str, Choices]:
    """Return for each filter of LABELS what can be chosen, `ANY` first, as (shown, value)."""
    policies = lookup.policies
    own = [p.region.full_name for p in policies]
    wide = [region.full_name for region in table().values() if len(region.code) in (2, 4)]
    years = {p.year for p in policies} | {offer_year(offer) for offer in lookup.offers}
    plain: dict[str, Sequence[str]] = {
        "region": list(dict.fromkeys([*own, *wide])),
        "level": ["国家", "省", "市", "区县"],
        "year": [str(year) for year in sorted(filter(None, years), reverse=True)],
        "unit": lookup.units(),
        "kind": sorted({product.kind for product in lookup.catalog}),
        "status": STATUSES}
    found = {name: [(ANY, ANY), *((text, text) for text in texts)]
             for name, texts in plain.items()}
    return found | {"document": [(ANY, ANY), *documents(lookup)]}


def documents(lookup: Lookup) -> Choices:
    """Return the documents by name, with their ids."""
    return [(document_name(policy), policy.id) for policy in lookup.policies]


def told(lookup: Lookup, chosen: Mapping[str, Any]) -> str:
    """Return what is chosen as a line: 级别 省、年份 2023; "" when nothing is."""
    names = {ident: name for name, ident in documents(lookup)}
    return "、".join(f"{LABELS[name].split('（')[0]} {names.get(value, value)}"
                    for name, value in _chosen(chosen).items())


def filters_of(lookup: Lookup, chosen: Mapping[str, Any]) -> Filters:
    """Return the filters that `chosen` means, by names of LABELS; UnknownRegion."""
    values = _chosen(chosen)
    region = values.get("region")
    level = values.get("level")
    year = values.get("year", "")
    return Filters(
        region=gazetteer_of(lookup.policies).one(region) if region else None,
        document=values.get("document"),
        level=(_LEVELS.get(level) or Level(level)) if level else None,
        year=int(year) if year.isdecimal() else None,
        unit=values.get("unit"), kind=values.get("kind"), status=values.get("status"))


def _chosen(chosen: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).strip() for name, value in chosen.items()
            if value and str(value).strip() not in ("", ANY)}
