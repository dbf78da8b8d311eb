"""Unified social credit codes 统一社会信用代码, with their check digit (GB 32100-2015)."""

import unicodedata

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def tidy_code(text: str) -> str:
    """Return `text` in half-width capitals without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", "").split())


def code_problem(code: str) -> str | None:
    """Return what is wrong with a tidy code, in Chinese; None when it is right."""
    if len(code) != 18:
        return f"应为 18 位，现为 {len(code)} 位"
    wrong = sorted({c for c in code if c not in _DIGITS})
    if wrong:
        return f"不应有字符“{'”“'.join(wrong)}”"
    if check_digit(code[:17]) != code[17]:
        return "校验码不对，请核对"
    return None


def check_digit(body: str) -> str:
    """Return the check digit of the 17 characters before it."""
    total = sum(_DIGITS.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return _DIGITS[-total % 31]
