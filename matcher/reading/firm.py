"""Read a firm from the form and from its own words.

What the form states counts, what only the words tell fills the rest; where both speak and do not
fit together, or the words contradict themselves, a doubt says so. A place in doubt stays unknown.
"""

import re
from datetime import date

from corpus.regions import Gazetteer, Region
from matcher.reading.amounts import read_amounts
from matcher.reading.facts import Facts, read_facts
from matcher.reading.figures import (
    read_liability,
    read_loans,
    read_tax_grade,
    read_term,
    read_years,
)
from matcher.reading.industry import Industry, denied_words, own_words, read_industry
from matcher.reading.known import Firm
from matcher.reading.need import read_need
from matcher.reading.notes import QUESTIONS, Notes
from matcher.reading.place import clash, read_place
from matcher.reading.profile import Profile
from matcher.reading.size import read_revenue, read_staff, told_size
from matcher.reading.told import Doubt, Told, phrased, plain
from matcher.reading.trades import trades
from matcher.reading.words import words

__all__ = ["Firm", "read_firm"]

_PLAIN_LOAN = ("流动资金", "无抵押信用", "担保增信")  # what a wish for a loan alone stands for
_NOTHING = re.compile(r"(没|无)(有)?.{0,4}(可?(抵|押)|抵押|东西|房|地|不动产)")
_NOT_WANTED = re.compile(
    r"(不|别|非|无需|不用|不需要?|不想|不打算|不是)(是|去|再|用来|拿来|为了)?$")
_FORM_FIELD = {"qualification": "qualifications", "credit": "credit_status"}


def read_firm(profile: Profile, gazetteer: Gazetteer, *, today: date | None = None) -> Firm:
    """Return what `profile`, form and words together, tells of the firm on the day `today`.

    Raises:
        UnknownRegion: the form names a place that nobody knows.

    """
    notes, text = Notes(), phrased(plain(profile.text))
    spoken = "，".join(filter(None, (profile.purpose, text)))
    region = _region(profile.region, text, gazetteer, notes)
    industry = _industry(profile.industry, gazetteer.strip(text), notes)
    amount, currency = _amount(profile, text, notes)
    facts = _facts(profile, spoken, notes)
    needs, purpose_told = _needs(profile, spoken, notes)
    years, founded = read_years(text, today or date.today())
    loans = read_loans(text)
    if loans:
        notes.told["loans"] = "；".join(told.words for told in loans)
    trades = "，".join(filter(None, (profile.industry, own_words(text, industry))))
    return Firm(
        region=region, size=_size(profile.size, text, industry, notes),
        amount_wan=amount, currency=currency, needs=needs, purpose_told=purpose_told,
        known=frozenset(facts.known), denied=frozenset(facts.denied - facts.known), text=spoken,
        industry=industry, trades=trades, other_trades=denied_words(text),
        term_months=notes.settle("term_months", profile.term_months, read_term(text)),
        years=notes.take("years", years), founded=founded,
        liability_pct=notes.take("liability_pct", read_liability(text)),
        tax_grade=notes.take("tax_grade", read_tax_grade(text)),
        staff=notes.take("staff", read_staff(text)),
        revenue_wan=notes.take("revenue_wan", read_revenue(text)),
        loans=tuple(told.value for told in loans), told=notes.told, doubts=tuple(notes.doubts))


def _region(form: str | None, text: str, gazetteer: Gazetteer, notes: Notes) -> Region | None:
    spoken, said, doubts = read_place(text, gazetteer)
    if not form:
        notes.doubts += doubts
        return notes.take("region", Told(spoken, said) if spoken else None)
    stated = gazetteer.one(form)
    if stranger := clash(stated, text, gazetteer):
        notes.doubts.append(Doubt(
            "region", f"表格里是{stated.full_name}，您又提到{stranger.full_name}。",
            "企业在哪个省、市、区县？"))
        return None
    narrower = spoken is not None and stated.covers(spoken)
    notes.told["region"] = said if narrower else form
    return spoken if narrower else stated


def _industry(form: str | None, text: str, notes: Notes) -> Industry | None:
    spoken = read_industry(text)
    listed = read_industry(form, listed=True) if form else None
    if form and not listed and not any(t.words.search(form) for t in trades().values()):
        notes.doubts.append(Doubt("industry", f"没有认出行业“{form}”。", QUESTIONS["industry"]))
    if listed and spoken and spoken.sure and not set(listed.codes) & set(spoken.codes):
        notes.doubts.append(Doubt(
            "industry", f"表格里行业是{form}，您又说“{spoken.words}”。", QUESTIONS["industry"]))
        return None
    found = listed or spoken
    return notes.take("industry", Told(found, form if listed and form else found.words)
                      if found else None)


