"""Fill the form of a firm from its own words, each field with the words that it came from."""

from dataclasses import dataclass, replace
from typing import Any

from corpus.regions import Gazetteer
from matcher.form import (
    BLANK,
    COLLATERAL,
    CREDIT,
    HOW,
    QUALIFICATIONS,
    SETS,
    TOLD,
    FirmForm,
    Reading,
    listed,
    money_unit,
    size_from,
)
from matcher.reading.firm import Firm, read_firm
from matcher.reading.profile import LABELS, read_profile
from matcher.reading.words import words

_HAS = ("知识产权融资", "人才创业")  # needs that tell what a firm has, not what it wants money for
_LABELS = LABELS | {"staff": "人数", "revenue_wan": "营业收入", "amount_wan": "融资金额",
                    "credit": "信用状况"}


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
    own = replace(form, **{name: BLANK[name] for name in before.filled if name not in corrected})
    firm = read_firm(read_profile({"text": form.text}), gazetteer)
    found = {name: value for name, value in _found(firm).items()
             if name in corrected or getattr(own, name) == BLANK[name]}
    taken = {name: value for name, value in found.items() if name not in corrected}
    kept = {name: before.filled.get(name) for name in corrected}
    reading = Reading(kept | taken, frozenset(corrected))
    now = replace(own, **taken)
    if "size" in taken and reading.outdates_size:
        taken["size"] = size_from(now) or ""
        now, reading = replace(now, size=taken["size"]), replace(reading, filled=kept | taken)
    shown = {name: value for name, value in taken.items()
             if not (name == "size" and reading.outdates_size)}
    return Filled(now, reading, _told(firm, shown, now.currency))


def form_of(firm: Firm) -> Filled:
    """Return the form that tells what is known of `firm`, nothing of it corrected."""
    found = _found(firm)
    form = replace(FirmForm(), **found)
    return Filled(form, Reading(found), _told(firm, found, form.currency))


def _told(firm: Firm, found: dict[str, Any], currency: str) -> tuple[tuple[str, str, str], ...]:
    """Return (label, value, words) for each of the fields `found`."""
    return tuple((_LABELS[name], _shown(name, value, currency),
                  "；".join(_phrases(firm.told.get(TOLD.get(name, name), ""))))
                 for name, value in found.items() if name != "currency")


def _found(firm: Firm) -> dict[str, Any]:
    """Return the fields of the form that the words of `firm` tell."""
    known: dict[str, tuple[str, ...]] = {
        name: tuple(v for v in choices if (SETS[name], v) in firm.known)
        for name, choices in (("qualifications", QUALIFICATIONS), ("collateral", COLLATERAL),
                              ("credit", tuple(CREDIT.values())))}
    found = {
        "region": firm.region.full_name if firm.region else "",
        "industry": firm.told.get("industry", "") if firm.industry else "",
        "size": firm.size or "", "staff": firm.staff, "revenue_wan": firm.revenue_wan,
        "amount_wan": firm.amount_wan,
        "currency": firm.currency if firm.amount_wan else "", "term_months": firm.term_months,
        "purpose": "、".join(_uses(firm.told.get("purpose", ""))), **known}
    return {name: value for name, value in found.items() if value not in ("", None, ())}


def _uses(said: str) -> list[str]:
    """Return the phrases that tell a use of the money, else those that tell how it is wanted."""
    needs, phrases = words()["needs"], _phrases(said)
    uses = [phrase for phrase in phrases if any(
        pattern.search(phrase) for need, pattern in needs.items() if need not in (*HOW, *_HAS))]
    return uses or [p for p in phrases if not any(needs[need].search(p) for need in _HAS)]


def _phrases(said: str) -> list[str]:
    """Return the phrases that were read, without the signs around them."""
    return [phrase for part in said.split("；") if (phrase := part.strip(" ，。；、,;！？!?"))]


def _shown(name: str, value: Any, currency: str) -> str:
    if name in SETS:
        return listed(name, value)
    if name == "amount_wan":
        return f"{value:g} 万{money_unit(currency)}"
    units = {"staff": " 人", "revenue_wan": " 万元", "term_months": " 个月"}
    return f"{value:g}{units[name]}" if name in units else str(value)
