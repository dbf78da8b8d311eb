"""Rules that depend on an amount: pick the part of a sentence that holds for the asker's amount.

对单户担保金额500万元及以下的…不超过1%，对单户担保金额500万元以上的…不超过1.5%
"""

import re

from matcher.amounts import Amount, read_amounts

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿)元?(及以下|以下|及以上|以上)")
_PART = re.compile(r"(?<=[，；])(?=对)")


def matching_part(sentence: str, question: str) -> tuple[Amount, str] | None:
    """Return the amount in `question` and the one part of `sentence` that holds for it.

    None when the sentence has no tiers, the question no amount in yuan, or the choice is not clear.
    """
    parts = [part.strip("，；。") for part in _PART.split(sentence) if _LIMIT.search(part)]
    amounts = [amount for amount in read_amounts(question) if amount.currency == "CNY"]
    if len(parts) < 2 or len(amounts) != 1:
        return None
    holding = [part for part in parts if _holds(part, amounts[0].wan)]
    return (amounts[0], holding[0]) if len(holding) == 1 else None


def _holds(part: str, wan: float) -> bool:
    match = _LIMIT.search(part)
    if match is None:
        return False
    limit = float(match[1]) * (10_000 if match[2] == "亿" else 1)
    return {"及以下": wan <= limit, "以下": wan < limit,
            "及以上": wan >= limit, "以上": wan > limit}[match[3]]
