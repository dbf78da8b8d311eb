"""The web form of a firm, its fields filled from the firm's own words and open to correction.

What the form states beside the words raises a doubt where the two differ (`read_firm`); what was
filled in from the words and then corrected on the form counts without one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from corpus.regions import Gazetteer
from matcher.firm import Firm, read_firm
from matcher.industry import read_industry
from matcher.profile import LABELS, read_profile
from matcher.size import told_size

QUALIFICATIONS = (
    "专精特新", "小巨人", "单项冠军", "高新技术企业", "科技型中小企业", "首台套认定",
    "首版次软件认定", "新材料首批次", "独角兽瞪羚", "拟上市后备", "上市公司", "双百企业",
    "人才认定", "白名单")
COLLATERAL = ("厂房", "设备", "知识产权", "应收账款", "存货", "仓单", "订单", "票据", "保单")
CREDIT = {"信用良好，没有逾期": "信用良好", "有逾期或不良记录": "不良", "有未了结的诉讼": "涉诉",
          "申请信用贷款没批": "信用贷不符", "银行额度已用满": "额度已满", "轻资产": "轻资产"}
SIZES = ("微型", "小型", "小微", "中型", "大型")
CURRENCIES = {"人民币": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}
_SETS = {"qualifications": "qualification", "collateral": "collateral", "credit": "credit"}
_TOLD = {"amount_wan": "need_amount_wan", "credit": "credit_status"}
_OWN = ("staff", "revenue_wan")
_LABELS = LABELS | {"staff": "人数", "revenue_wan": "营业收入", "amount_wan": "融资金额",
                    "credit": "信用状况"}


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


@dataclass(frozen=True, slots=True)
class Filled:
    """The form with what the words tell, and (label, value, words) for each field so filled."""

    form: FirmForm
    reading: Reading
    told: tuple[tuple[str, str, str], ...]


def read_form(form: FirmForm, gazetteer: Gazetteer, before: Reading | None = None) -> Filled:
    """Fill the blank fields of `form` from its text; `before` is the reading on the page."""
    before = before or Reading()
    corrected = before.corrected | {
        name for name, value in before.filled.items() if getattr(form, name) != value}
    own = replace(form, **{name: _BLANK[name] for name in before.filled if name not in corrected})
    firm = read_firm(read_profile({"text": form.text}), gazetteer)
    found = {name: value for name, value in _found(firm).items()
             if name in corrected or getattr(own, name) == _BLANK[name]}
    taken = {name: value for name, value in found.items() if name not in corrected}
    if "amount_wan" in taken:
        taken["currency"] = firm.currency
    now = replace(own, **taken)
    kept = {name: before.filled.get(name) for name in corrected}
    told = tuple((_LABELS[name], _shown(name, value, firm),
                  "；".join(_phrases(firm.told.get(_TOLD.get(name, name), ""))))
                 for name, value in taken.items() if name != "currency")
    return Filled(now, Reading(kept | taken, frozenset(corrected)), told)


def firm_of(form: FirmForm, reading: Reading, gazetteer: Gazetteer) -> Firm:
    """Return the firm that a form and its reading describe.

    Raises:
        QuestionError: a field cannot be used.
        UnknownRegion: nobody knows the place.

    """
    stated = {name: value for name, value in asdict(form).items()
              if name == "text" or (name not in reading.filled and value != _BLANK[name])}
    firm = read_firm(read_profile(_profile(stated)), gazetteer)
    firm = _with_sets(firm, form, {name for name in _SETS if name not in reading.filled})
    for name in sorted(reading.corrected):
        firm = _corrected(firm, form, name, reading, gazetteer)
    return _sized(firm, form)


def _profile(stated: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a profile; sets are added to the firm itself."""
    named = {_TOLD.get(name, name): value for name, value in stated.items()
             if name not in (*_OWN, "credit")}
    if "credit" in stated:
        named["credit_status"] = "，".join(stated["credit"])
    return named


