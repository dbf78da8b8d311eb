"""What a firm says of itself and of its need."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import QuestionError
from matcher.reading.need import MOST_WAN

MOST_SIGNS = 2000  # characters that a field may hold: what is read from words takes time

LABELS = {
    "region": "地区", "industry": "行业", "size": "企业规模", "qualifications": "资质",
    "need_amount_wan": "融资金额", "currency": "币种", "term_months": "期限", "purpose": "用途",
    "collateral": "可抵质押的资产", "credit_status": "信用状况", "text": "情况说明"}
_COMPLAINTS = {
    "greater_than": "应大于 {gt:g}", "less_than_equal": "不能超过 {le:,.0f}",
    "extra_forbidden": "没有这一项", "literal_error": "不在可选的值之内",
    "string_type": "应是文字", "float_type": "应是数字", "float_parsing": "应是数字",
    "int_type": "应是整数", "int_parsing": "应是整数", "int_from_float": "应是整数",
    "string_unicode": "有无法识别的字", "tuple_type": "应是列表",
    "finite_number": "应是一个确定的数",
    "model_type": "应是企业信息的各项", "model_attributes_type": "应是企业信息的各项"}
_UNITS = {"need_amount_wan": " 万元", "term_months": " 个月"}


class Profile(BaseModel):
    """A firm and its need, as on the web form; what is not known stays None or empty.

    `need_amount_wan` is in 万 of `currency`, `term_months` in months.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str | None = None
    industry: str | None = None
    size: str | None = None
    qualifications: tuple[str, ...] = ()
    need_amount_wan: float | None = Field(default=None, gt=0, le=MOST_WAN, allow_inf_nan=False)
    currency: Literal["CNY", "USD", "EUR", "HKD", "JPY"] = "CNY"
    term_months: int | None = Field(default=None, gt=0, le=1200)
    purpose: str | None = None
    collateral: tuple[str, ...] = ()
    credit_status: str | None = None
    text: str = ""


def read_profile(fields: object) -> Profile:
    """Return the profile that `fields` (JSON) describes; QuestionError names a bad field."""
    try:
        profile = Profile.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "profile"
        complaint = _COMPLAINTS.get(first["type"], "无法识别").format(**first.get("ctx", {}))
        unit = _UNITS.get(name, "") if first["type"] in ("greater_than", "less_than_equal") else ""
        raise QuestionError(LABELS.get(name, name), complaint + unit) from error
    for name, value in profile:
        if isinstance(value, str | tuple) and len("".join(value)) > MOST_SIGNS:
            raise QuestionError(LABELS[name], f"不能超过 {MOST_SIGNS} 字")
    return profile
