"""The web form of a firm, its fields filled from the firm's own words and open to correction.

What the form states beside the words raises a doubt where the two differ (`read_firm`); what was
filled in from the words and then corrected on the form counts without one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from corpus.regions import Gazetteer
from matcher.reading.firm import Firm, read_firm
from matcher.reading.industry import read_industry
from matcher.reading.profile import read_profile
from matcher.reading.size import told_size

QUALIFICATIONS = (
    "专精特新", "小巨人", "单项冠军", "高新技术企业", "科技型中小企业", "首台套认定",
    "首版次软件认定", "新材料首批次", "独角兽瞪羚", "拟上市后备", "上市公司", "双百企业",
    "人才认定", "白名单")
COLLATERAL = ("厂房", "设备", "知识产权", "应收账款", "存货", "仓单", "订单", "票据", "保单")
CREDIT = {"信用良好，没有逾期": "信用良好", "有逾期或不良记录": "不良", "有未了结的诉讼": "涉诉",
          "申请信用贷款没批": "信用贷不符", "银行额度已用满": "额度已满", "轻资产": "轻资产"}
SIZES = ("微型", "小型", "小微", "中型", "大型")
CURRENCIES = {"人民币": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}
HOW = ("无抵押信用", "担保增信", "降低费用")  # needs that tell how money is wanted, not for what
SETS = {"qualifications": "qualification", "collateral": "collateral", "credit": "credit"}
TOLD = {"amount_wan": "need_amount_wan", "credit": "credit_status"}
FIGURES = ("staff", "revenue_wan")


@dataclass(frozen=True, slots=True)
class FirmForm:
    """The fields of the form as typed; amounts in 万, the term in months, "" and None for blank."""

    text: str = ""
    region: str = ""
    industry: str = ""
    size: str = ""
    staff: float | None = None
    revenue_wan: float | None = None
    amount_wan: float | None = None
    currency: str = "CNY"
    term_months: float | None = None
    purpose: str = ""
    qualifications: tuple[str, ...] = ()
    collateral: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in."""
        return self == FirmForm(currency=self.currency)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was filled in from the words, by field, and which of it was corrected on the form."""

    filled: Mapping[str, Any] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()

    @property
    def outdates_size(self) -> bool:
        """Whether figures were corrected below a size that was read from the old ones."""
        return bool(self.corrected & {*FIGURES}) and "size" not in self.corrected


def firm_of(form: FirmForm, reading: Reading, gazetteer: Gazetteer) -> Firm:
    """Return the firm that a form and its reading describe.

    Raises:
        QuestionError: a field cannot be used.
        UnknownRegion: nobody knows the place.

    """
    stated = {name: value for name, value in asdict(form).items()
              if name == "text" or (name not in reading.filled and value != BLANK[name])}
    firm = read_firm(read_profile(_profile(stated)), gazetteer)
    firm = _with_sets(firm, form, {name for name in SETS if name not in reading.filled})
    for name in sorted(reading.corrected):
        firm = corrected(firm, form, name, reading, gazetteer)
    return replace(_sized(firm, form, reading), currency=form.currency)


def size_from(form: FirmForm, *, industrial: bool = True) -> str | None:
    """Return the size that the figures of the form give; None when they are too few."""
    if not form.staff:
        return None
    earned = f"，年营业收入{form.revenue_wan:.10g}万元" if form.revenue_wan else ""
    told = told_size(f"员工{int(form.staff)}人{earned}", industrial=industrial)
    return told.value if told else None


def listed(name: str, values: Iterable[str]) -> str:
    """Return the closed words of a set as the form writes them, one after the other."""
    labels = {code: label for label, code in CREDIT.items()} if name == "credit" else {}
    return "、".join(labels.get(value, value) for value in values)


def money_unit(currency: str) -> str:
    """Return what stands behind 万 for an amount in `currency`: 元, 美元 …"""
    name = next(label for label, code in CURRENCIES.items() if code == currency)
    return "元" if currency == "CNY" else name


def _profile(stated: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a profile; sets are added to the firm itself."""
    named = {TOLD.get(name, name): value for name, value in stated.items()
             if name not in (*FIGURES, "credit")}
    if not named.get("purpose") and not named.get("text"):
        named["purpose"] = "贷款"
    if "credit" in stated:
        named["credit_status"] = "，".join(stated["credit"])
    return named


def _with_sets(firm: Firm, form: FirmForm, names: set[str]) -> Firm:
    """Add the closed words that the form lists and no words deny."""
    listed = {(SETS[name], value) for name in names for value in getattr(form, name)}
    in_doubt = {d.field for d in firm.doubts}
    sure = {pair for pair in listed - firm.denied
            if {"qualification": "qualifications", "credit": "credit_status"}.get(
                pair[0], "") not in in_doubt}
    return replace(firm, known=firm.known | sure)


def corrected(firm: Firm, form: FirmForm, name: str, reading: Reading,
              gazetteer: Gazetteer) -> Firm:
    """Put what the form says of `name` in the place of what the words said."""
    value, profile_name = getattr(form, name), TOLD.get(name, name)
    firm = replace(firm, doubts=tuple(d for d in firm.doubts if d.field != profile_name))
    if name in SETS:
        gone = {(SETS[name], v) for v in set(reading.filled.get(name) or ()) - set(value)}
        here = {(SETS[name], v) for v in value}
        return replace(firm, known=(firm.known - gone) | here, denied=(firm.denied - here) | gone)
    if name == "region":
        return replace(firm, region=gazetteer.one(value) if value else None)
    if name == "industry":
        return replace(firm, industry=read_industry(value, listed=True) if value else None,
                       trades=value)
    alone = read_firm(read_profile(_profile({name: value} if value else {})), gazetteer)
    if name == "purpose":
        how = (need for need in firm.needs if need in HOW and need not in alone.needs)
        return replace(firm, needs=(*alone.needs, *how), purpose_told=alone.purpose_told)
    if name in FIGURES:
        return firm
    return replace(firm, **{name: getattr(alone, name)})


def _sized(firm: Firm, form: FirmForm, reading: Reading) -> Firm:
    """Add the figures of the form, and the size that they give where none is stated."""
    firm = replace(firm, staff=int(form.staff) if form.staff else None,
                   revenue_wan=form.revenue_wan)
    if firm.size and not reading.outdates_size:
        return firm
    industrial = firm.industry is None or firm.industry.industrial
    return replace(firm, size=size_from(form, industrial=industrial))


BLANK = asdict(FirmForm())
