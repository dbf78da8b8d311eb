"""What a firm says of itself and of its need."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import QuestionError


class Profile(BaseModel):
    """A firm and its need, as on the web form; what is not known stays None or empty.

    `need_amount_wan` is in 万 of `currency`, `term_months` in months.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str | None = None
    industry: str | None = None
    size: str | None = None
    qualifications: tuple[str, ...] = ()
    need_amount_wan: float | None = Field(default=None, gt=0, le=1e8)
    currency: Literal["CNY", "USD", "EUR", "HKD", "JPY"] = "CNY"
    term_months: int | None = Field(default=None, gt=0, le=1200)
    purpose: str | None = None
    collateral: tuple[str, ...] = ()
    credit_status: str | None = None
    text: str = ""


def read_profile(fields: object) -> Profile:
    """Return the profile that `fields` (JSON) describes; QuestionError names a bad field."""
    try:
        return Profile.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise QuestionError(".".join(map(str, first["loc"])) or "profile", first["msg"]) from error
