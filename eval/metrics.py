"""Metrics of one ranking or one answer; means are taken by `eval.run`.

Citation recall and precision after ALCE (Gao et al., 2023), with exact clause ids in place of an
entailment model.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Sequence


def recall_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Return the share of `gold` among the first `k` of `ranked`."""
    return len(set(ranked[:k]) & set(gold)) / len(gold)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """Return 1 / the position of the first of `gold` among the first `k`, 0 when none is."""
    return next((1 / n for n, c in enumerate(ranked[:k], 1) if c in gold), 0.0)


def ndcg(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """Return the discounted gain of the first `k` over the best possible, gains being 0 or 1."""
    gain = sum(1 / math.log2(n + 1) for n, c in enumerate(ranked[:k], 1) if c in gold)
    return gain / sum(1 / math.log2(n + 1) for n in range(1, min(len(gold), k) + 1))


def citation_precision(cited: Collection[str], fine: Collection[str]) -> float:
    """Return the share of cited clauses that may be cited, 0 when none is cited."""
    return len(set(cited) & set(fine)) / len(set(cited)) if cited else 0.0


def missed_points(answer: str, points: Sequence[str]) -> list[str]:
    """Return those of `points` that do not stand in `answer`, widths and blanks folded."""
    told = _fold(answer)
    return [point for point in points if _fold(point) not in told]


def loose_numbers(answer: str, support: str) -> set[str]:
    """Return figures of two or more characters in `answer` that `support` does not hold.

    Marks of citations ([12]) are no figures.
    """
    told = unicodedata.normalize("NFKC", re.sub(r"\[\d+\]", "", answer))
    found = re.findall(r"\d+(?:\.\d+)?[%‰万亿]?", told)
    held = _fold(support)
    return {n for n in found if len(n) > 1 and _fold(n) not in held}


def _fold(text: str) -> str:
    return re.sub(r"[\s*#,]", "", unicodedata.normalize("NFKC", text)).lower()