def _with_sets(firm: Firm, form: FirmForm, names: set[str]) -> Firm:
    """Add the closed words that the form lists and no words deny."""
    listed = {(_SETS[name], value) for name in names for value in getattr(form, name)}
    in_doubt = {d.field for d in firm.doubts}
    sure = {pair for pair in listed - firm.denied
            if {"qualification": "qualifications", "credit": "credit_status"}.get(
                pair[0], "") not in in_doubt}
    return replace(firm, known=firm.known | sure)


def _corrected(firm: Firm, form: FirmForm, name: str, reading: Reading,
               gazetteer: Gazetteer) -> Firm:
    """Put what the form says of `name` in the place of what the words said."""
    value, profile_name = getattr(form, name), _TOLD.get(name, name)
    firm = replace(firm, doubts=tuple(d for d in firm.doubts if d.field != profile_name))
    if name in _SETS:
        gone = {(_SETS[name], v) for v in set(reading.filled.get(name) or ()) - set(value)}
        here = {(_SETS[name], v) for v in value}
        return replace(firm, known=(firm.known - gone) | here, denied=(firm.denied - here) | gone)
    if name == "region":
        return replace(firm, region=gazetteer.one(value) if value else None)
    if name == "industry":
        return replace(firm, industry=read_industry(value, listed=True) if value else None,
                       trades=value)
    alone = read_firm(read_profile(_profile({name: value} if value else {})), gazetteer)
    if name == "purpose":
        return replace(firm, needs=alone.needs, purpose_told=alone.purpose_told)
    if name in _OWN:
        return firm
    return replace(firm, **{name: getattr(alone, name)})


def _sized(firm: Firm, form: FirmForm) -> Firm:
    """Add the figures of the form, and the size that they give where none is stated."""
    staff = int(form.staff) if form.staff else None
    firm = replace(firm, staff=staff or firm.staff,
                   revenue_wan=form.revenue_wan or firm.revenue_wan)
    if firm.size or staff is None:
        return firm
    earned = f"，年营业收入{form.revenue_wan:.10g}万元" if form.revenue_wan else ""
    told = told_size(f"员工{staff}人{earned}",
                     industrial=firm.industry is None or firm.industry.industrial)
    return replace(firm, size=told.value) if told else firm


def _found(firm: Firm) -> dict[str, Any]:
    """Return the fields of the form that the words of `firm` tell."""
    known: dict[str, tuple[str, ...]] = {
        name: tuple(v for v in choices if (_SETS[name], v) in firm.known)
        for name, choices in (("qualifications", QUALIFICATIONS), ("collateral", COLLATERAL),
                              ("credit", tuple(CREDIT.values())))}
    found = {
        "region": firm.region.full_name if firm.region else "",
        "industry": firm.told.get("industry", "") if firm.industry else "",
        "size": firm.size or "", "staff": firm.staff, "revenue_wan": firm.revenue_wan,
        "amount_wan": firm.amount_wan, "term_months": firm.term_months,
        "purpose": "、".join(_phrases(firm.told.get("purpose", ""))), **known}
    return {name: value for name, value in found.items() if value not in ("", None, ())}


def _phrases(said: str) -> list[str]:
    """Return the phrases that were read, without the signs around them."""
    return [phrase for part in said.split("；") if (phrase := part.strip(" ，。；、,;！？!?"))]


def _shown(name: str, value: Any, firm: Firm) -> str:
    if name in _SETS:
        labels = {code: label for label, code in CREDIT.items()} if name == "credit" else {}
        return "、".join(labels.get(v, v) for v in value)
    if name == "amount_wan":
        money = next(label for label, code in CURRENCIES.items() if code == firm.currency)
        return f"{value:g} 万{'元' if firm.currency == 'CNY' else money}"
    units = {"staff": " 人", "revenue_wan": " 万元", "term_months": " 个月"}
    return f"{value:g}{units[name]}" if name in units else str(value)


_BLANK = asdict(FirmForm())
