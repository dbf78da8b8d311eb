"""Figures of a firm other than money, in its own words: term, years, debts, tax grade, loans."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.amounts import HAN, read_amounts, read_number
from matcher.told import Told
from matcher.words import words

_N = rf"(?:\d+(?:\.\d+)?|[{HAN}]+)"
_SPAN = rf"(?P<low>{_N}(?:年|个月)?(?:到|至|-|~|～))?(?P<number>{_N})(?P<about>来|多|几)?(?P<unit>年|个月)(?P<half>半)?"
_TERMS = (
    re.compile(rf"(?:期限|贷期|期|贷|借|用|周转|还款期|分|续|授信)[^，。；\d{HAN}]{{0,5}}{_SPAN}(?!前|以前|营|销|没|了|，?了|来)"),
    re.compile(rf"{_SPAN}(?:期|内还|之内还|还清|还完|后还|以内还|的?中长期|的?贷款?|的?流贷|就还|能还|那种|的长贷|还(?=[，。；！\s]|$))"),
    re.compile(rf"[万亿](?:元|块)?(?:钱)?{_SPAN}(?:期|左右)?(?=[，。；,;\s]|大概|还|行|可|能|$)"),
    re.compile(rf"(?:^|[，。；,;、\s])(?:大概|大约|最好|就)?{_SPAN}(?:左右|就行|就够|吧|就可以)?(?=[，。；,;！!\s]|$)"),
)
_BEFORE_TERM = re.compile(r"(账期|开|干|做|经营|成立|近|最近|拖|压|欠|保质|质保|前|逾期|工期)[^，。；]{0,6}$")
_FOUNDED = re.compile(
    r"(?P<year>(?:19|20)\d\d|[零〇一二三四五六七八九]{4}|(?<!\d)(?:[01289]\d))年[^，。；\d]{0,6}?"
    r"(?:成立|注册|建厂|开业|创办|办的|开的|建的|建成|投产|开始|开厂|办厂|起家|登记|拿的?执照)"
    r"|(?:成立|注册|建厂|创办|始建|创立)(?:时间|日期)?(?:于|是|：|:)?(?:在)?(?P<after>(?:19|20)\d\d)年?")
_LATELY = re.compile(
    r"(?P<when>今年|去年|前年|大前年|刚|(?<!人)才|新)[^，。；]{0,5}?(?P<what>成立|注册(?!资)|建厂|开业|创办|开的厂|办的厂|办厂|开厂|投产)")
_AGES = (
    re.compile(rf"(?:开(?!户|票|发)|干|做|办|经营|成立|建厂|开业|投产|运营|创办|注册|厂子?刚?满|公司刚?满|企业刚?满)(?:[^，。；\d{HAN}期贷借]{{0,8}}?)"
               rf"(?P<less>快|不到|将近|不足|还没满|没满)?(?P<number>{_N})(?P<about>来|多|几)?个?(?P<unit>年|月)(?P<half>半)?(?!期|内|前|的贷)"),
    re.compile(rf"(?P<less>快|不到)?(?P<number>{_N})(?P<about>来|多|几)?(?P<unit>年)(?P<half>半)?(?:的)?(?:老厂|老企业|老店|厂龄|历史|老字号|的厂子)"),
)
_DEBT = re.compile(
    rf"(?:资产)?负债率?[^，。；\d{HAN}]{{0,7}}(?:，|：|:)?"
    rf"(?:(?P<pct>\d+(?:\.\d+)?)\s?%|百分之(?P<han>{_N})|(?P<tenths>[一二三四五六七八九\d])成(?P<more>半|[一二三四五六七八九])?)"
    rf"|(?P<tenths2>[一二三四五六七八九])成(?P<more2>半|[一二三四五六七八九])?(?:的)?(?:资产)?负债")
_GRADES = (
    re.compile(r"(?:纳税|税务|税收)(?:信用)?(?:等级|评级|级别|信用)?[^，。；A-Da-dMm]{0,5}(?P<grade>[ABCDMabcdm])(?![A-Za-z])(?:级|类|等)?"),
    re.compile(r"(?<![A-Za-z])(?P<grade>[ABCDMabcdm])\s?级(?:的)?纳税"))
_NOT_GRADE = re.compile(r"(不是|没评上|没拿到|没有?|未|以前是|原来是)")
_OWED = re.compile(r"[^，。；]{0,4}到期|没还|未还|还没还|余额|的?(?:流动资金)?贷款|没到期|贷着|要还|到期")
_OWES = re.compile(r"(还有|还欠|欠着?|贷了|借了|贷着|还剩|贷过|有|余额)[^，。；]{0,4}$")
_PAID = re.compile(r"还清|还完|结清|还上了|已经?还")


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan not yet paid back: 万 CNY, and the bank where it was named."""

    wan: float
    bank: str | None


def read_term(text: str) -> Told[int] | None:
    """Return the term wanted, in months; of a range the longer."""
    for pattern in _TERMS:
        for match in pattern.finditer(text):
            if not _BEFORE_TERM.search(text[: match.start("number")]):
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
    if match := _FOUNDED.search(text):
        year = _year(match["year"] or match["after"], today)
        if 1900 < year <= today.year:
            return Told(float(today.year - year), match[0]), year
    for pattern in _AGES:
        for match in pattern.finditer(text):
            number = read_number(match["number"]) + (0.5 if match["half"] else 0)
            years = (number if match["unit"] == "年" else number / 12) - (0.5 if match["less"] else 0)
            if 0 < years < 150:
                return Told(years, match[0]), None
    if match := _LATELY.search(text):
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
    match = _DEBT.search(text)
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
    found = [m for pattern in _GRADES for m in pattern.finditer(text)
             if not _NOT_GRADE.search(re.split("[，。；]", text[: m.start()])[-1][-5:] + m[0])]
    if not found:
        return None
    last = max(found, key=lambda m: m.end())
    return Told(last["grade"].upper(), last[0])


def read_loans(text: str) -> tuple[Told[Loan], ...]:
    """Return the loans that are not paid back, each with its bank where it is named."""
    found = []
    for amount in read_amounts(text):
        begin = max(map(text[: amount.start].rfind, "，。；,;")) + 1
        end = min((i for i in map(lambda c: text.find(c, amount.end), "，。；,;") if i >= 0),
                  default=len(text))
        before, after = text[begin : amount.start], text[amount.end : end]
        bank = bank_of(before)
        owed = (_OWED.match(after) and (bank or _OWES.search(before))) or (_OWES.search(before) and (bank or "银行" in before)) or re.search(
            r"贷款余额[^，。；]{0,3}$|银行[^，。；]{0,3}(还有|还剩|欠)[^，。；]{0,3}$", before)
        wish = re.search(r"想|要(?!还)|需|再|差|缺", before)
        if owed and not wish and not _PAID.search(before + after) and amount.currency == "CNY":
            found.append(Told(Loan(amount.wan, bank), text[begin:end]))
    return tuple(found)


@lru_cache(maxsize=256)
def bank_of(text: str) -> str | None:
    """Return the bank that `text` names, by its usual name."""
    return next((name for name, pattern in words()["bank"].items() if pattern.search(text)), None)
