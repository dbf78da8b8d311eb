"""Where heilongjiang-2023#（十六） sends a blocked firm of Heilongjiang: an institution class."""

from corpus.regions import Region
from matcher.reading.known import Firm

GUARANTEE = "融资担保机构"
CONCERNED = "具体涉及的银行机构"
LOCAL_BANKS = "法人银行机构"
CREDIT_BANKS = "信用贷款开发能力较强的银行机构"
MECHANISM = "heilongjiang-2023#（十六）"  # the clause, whose instrument a routed firm is offered
_PROVINCE = "23"  # GB/T 2260 code of Heilongjiang


def in_province(region: Region | None) -> bool:
    """Whether the clause applies in `region`."""
    return region is not None and region.code.startswith(_PROVINCE)


def route(firm: Firm) -> str | None:
    """Return the class of institution the clause sends `firm` to, None when nothing blocks it."""
    if not in_province(firm.region):
        return None
    if has_trouble(firm):
        return CONCERNED
    if firm.has("credit", "额度已满"):
        return LOCAL_BANKS
    if needs_guarantee(firm):
        return GUARANTEE if firm.is_small else None
    if firm.has("credit", "轻资产") and not unfit_for_credit(firm):
        return CREDIT_BANKS
    return CREDIT_BANKS if without_collateral(firm) and not unfit_for_credit(firm) else None


def has_trouble(firm: Firm) -> bool:
    """Whether lawsuits or a bad record block the firm."""
    return bool(firm.has("credit", "涉诉") or firm.has("credit", "不良"))


def needs_guarantee(firm: Firm) -> bool:
    """Whether the firm has neither collateral nor the credit for a loan without."""
    return unfit_for_credit(firm) and not any(field == "collateral" for field, _ in firm.known)


def unfit_for_credit(firm: Firm) -> bool:
    """Whether a loan on credit was refused."""
    return bool(firm.has("credit", "信用贷不符"))


def without_collateral(firm: Firm) -> bool:
    """Whether the firm said that it has nothing to pledge, and holds no other security."""
    held = any(field == "collateral" for field, _ in firm.known)
    return not held and firm.any_of("collateral", ("厂房", "设备")) is False
