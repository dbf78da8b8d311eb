"""Two to four products side by side, each with the source of what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import QuestionError
from corpus.model import Policy
from corpus.product import Product
from matcher.places import Placed

FEWEST, MOST = 2, 4
UNKNOWN = "未载明"
_FIELDS = (
    ("机构", "institution"), ("类别", "kind"), ("适用地区", "region"), ("适用对象", "target"),
    ("额度", "amount_text"), ("利率或费率", "rate_text"), ("期限", "term_text"),
    ("担保方式", "guarantee_text"), ("还款方式", "repayment_text"), ("补贴", "subsidy_text"),
    ("办理条件", "conditions_text"), ("申请材料", "documents_text"), ("办理渠道", "channel_text"))


@dataclass(frozen=True, slots=True)
class Row:
    """One field of all products; `cells` in their order, `differs` when the stated ones differ."""

    field: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether two products state different things."""
        return len({cell for cell in self.cells if cell != UNKNOWN}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The products compared and the rows in which at least one of them states something."""

    products: tuple[Product, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(rows: Sequence[Placed]) -> Comparison:
    """Return products side by side; QuestionError unless there are two to four different ones."""
    unique = list({row.product.id: row for row in rows}.values())
    if not FEWEST <= len(unique) <= MOST:
        raise QuestionError(len(unique), "compare")
    columns = [_cells(row.product, row.policy) for row in unique]
    table = [Row(field, tuple(column[field] for column in columns)) for field in columns[0]]
    stated = tuple(row for row in table if any(cell != UNKNOWN for cell in row.cells))
    return Comparison(tuple(row.product for row in unique), tuple(map(title, unique)), stated)


def title(row: Placed) -> str:
    """Return the name of a product with who offers it, or where."""
    place = row.region.name if row.region and row.region.code else ""
    name, who = row.product.name, row.product.institution or place
    return f"{name}（{who}）" if who and who not in name else name


def _cells(product: Product, policy: Policy | None) -> dict[str, str]:
    """Return what is said of `product` by field, in the order of the table."""
    cells = {label: getattr(product, field) or UNKNOWN for label, field in _FIELDS}
    if product.guarantees and cells["担保方式"] == UNKNOWN:
        cells["担保方式"] = "、".join(product.guarantees)
    if policy:
        cells["适用地区"] = policy.region.full_name
    cells["硬性条件"] = "；".join(c.quote for c in product.criteria if c.hard) or UNKNOWN
    cells["状态"] = product.standing
    cells["依据"] = basis(product, policy)
    return cells


def basis(product: Product, policy: Policy | None) -> str:
    """Return the clause, or the page with its date, that states `product`."""
    if policy and product.clause:
        number = f"（{policy.number}）" if policy.number else ""
        return f"《{policy.title}》{number}{product.clause.split('#', 1)[1]}"
    day = product.source_date or "日期未载明"
    return "，".join(filter(None, (product.source_title, product.source, day)))