def _amount(profile: Profile, text: str, notes: Notes) -> tuple[float | None, str]:
    amount, doubts = read_need(text)
    form = profile.need_amount_wan
    if form is None:
        notes.doubts += doubts
        told = Told(amount.wan, amount.words) if amount else None
        return notes.take("need_amount_wan", told), amount.currency if amount else profile.currency
    if amount is None or read_amounts(amount.words)[:1] == [] or not _wished(amount.words):
        return notes.settle("need_amount_wan", form, None), profile.currency
    unset = "currency" not in profile.model_fields_set
    same = amount.wan == form and (unset or amount.currency == profile.currency)
    notes.settle("need_amount_wan", form, Told(amount.wan, amount.words), same=same)
    return form, amount.currency if same else profile.currency


def _wished(said: str) -> bool:
    """Whether the words of an amount begin with a wish, not with the figure."""
    return read_amounts(said)[0].start > 0


def _size(form: str | None, text: str, industry: Industry | None, notes: Notes) -> str | None:
    told = told_size(text, industrial=industry is None or industry.industrial)
    small = ("小微", "微型", "小型")
    same = told is not None and (told.value == form or (
        "小微" in (told.value, form) and form in small and told.value in small))
    return notes.settle("size", form, told, same=same)


def _facts(profile: Profile, spoken: str, notes: Notes) -> Facts:
    """Return what form and words state; a qualification that only the form lists is in doubt."""
    listed = read_facts("，".join((*profile.qualifications, *profile.collateral,
                                  profile.credit_status or "")))
    facts = read_facts(spoken)
    for pair in sorted(listed.known & facts.denied):
        if pair[0] == "qualification":
            notes.doubts.append(Doubt(
                "qualifications", f"表格里有{pair[1]}，您又说“{facts.told[pair]}”。",
                f"贵公司现在有没有{pair[1]}？"))
            facts.denied.discard(pair)
            listed.known.discard(pair)
    if ("credit", "信用良好") in listed.known and (bad := _trouble(facts)):
        notes.doubts.append(Doubt(
            "credit_status", f"表格里信用是{profile.credit_status}，您又说“{facts.told[bad]}”。",
            "现在征信和诉讼情况怎样？"))
        listed.known.discard(("credit", "信用良好"))
    facts.known = (facts.known | listed.known) - {
        pair for pair in facts.denied if pair[0] in ("credit", "qualification")}
    facts.denied |= listed.denied
    if _NOTHING.search(spoken) and not profile.collateral:
        facts.denied |= {("collateral", value) for value in words()["collateral"]} - facts.known
    for pair in sorted(facts.known):
        name = _FORM_FIELD.get(pair[0], pair[0])
        phrase = facts.told.get(pair) or listed.told.get(pair, pair[1])
        if phrase not in notes.told.get(name, "").split("；"):
            notes.told[name] = "；".join(filter(None, (notes.told.get(name), phrase)))
    return facts


def _trouble(facts: Facts) -> tuple[str, str] | None:
    return next((pair for value in ("不良", "涉诉") if (pair := ("credit", value)) in facts.known),
                None)


def _needs(profile: Profile, spoken: str, notes: Notes) -> tuple[tuple[str, ...], bool]:
    """Return needs by how plainly they are stated, and whether a use of the money is stated.

    What the form lists comes last; a wish for a loan alone stands for the plain kinds of loan.
    """
    listed = "，".join((*profile.qualifications, *profile.collateral))
    found: dict[str, str] = {}
    for text in (profile.purpose or "", spoken, listed):
        for need, pattern in words()["needs"].items():
            match = next((m for m in pattern.finditer(text)
                          if not _NOT_WANTED.search(text[: m.start()])), None)
            if match and need not in found:
                found[need] = match[0]
    if found:
        notes.told["purpose"] = profile.purpose or "；".join(dict.fromkeys(found.values()))
        return tuple(found), True
    plainly = bool(re.search("贷|借|融资|钱|款", spoken))
    return (_PLAIN_LOAN if plainly else ()), False

