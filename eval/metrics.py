"""Metrics of one ranking or one answer; means are taken by `eval.run`.

Citation recall and precision after ALCE (Gao et al., 2023), with exact clause ids in place of an
entailment model.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Sequence

_RULE = re.compile(r"^\s*-{3,}\s*$", re.M)
_UNSEEN = re.compile(r"[\s*#\ufeff]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SAME = str.maketrans("“”‘’《》〈〉—", "\"\"''<><>-")


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


def citation_recall(cited: Collection[str], gold: Collection[str], *,
                    whole: bool = False) -> float:
    """Return the share of `gold` among `cited`; with `whole`, whether any document of it is."""
    if whole:
        return float(bool(documents(cited) & documents(gold)))
    return len(set(cited) & set(gold)) / len(gold)


def citation_precision(cited: Collection[str], fine: Collection[str], *,
                       whole: bool = False) -> float:
    """Return the share of cited clauses that may be cited, 0 when none is cited.

    The letterhead of a document with a fine clause may be: it says what the document is. With
    `whole`, every clause of such a document may.
    """
    near = documents(fine)
    right = [c for c in set(cited) if c in fine or (
        c.split("#")[0] in near and (whole or c.split("#")[-1] in ("文首", "文末")))]
    return len(right) / len(set(cited)) if cited else 0.0


def documents(clauses: Collection[str]) -> set[str]:
    """Return the ids of the documents that `clauses` belong to."""
    return {clause.split("#")[0] for clause in clauses}


def missed_points(answer: str, points: Sequence[str], *, first: int | None = None) -> list[str]:
    """Return those of `points` that do not stand in the `first` characters of `answer`.

    Widths, kinds of quotation marks and blanks are folded before characters are counted.
    """
    told = fold(answer)[:first]
    return [point for point in points if fold(point) not in told]


def loose_numbers(answer: str, support: str) -> set[str]:
    """Return figures of two or more characters in `answer` that `support` does not hold.

    Marks of citations ([12]) are no figures.
    """
    told = _figures(re.sub(r"\[\d+\]", "", answer))
    return {n for n in told - _figures(support) if len(n) > 1 and fold(n) not in fold(support)}


def squeeze(text: str) -> str:
    """Return `text` without blanks and marks of Markdown, so that line breaks do not matter."""
    return _UNSEEN.sub("", _RULE.sub("", text))


def fold(text: str) -> str:
    """Return `text` squeezed, with one form for all widths and kinds of quotation marks."""
    return unicodedata.normalize("NFKC", squeeze(text)).translate(_SAME).lower()


def _figures(text: str) -> set[str]:
    tidy = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    return set(re.findall(r"\d+(?:\.\d+)?[%‰万亿]?", tidy))
