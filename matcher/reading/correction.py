"""A correction made on the form beside a talk, as a turn of the talk that is read back exactly.

更正企业情况：融资金额改为800万元；可抵质押的资产改为厂房、设备。 So the talk itself holds it: it is
saved, exported and counts with the turns before and after it. 不清楚 stands for a field cleared, 无
for an empty list.
"""

import re
from dataclasses import replace
from typing import Any

from corpus.errors import UnknownRegion
from corpus.regions import Gazetteer
from matcher.form import (
    BLANK,
    CREDIT,
    CURRENCIES,
    FIGURES,
    SETS,
    TOLD,
    FirmForm,
    Reading,
    corrected,
    listed,
    money_unit,
    size_from,
)
from matcher.reading.known import Firm

HEAD = "更正企业情况："
_UNKNOWN, _NONE = "不清楚", "无"
_LABELS = {
    "region": "地区", "industry": "行业", "size": "规模", "staff": "人数",
    "revenue_wan": "营业收入", "amount_wan": "融资金额", "term_months": "期限", "purpose": "用途",
    "collateral": "可抵质押的资产", "qualifications": "资质", "credit": "信用状况"}
_NAMES = {label: name for name, label in _LABELS.items()}
_UNITS = {"staff": "人", "revenue_wan": "万元", "term_months": "个月"}
_PART = re.compile(rf"({'|'.join(_NAMES)})改为(.+)")
_MONEY = re.compile(rf"([\d.]+)万(元|{'|'.join(CURRENCIES)})")
_FIGURE = re.compile(rf"([\d.]+)({'|'.join(_UNITS.values())})")


def is_correction(text: str) -> bool:
    """Whether a turn is a correction made on the form."""
    return text.startswith(HEAD)


def in_words(before: FirmForm, after: FirmForm) -> str:
    """Return the fields in which `after` differs as a turn of the talk, "" when none does."""
    money = {"amount_wan", "currency"}
    changed = {name for name in (*_LABELS, "currency")
               if getattr(before, name) != getattr(after, name)}
    names = [name for name in _LABELS
             if name in changed or (name == "amount_wan" and after.amount_wan and changed & money)]
    parts = [f"{_LABELS[name]}改为{_said(after, name)}" for name in names]
    return f"{HEAD}{'；'.join(parts)}。" if parts else ""


def correct(firm: Firm, text: str, gazetteer: Gazetteer) -> Firm:
    """Return `firm` as the correction `text` has it; parts that cannot be read change nothing."""
    form, names = _read(text)
    if "region" in names and form.region and not _known(form.region, gazetteer):
        names.discard("region")
    filled = {name: tuple(v for kind, v in firm.known if kind == SETS[name]) for name in SETS}
    reading = Reading(filled, frozenset(names))
    for name in sorted(names):
        firm = corrected(firm, form, name, reading, gazetteer)
    if "amount_wan" in names:
        firm = replace(firm, currency=form.currency)
    told = {name: _said(form, name) for name in names if getattr(form, name) != BLANK[name]}
    return replace(_measured(firm, form, names), told=_told(firm, names, told))


def _measured(firm: Firm, form: FirmForm, names: set[str]) -> Firm:
    """Put the figures of the form in, and the size that they give unless it is stated too."""
    if "staff" in names:
        firm = replace(firm, staff=int(form.staff) if form.staff else None)
    if "revenue_wan" in names:
        firm = replace(firm, revenue_wan=form.revenue_wan)
    if names & {*FIGURES} and "size" not in names:
        industrial = firm.industry is None or firm.industry.industrial
        figures = FirmForm(staff=firm.staff, revenue_wan=firm.revenue_wan)
        return replace(firm, size=size_from(figures, industrial=industrial) or firm.size)
    return firm


def _told(firm: Firm, names: set[str], told: dict[str, str]) -> dict[str, str]:
    kept = {name: said for name, said in firm.told.items()
            if name not in {TOLD.get(n, n) for n in names}}
    return kept | {TOLD.get(name, name): said for name, said in told.items()}


def _known(place: str, gazetteer: Gazetteer) -> bool:
    try:
        gazetteer.one(place)
    except UnknownRegion:
        return False
    return True


def _said(form: FirmForm, name: str) -> str:
    value = getattr(form, name)
    if name in SETS:
        return listed(name, value) or _NONE
    if value == BLANK[name]:
        return _UNKNOWN
    if name == "amount_wan":
        return f"{value:.10g}万{money_unit(form.currency)}"
    if name in _UNITS:
        return f"{value:.10g}{_UNITS[name]}"
    return re.sub(r"[；;。\n]+", "、", str(value)).strip("、")


def _read(text: str) -> tuple[FirmForm, set[str]]:
    """Return the form that a correction states, and the names of the fields that it states."""
    stated: dict[str, Any] = {}
    for part in text.removeprefix(HEAD).rstrip("。").split("；"):
        if match := _PART.fullmatch(part.strip()):
            stated |= _value(_NAMES[match[1]], match[2])
    return FirmForm(**stated), set(stated) - {"currency"}


def _value(name: str, said: str) -> dict[str, Any]:
    if name in SETS:
        values = () if said == _NONE else tuple(said.split("、"))
        return {name: tuple(CREDIT.get(v, v) for v in values) if name == "credit" else values}
    if said == _UNKNOWN:
        return {name: BLANK[name]}
    if name == "amount_wan":
        money = _MONEY.fullmatch(said)
        code = CURRENCIES.get(money[2], "CNY") if money else ""
        return {name: float(money[1]), "currency": code} if money else {}
    if name in _UNITS:
        figure = _FIGURE.fullmatch(said)
        return {name: float(figure[1])} if figure else {}
    return {name: said}
