"""A firm over several turns: what it says later wins, what it said before stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.regions import Gazetteer, Region
from matcher.reading.correction import correct, is_correction
from matcher.reading.firm import Firm, read_firm
from matcher.reading.profile import Profile
from matcher.reading.size import size_of
from matcher.reading.told import Doubt

_PLAIN = ("size", "industry", "term_months", "years", "founded", "liability_pct", "tax_grade",
          "staff", "revenue_wan")


def read_turns(texts: Sequence[str], gazetteer: Gazetteer, *, form: Profile | None = None,
               today: date | None = None) -> Firm:
    """Return the firm that `form` and then each of `texts`, in order, describe."""
    firm = read_firm(form or Profile(), gazetteer, today=today)
    for text in texts:
        if is_correction(text):
            firm = correct(firm, text, gazetteer)
            continue
        firm = merge(firm, read_firm(Profile(text=text), gazetteer, today=today))
    return firm


def merge(earlier: Firm, later: Firm) -> Firm:
    """Return `earlier` with what `later` states; a field that `later` answers is no more in doubt.

    A wider place (黑龙江 after 哈尔滨) leaves the narrower one.
    """
    changes: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(later, name)) is not None}
    if later.years is not None:
        changes["founded"] = later.founded
    if later.staff is not None or later.revenue_wan is not None:
        changes |= _sized(earlier, later)
    if later.amount_wan is not None:
        changes |= {"amount_wan": later.amount_wan, "currency": later.currency}
    if later.loans:
        changes["loans"] = later.loans
    if later.purpose_told or not earlier.needs:
        own = earlier.needs if earlier.purpose_told else ()
        changes |= {"needs": tuple(dict.fromkeys((*later.needs, *own))),
                    "purpose_told": later.purpose_told or earlier.purpose_told}
    return replace(
        earlier, **changes, region=_place(earlier.region, later.region),
        known=(earlier.known - later.denied) | later.known,
        denied=(earlier.denied - later.known) | later.denied,
        text="，".join(filter(None, (earlier.text, later.text))),
        trades="，".join(filter(None, (later.trades, "" if later.industry else earlier.trades))),
        other_trades="，".join(filter(None, (earlier.other_trades, later.other_trades))),
        told={**earlier.told, **later.told}, doubts=_doubts(earlier, later))


def _place(earlier: Region | None, later: Region | None) -> Region | None:
    if later is None or (earlier is not None and later.covers(earlier)):
        return earlier
    return later


def _sized(earlier: Firm, later: Firm) -> dict[str, Any]:
    """Return the size that staff and revenue of both give, where `later` names none."""
    staff = later.staff if later.staff is not None else earlier.staff
    revenue = later.revenue_wan if later.revenue_wan is not None else earlier.revenue_wan
    if later.size is not None or staff is None or revenue is None:
        return {}
    return {"size": size_of(staff, revenue)}


def _doubts(earlier: Firm, later: Firm) -> tuple[Doubt, ...]:
    answered = set(later.told) | {doubt.field for doubt in later.doubts}
    return (*(d for d in earlier.doubts if d.field not in answered), *later.doubts)
