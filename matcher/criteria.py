"""One condition of a product against one firm: 满足, 不满足 or 待确认.

Unknown is never taken for met, nor for failed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus.product import Criterion
from matcher.reading.figures import bank_of
from matcher.reading.known import Firm
from matcher.reading.trades import belongs

# Certificates of one thing each: a firm that names one of them does not mean the others.
_EXCLUSIVE = frozenset({"首台套认定", "首版次软件认定", "新材料首批次"})
_IMPLIED = {"小巨人": ("专精特新",), "高新技术企业": ("科技型企业",),
            "科技型中小企业": ("科技型企业",)}
# Certificates of what a firm makes: one that says it makes none of it cannot hold them.
_MADE = {"新材料首批次": "新材料", "首版次软件认定": "软件"}
# What money is spent on: of a firm that names some of these, the others are not its purpose.
_USES = frozenset({"流动资金", "采购原料", "设备购置", "技术改造", "扩产建设", "并购重组", "研发",
                   "续贷转贷", "绿色转型"})
ANSWER = "answer"  # the field of what a firm answered, by question


class Verdict(StrEnum):
    """Three-valued, as printed."""

    MET = "满足"
    FAILED = "不满足"
    UNKNOWN = "待确认"


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its verdict on one firm."""

    criterion: Criterion
    verdict: Verdict

    @property
    def why(self) -> str:
        """What the criterion demands, as a reason: 最长12个月, or the words of its source."""
        limit, quote = self.criterion.number, f"不符合“{self.criterion.quote}”"
        pattern = _DEMANDS.get((self.criterion.field, self.criterion.operator))
        if limit is None or pattern is None:
            return quote
        return pattern.format(limit) if not self.criterion.quote else (
            f"{pattern.format(limit)}（“{self.criterion.quote}”）")


_DEMANDS = {
    ("term", "max"): "最长{:g}个月", ("term", "min"): "最短{:g}个月",
    ("years", "min"): "经营须满{:g}年", ("liability", "max"): "资产负债率不超过{:g}%"}


def judge(criterion: Criterion, firm: Firm) -> Judged:
    """Return the verdict on `criterion` for `firm`; a yes or no to its question settles it."""
    answer = firm.has(ANSWER, criterion.question)
    if answer is not None:
        return Judged(criterion, _verdict(answer))
    judged = _JUDGES.get(criterion.field)
    if judged:
        return Judged(criterion, judged(criterion, firm))
    return Judged(criterion, _verdict(firm.any_of(criterion.field, criterion.values)))


def _verdict(answer: bool | None) -> Verdict:
    return {True: Verdict.MET, False: Verdict.FAILED, None: Verdict.UNKNOWN}[answer]


def _amount(criterion: Criterion, firm: Firm) -> Verdict:
    if criterion.currency != firm.currency:
        return Verdict.UNKNOWN
    return _limit(criterion, firm.amount_wan)


def _limit(criterion: Criterion, value: float | None) -> Verdict:
    limit = criterion.number
    if value is None or limit is None:
        return Verdict.UNKNOWN
    return _verdict(value <= limit if criterion.operator == "max" else value >= limit)


def _years(criterion: Criterion, firm: Firm) -> Verdict:
    """Return the verdict; open at the limit where only the year of the founding is told."""
    if firm.founded is not None and firm.years == criterion.number:
        return Verdict.UNKNOWN
    return _limit(criterion, firm.years)


def _size(criterion: Criterion, firm: Firm) -> Verdict:
    if firm.size is None:
        return Verdict.UNKNOWN
    small = firm.is_small and any(value in ("小型", "微型") for value in criterion.values)
    return _verdict(bool(small) or any(value in firm.size for value in criterion.values))


def _qualification(criterion: Criterion, firm: Firm) -> Verdict:
    held = {value for field, value in firm.known if field == "qualification"}
    held |= {more for value in held for more in _IMPLIED.get(value, ())}
    wanted = set(criterion.values)
    if wanted & held:
        return Verdict.MET
    if wanted <= _EXCLUSIVE and held & _EXCLUSIVE:
        return Verdict.FAILED
    if all(value in _MADE and _MADE[value] in firm.other_trades for value in wanted):
        return Verdict.FAILED
    return _verdict(firm.any_of("qualification", criterion.values))


def _industry(criterion: Criterion, firm: Firm) -> Verdict:
    """Return the verdict; a list that its source leaves open (等) rules no firm out."""
    found = [belongs(v, firm.industry, firm.trades, firm.other_trades) for v in criterion.values]
    if True in found:
        return Verdict.MET
    closed = found and all(answer is False for answer in found)
    return Verdict.FAILED if closed and not _open(criterion) else Verdict.UNKNOWN


def _open(criterion: Criterion) -> bool:
    """Whether the quote goes on after its list: 新材料、蚕桑等重点产业链, 或其他合理的费用."""
    return bool(re.search(r"[一-鿿]等(?!级|额|值)|其他", criterion.quote))


def _purpose(criterion: Criterion, firm: Firm) -> Verdict:
    """Return the verdict; not met only where the money is said to be for something else."""
    if set(criterion.values) & set(firm.needs):
        return Verdict.MET
    stated = set(firm.needs) & _USES if firm.purpose_told else set()
    certain = stated and set(criterion.values) <= _USES and not _open(criterion)
    return Verdict.FAILED if certain else Verdict.UNKNOWN


def _tax(criterion: Criterion, firm: Firm) -> Verdict:
    grades = {match[0] for value in criterion.values if (match := re.match("[ABCDM]", value))}
    if firm.tax_grade is None or not grades:
        return Verdict.UNKNOWN
    return _verdict(firm.tax_grade in grades)


def _account(criterion: Criterion, firm: Firm) -> Verdict:
    return _verdict(firm.any_of("account", [bank_of(v) or v for v in criterion.values]))


_JUDGES: dict[str, Callable[[Criterion, Firm], Verdict]] = {
    "amount": _amount, "size": _size, "qualification": _qualification, "industry": _industry,
    "purpose": _purpose, "years": _years, "tax": _tax, "account": _account,
    "term": lambda c, f: _limit(c, f.term_months),
    "liability": lambda c, f: _limit(c, f.liability_pct)}
