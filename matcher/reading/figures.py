"""Figures of a firm other than money, in its own words: term, years, debts, tax grade, loans."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.reading.amounts import read_amounts, read_number
from matcher.reading.told import Told
from matcher.reading.words import cues, words

_PHRASE_ENDS = re.compile(r"[，。；,;]")
_TERMS = ("term_after_wish", "term_of_loan", "term_after_amount", "term_alone")
_AGES = ("age", "age_of_stay", "age_of_old")
_GRADES = ("grade", "grade_before")


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan not yet paid back: 万 CNY, and the bank where it was named."""

    wan: float
    bank: str | None


def read_term(text: str) -> Told[int] | None:
    """Return the term wanted, in months; of a range the longer."""
    for name in _TERMS:
        for match in _cue(name).finditer(text):
            if not _cue("before_term").search(text[: match.start("number")]):
                months = _months(match)
                if 0 < months <= 360:
                    return Told(months, match[0].strip("，。；,; "))
    return None


def _months(match: re.Match[str]) -> int:
    number = read_number(match["number"]) + (0.5 if match["half"] else 0)
    return round(number * (12 if match["unit"] == "年" else 1))


def read_years(text: str, today: date) -> tuple[Told[float] | None, int | None]:
    """Return for how many years the firm has run, and the year of its founding where that is told.

    不到三年 is taken for two and a half, 十来年 for ten.
    """
    if match := _cue("founded").search(text):
        year = _year(match["year"] or match["after"], today)
        if 1900 < year <= today.year:
            return Told(float(today.year - year), match[0]), year
    for name in _AGES:
        for match in _cue(name).finditer(text):
            number = read_number(match["number"]) + (0.5 if match["half"] else 0)
            years = number if match["unit"] == "年" else number / 12
            years -= 0.5 if match["less"] else 0
            if 0 < years < 150:
                return Told(years, match[0]), None
    if match := _cue("lately").search(text):
        year = today.year - {"去年": 1, "前年": 2, "大前年": 3}.get(match["when"], 0)
        return Told(float(today.year - year), match[0]), year
    return None, None


def _year(text: str, today: date) -> int:
    if not text.isdecimal() or len(text) > 4:
        return int("".join(str(int(read_number(char))) for char in text))
    digits = "".join(str(int(read_number(c))) for c in text)
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year <= today.year - 2000 else 1900)


def read_liability(text: str) -> Told[float] | None:
    """Return the ratio of liabilities to assets in %."""
    match = _cue("debt").search(text)
    if not match:
        return None
    if match["pct"] or match["han"]:
        value = read_number(match["pct"] or match["han"])
    else:
        more = match["more"] or match["more2"]
        tail = 0.0 if not more else 5.0 if more == "半" else read_number(more)
        value = read_number(match["tenths"] or match["tenths2"]) * 10 + tail
    return Told(value, match[0]) if 0 < value <= 1000 else None


def read_tax_grade(text: str) -> Told[str] | None:
    """Return the tax credit grade, A B M C or D; the last one stated."""
    found = [m for name in _GRADES for m in _cue(name).finditer(text)
             if not _cue("not_grade").search(
                 _PHRASE_ENDS.split(text[: m.start()])[-1][-5:] + m[0])]
    if not found:
        return None
    last = max(found, key=lambda m: m.end())
    return Told(last["grade"].upper(), last[0])


def read_loans(text: str) -> tuple[Told[Loan], ...]:
    """Return the loans that are not paid back, each with its bank where it is named."""
    found = []
    for amount in read_amounts(text):
        before = _PHRASE_ENDS.split(text[: amount.start])[-1]
        after = _PHRASE_ENDS.split(text[amount.end :])[0]
        bank = bank_of(before)
        if amount.currency == "CNY" and _is_owed(before, after, bank):
            words_ = f"{before}{text[amount.start : amount.end]}{after}"
            found.append(Told(Loan(amount.wan, bank), words_))
    return tuple(found)


def _is_owed(before: str, after: str, bank: str | None) -> bool:
    """Whether an amount between `before` and `after` is a loan that is not paid back."""
    owes, owed = _cue("owes").search(before), _cue("owed").match(after)
    lent = (owed and (bank or owes)) or (owes and (bank or "银行" in before)) or _cue(
        "balance").search(before)
    return bool(lent) and not (_cue("wish").search(before) or _cue("paid").search(before + after))


@lru_cache(maxsize=256)
def bank_of(text: str) -> str | None:
    """Return the bank that `text` names, by its usual name."""
    return next((name for name, pattern in words()["bank"].items() if pattern.search(text)), None)


def _cue(name: str) -> re.Pattern[str]:
    return cues()["figures"][name]
