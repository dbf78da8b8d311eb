"""Rules that depend on an amount: pick the part of a sentence that holds for the asker's amount.

Such a sentence reads 对…500万元及以下的…不超过1%，对…500万元以上的…不超过1.5%。
"""

import re

from matcher.reading.amounts import Amount, read_amounts

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿)元?(及以下|以下|及以上|以上)")
_PART = re.compile(r"(?<=[，；])(?=对)")
_MATTER = re.compile(r"担保|贷款|授信|融资|投保")  # what the amount in a rule is an amount of
_ANOTHER = re.compile(r"(营收|收入|产值|卖|销售|注册|资产|订单|欠|存)[^，。；]{0,6}$")
_ABOVE = re.compile(r"(超过|大于|高于|多于)$"), re.compile(r"^元?(以上|多)")
_BELOW = re.compile(r"(不到|低于|少于|小于)$"), re.compile(r"^元?(以下|以内|之内)")
_LONGEST = 12  # characters of an amount as people write it


def matching_part(sentence: str, question: str) -> tuple[str, str] | None:
    """Return the asker's amount in his words, and the one part of `sentence` that holds for it.

    None when the sentence has no tiers, the question no single amount in yuan of the same matter,
    or the choice is not clear (1000万以下 spans both tiers).
    """
    parts = [part.strip("，；。") for part in _PART.split(sentence) if _LIMIT.search(part)]
    amounts = [amount for amount in read_amounts(question) if amount.currency == "CNY"]
    if len(parts) < 2 or len(amounts) != 1 or not _same_matter(parts[0], question, amounts[0]):
        return None
    before, after = question.split(amounts[0].words, 1)
    above = bool(_ABOVE[0].search(before) or _ABOVE[1].match(after))
    below = bool(_BELOW[0].search(before) or _BELOW[1].match(after))
    holding = [part for part in parts if _holds(part, amounts[0].wan, above=above, below=below)]
    said = f"{'超过' if above else ''}{amounts[0].words}{'以内' if below else ''}"
    return (said, holding[0]) if len(holding) == 1 else None


def _same_matter(part: str, question: str, amount: Amount) -> bool:
    """Whether the amount in `question` is of what the rule counts, and not of something else."""
    before = question.split(amount.words, 1)[0]
    wanted = set(_MATTER.findall(part[: part.find("金额")] if "金额" in part else part))
    asked = set(_MATTER.findall(question))
    return len(amount.words) <= _LONGEST and not _ANOTHER.search(before) and bool(wanted & asked)


def _holds(part: str, wan: float, *, above: bool, below: bool) -> bool:
    match = _LIMIT.search(part)
    if match is None:
        return False
    limit = float(match[1]) * (10_000 if match[2] == "亿" else 1)
    under = match[3] in ("及以下", "以下")
    if above:
        return wan < limit if under else True
    if below:
        return True if under else wan > limit
    return {"及以下": wan <= limit, "以下": wan < limit,
            "及以上": wan >= limit, "以上": wan > limit}[match[3]]
