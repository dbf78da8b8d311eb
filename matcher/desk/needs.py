"""Financing needs 融资需求: what a firm files, once for each form it sends.

待对接 → 对接中 → 已授信 or 未成 (with its reason): `handling` moves needs, `need_list` shows them.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError
from corpus.ladder import table as regions_table
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once, new_id
from corpus.records.engine import Records
from corpus.records.forms import read_form
from corpus.records.people import Person, label, owned_by, owner_columns
from corpus.records.tables import NeedEventRow, NeedRow

LABELS = {
    "firm": "企业名称", "contact": "联系人", "phone": "联系电话", "region": "地区",
    "industry": "行业", "amount_wan": "金额（万元）", "term_months": "期限（月）",
    "purpose": "用途", "text": "补充说明", "reason": "未成原因", "form_key": "表单编号"}


class Status(StrEnum):
    """How far a need has come."""

    OPEN = "待对接"
    CLAIMED = "对接中"
    GRANTED = "已授信"
    FAILED = "未成"


class NeedForm(BaseModel):
    """What a firm fills in; `region` is a code of `corpus.ladder`, the amount in 万元."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    firm: str = Field(min_length=1, max_length=100)
    contact: str = Field(min_length=1, max_length=50)
    phone: str = Field(min_length=5, max_length=40)
    region: str = Field(min_length=2, max_length=6)
    industry: str = Field(min_length=1, max_length=50)
    amount_wan: float = Field(gt=0, le=1e8, allow_inf_nan=False)
    term_months: int = Field(gt=0, le=1200)
    purpose: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=5000)


def file_need(records: Records, who: Person, fields: dict[str, object], *, form_key: str) -> str:
    """File a need and return its id; the same form sent twice is one need.

    Raises:
        FormError: a field is missing or bad.
        Conflict: "form used" when another need was filed with the same `form_key`.

    """
    form = read_form(NeedForm, fields, LABELS)
    if form.region not in regions_table():
        raise FormError(LABELS["region"], f"没有代码“{form.region}”")
    if not 8 <= len(form_key) <= 100:
        raise FormError(LABELS["form_key"], "应为 8 到 100 个字符")
    at, need_id = records.now(), new_id()
    row = form.model_dump() | owner_columns(who) | {
        "id": need_id, "form_key": form_key, "status": Status.OPEN.value, "reason": "",
        "created_at": at}
    with records.writing() as session:
        if not insert_once(session, NeedRow, row):
            return _filed_before(session, who, form, form_key)
        session.add(NeedEventRow(need_id=need_id, at=at, who=label(who),
                                 status=Status.OPEN.value, note=""))
        audit.write(session, at, who, Act("提交需求", need_id))
    return need_id


def form_of(row: NeedRow) -> NeedForm:
    """Return the form that was filed as `row`."""
    return NeedForm.model_construct(**{name: getattr(row, name) for name in NeedForm.model_fields})


def _filed_before(session: Session, who: Person, form: NeedForm, form_key: str) -> str:
    row = session.scalars(select(NeedRow).where(
        owned_by(NeedRow, who), NeedRow.form_key == form_key)).one()
    if form_of(row) != form:
        raise Conflict(row.id, "form used")
    return row.id
