"""Which needs a person sees, and how much of each.

A firm sees its own needs, a bank the open ones of its regions and those it handles, policy staff
all. Whom to call stays masked for all but the firm and the bank that handles the need.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true

from corpus.errors import NotAllowed, NotFound
from corpus.records.clock import month
from corpus.records.engine import Records
from corpus.records.masking import masked
from corpus.records.people import Account, Person, Role, Visitor, owned_by
from corpus.records.tables import NeedEventRow, NeedRow
from matcher.desk.needs import NeedForm, Status, form_of


@dataclass(frozen=True, slots=True)
class Need:
    """A need as one person sees it; `phone` and `contact` are masked unless they may know them."""

    id: str
    status: Status
    form: NeedForm
    reason: str
    institution: str | None
    created_at: datetime
    closed_at: datetime | None
    masked: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the history of a need; `at` is UTC."""

    at: datetime
    who: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which needs to list: within a region's code, an industry, amounts in 万元, a status."""

    region: str = ""
    industry: str = ""
    least_wan: float = 0
    most_wan: float | None = None
    status: Status | None = None


def list_needs(records: Records, who: Person, wanted: Wanted | None = None, *, limit: int = 100,
               offset: int = 0) -> list[Need]:
    """Return the needs that `who` may see, the newest first."""
    wanted = wanted or Wanted()
    query = select(NeedRow).where(
        visible(who), NeedRow.region.startswith(wanted.region, autoescape=True),
        NeedRow.amount_wan >= wanted.least_wan)
    if wanted.industry:
        query = query.where(NeedRow.industry.contains(wanted.industry, autoescape=True))
    if wanted.most_wan is not None:
        query = query.where(NeedRow.amount_wan <= wanted.most_wan)
    if wanted.status:
        query = query.where(NeedRow.status == wanted.status.value)
    query = query.order_by(NeedRow.created_at.desc(), NeedRow.id).limit(limit).offset(offset)
    with records.reading() as session:
        return [_seen(row, who) for row in session.scalars(query)]


def read_need(records: Records, who: Person, need_id: str) -> tuple[Need, list[Step]]:
    """Return a need and its history; NotFound unless `who` may see it."""
    query = select(NeedEventRow).where(NeedEventRow.need_id == need_id).order_by(NeedEventRow.id)
    with records.reading() as session:
        row = session.scalar(select(NeedRow).where(NeedRow.id == need_id, visible(who)))
        if row is None:
            raise NotFound("需求", need_id[:32])
        return _seen(row, who), [
            Step(e.at, e.who, Status(e.status), e.note if _knows(row, who) else masked(e.note))
            for e in session.scalars(query)]


def monthly(records: Records, who: Person) -> dict[str, Counter[Status]]:
    """Return by month of filing (Beijing) how many needs have which status now, of those seen."""
    if isinstance(who, Visitor):
        raise NotAllowed("查看需求统计")
    table: dict[str, Counter[Status]] = {}
    query = select(NeedRow.created_at, NeedRow.status).where(visible(who)).order_by(
        NeedRow.created_at)
    with records.reading() as session:
        for created_at, status in session.execute(query):
            table.setdefault(month(created_at), Counter())[Status(status)] += 1
    return table


def visible(who: Person) -> ColumnElement[bool]:
    """Return the condition for the needs that `who` may see."""
    mine = owned_by(NeedRow, who)
    if isinstance(who, Visitor):
        return mine
    if who.disabled:
        raise NotAllowed("查看需求")
    if who.role is Role.POLICY:
        return true()
    here = or_(*(NeedRow.region.startswith(code) for code in who.regions))
    return or_(mine, NeedRow.claimed_by == who.id, (NeedRow.status == Status.OPEN.value) & here)


def _knows(row: NeedRow, who: Person) -> bool:
    """Whether `who` may know whom to call."""
    owner = row.visitor_id if isinstance(who, Visitor) else row.account_id
    return who.id == owner or (isinstance(who, Account) and row.claimed_by == who.id
                               and who.role is Role.BANK)


def _seen(row: NeedRow, who: Person) -> Need:
    form, known = form_of(row), _knows(row, who)
    if not known:
        number = masked(form.phone)
        form = form.model_copy(update={
            "contact": f"{form.contact[:1]}**",
            "phone": number if number != form.phone else f"****{form.phone[-2:]}",
            **{name: masked(getattr(form, name)) for name in ("firm", "purpose", "text")}})
    reason = row.reason if known else masked(row.reason)
    return Need(row.id, Status(row.status), form, reason, row.institution, row.created_at,
                row.closed_at, not known)
