"""One condition of a product against one firm: 满足, 不满足 or 待确认.

Unknown is never taken for met, nor for failed.
"""

from dataclasses import dataclass
from enum import StrEnum

from corpus.product import Criterion
from matcher.firm import Firm

# Certificates of one thing each: a firm that names one of them does not mean the others.
_EXCLUSIVE = frozenset({"首台套认定", "首版次软件认定", "新材料首批次"})
_IMPLIED = {"小巨人": ("专精特新",), "高新技术企业": ("科技型企业",),
            "科技型中小企业": ("科技型企业",)}


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


def judge(criterion: Criterion, firm: Firm) -> Judged:
    """Return the verdict on `criterion` for `firm`."""
    if criterion.field == "amount":
        return Judged(criterion, _amount(criterion, firm))
    if criterion.field == "size":
        return Judged(criterion, _size(criterion, firm))
    if criterion.field == "qualification":
        return Judged(criterion, _qualification(criterion, firm))
    return Judged(criterion, _verdict(firm.any_of(criterion.field, criterion.values)))


def _verdict(answer: bool | None) -> Verdict:
    return {True: Verdict.MET, False: Verdict.FAILED, None: Verdict.UNKNOWN}[answer]


def _amount(criterion: Criterion, firm: Firm) -> Verdict:
    limit = criterion.number
    if firm.amount_wan is None or limit is None or criterion.currency != firm.currency:
        return Verdict.UNKNOWN
    within = firm.amount_wan <= limit if criterion.operator == "max" else firm.amount_wan >= limit
    return _verdict(within)


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
    return _verdict(firm.any_of("qualification", criterion.values))
