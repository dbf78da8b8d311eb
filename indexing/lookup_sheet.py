"""The list of 查条款 as an Excel file: one row a clause or product, every cell text."""

import io
import re
from collections.abc import Iterator

from corpus.citation import document_name, official, source_address
from indexing.filters import offer_status, units_of
from indexing.lookup import Found, Listing, Lookup
from indexing.offers import OfferHit

HEADER = ("类别", "名称", "引用", "文件或机构", "文号或来源日期", "地区", "状态", "责任单位",
          "内容", "找到的理由", "链接")
_WIDTHS = (10, 28, 44, 34, 22, 16, 12, 30, 70, 34, 50)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000  # characters of a cell


def listing_xlsx(listing: Listing, lookup: Lookup, site: str) -> bytes:
    """Return the file; `site` (http://host) makes the paths of sources whole addresses."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "查条款"
    rows = [HEADER, *_rows(listing, lookup, site.rstrip("/"))]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = _UNPRINTABLE.sub("", text)[:_LONGEST]
            cell.data_type = "s"  # also for "=…", which would be a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(listing: Listing, lookup: Lookup, site: str) -> Iterator[tuple[str, ...]]:
    for found in listing.clauses:
        yield _clause_row(found, lookup, site)
    for hit in listing.offers:
        yield _offer_row(hit, site)


def _clause_row(found: Found, lookup: Lookup, site: str) -> tuple[str, ...]:
    clause, policy = found.hit.clause, found.hit.policy
    why = "；".join(f"{reason.kind}：{reason.text}" for reason in found.reasons)
    address = source_address(policy.id, clause.label,
                             (clause.offsets[0], clause.offsets[-1] + 1))
    return ("条款", clause.title or "", official(policy, clause), document_name(policy),
            policy.number or "", policy.region.full_name, lookup.status(policy),
            "、".join(units_of(clause)), clause.text, why, site + address)


def _offer_row(hit: OfferHit, site: str) -> tuple[str, ...]:
    offer, product = hit.offer, hit.offer.product
    cited = official(offer.policy, offer.clause) if offer.policy and offer.clause else ""
    link = product.source or ""
    if offer.policy and offer.clause and not link:
        link = site + source_address(offer.policy.id, offer.clause.label, (
            offer.clause.offsets[0], offer.clause.offsets[-1] + 1))
    number = offer.policy.number if offer.policy else product.source_date
    place = product.region or (offer.region.full_name if offer.region else "")
    units = "、".join(units_of(offer.clause)) if offer.clause else ""
    stated = "；".join(filter(None, (product.target, product.amount_text, product.rate_text,
                                    product.term_text, product.quote)))
    return (product.kind, product.name, cited or product.source_title or "",
            product.institution or (document_name(offer.policy) if offer.policy else ""),
            number or "", place, offer_status(offer), units, stated, "、".join(hit.met), link)
