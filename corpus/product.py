"""One offer in the catalog: a product of an institution, or an instrument that a policy names.

The fields follow schema.org `LoanOrCredit` and `Offer`, criteria those of CCCEV. What no source
states stays None or empty. Amounts are in 万 of `currency`, rates in % a year, terms in months.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Amount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Date = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Filled = Annotated[str, Field(min_length=1)]
Currency = Literal["CNY", "USD", "EUR", "HKD", "JPY"]
Operator = Literal["any", "all", "max", "min", "is"]
Guarantee = Literal["信用", "抵押", "质押", "保证"]
Standing = Literal["现行", "征求意见稿", "鼓励开展", "拟设立", "已过目标期", "已停办"]


class Criterion(BaseModel):
    """One machine-checkable condition of a product; `quote` is what its clause or source says.

    `values` are closed words (matcher/reading/words.toml; GB/T 4754 codes for `industry`); a
    limit stands in `number`: 万 of `currency` for `amount`, months for `term`, years in business
    for `years`, % of assets for `liability`. `tax` is the tax credit class, `account` (`is`, no
    values) an account at the institution, `other` (`is`, no values) what only `question` can
    settle.
    `hard` False: wished for, or not the only way to qualify.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: Filled
    operator: Operator
    values: tuple[str, ...] = ()
    number: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    currency: Currency = "CNY"
    hard: bool = True
    quote: str = ""
    question: str = ""


class Tier(BaseModel):
    """The cap for one kind of borrower or guarantee mode, in 万元."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str
    max_wan: Amount


class Product(BaseModel):
    """One offer, with the clause or the public page that states it; see the module for units.

    `source` is the address of the page or the name of the file, `source_date` what the page bears:
    a year, a month or a day. `trust` is A for the papers and pages of governments and banks, B for
    copies and media. `amount_max_wan` is the highest sum that the source names for one firm, for
    whichever of the `tiers`; a limit that shuts a firm out is a criterion on `amount`. What a
    subsidy pays is in `subsidy_text`, never an amount. `rate_spread_bp` is over `rate_base`, a
    floor or a ceiling as `rate_text` says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True,
                              str_strip_whitespace=True)

    id: Filled
    name: Filled
    kind: Filled
    aliases: tuple[str, ...] = ()
    institution: str | None = None
    region: str | None = None
    target: str | None = None
    audience: Literal["企业", "银行", "政府"] = "企业"
    needs: tuple[str, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    guarantee_text: str | None = None
    repayment_text: str | None = None

    currency: Currency = "CNY"
    amount_text: str | None = None
    amount_min_wan: Amount | None = None
    amount_max_wan: Amount | None = None
    tiers: tuple[Tier, ...] = ()
    rate_text: str | None = None
    rate_min_pct: float | None = Field(default=None, ge=0, le=100)
    rate_max_pct: float | None = Field(default=None, ge=0, le=100)
    rate_base: str | None = None
    rate_spread_bp: float | None = Field(default=None, ge=-5000, le=5000)
    term_text: str | None = None
    term_max_months: int | None = Field(default=None, gt=0, le=1200)
    subsidy_text: str | None = None

    conditions_text: str | None = None
    documents_text: str | None = None
    channel_text: str | None = None
    time_text: str | None = None
    contact: str | None = None
    criteria: tuple[Criterion, ...] = ()

    clause: str | None = None
    quote: str | None = None
    source: str | None = None
    source_title: str | None = None
    source_date: Date | None = None
    trust: Literal["A", "B"] | None = None
    status: str | None = None
    standing: Standing = "现行"
    valid_from: Date | None = None
    valid_through: Date | None = None
    verified_on: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    note: str | None = None

    @property
    def policy_id(self) -> str:
        """The id of the policy that names this product, "" when none does."""
        return (self.clause or "").split("#", 1)[0]

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items()
                if not (isinstance(value, str) and not value.strip())}

    @field_validator("aliases", "needs", "guarantees", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, value.split("、"))) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _traced(self) -> "Product":
        if not self.clause and not self.source:
            raise ValueError("条款和来源至少填一项")
        return self

    @model_validator(mode="after")
    def _ordered(self) -> "Product":
        pairs = ((self.amount_min_wan, self.amount_max_wan, "最低额度不能高于最高额度"),
                 (self.rate_min_pct, self.rate_max_pct, "最低利率不能高于最高利率"))
        for low, high, complaint in pairs:
            if low is not None and high is not None and low > high:
                raise ValueError(complaint)
        return self
