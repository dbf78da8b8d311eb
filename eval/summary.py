"""Means over the scored cases of a run, over all of them and by a column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean, median
from typing import Any

from eval.runs.error_class import ErrorClass

Row = dict[str, Any]
Figures = dict[str, float]
MEANS = ("R@1", "R@3", "R@5", "R@10", "MRR@10", "nDCG@10", "citation recall",
         "citation precision", "points", "early points")


def summary(rows: Sequence[Row]) -> Figures:
    """Return the figures over `rows`, answer points by type among them.

    Cases that are wrong themselves (题目有误) are counted and left out of all else.
    """
    good = [row for row in rows if row["class"] != ErrorClass.BAD_CASE]
    figures = group_figures(good)
    figures["loose numbers"] = float(sum(len(row["loose"]) for row in good))
    figures["bad quotes"] = float(sum(row["bad quotes"] for row in good))
    figures["citations"] = float(sum(len(row["citations"]) for row in good))
    figures["median length"] = float(median(
        [row["length"] for row in good if row["answerable"]] or [0]))
    figures["failed"] = float(sum(row["failed"] is not None for row in good))
    figures["bad cases"] = float(len(rows) - len(good))
    times = sorted(row["ms"] for row in good) or [0.0]
    figures["p50 ms"], figures["p95 ms"] = median(times), times[int(len(times) * 0.95)]
    for kind in sorted({row["type"] for row in good if "points" in row}):
        figures[f"points {kind}"] = _mean(
            row["points"] for row in good if row["type"] == kind and "points" in row)
    return figures


def group_figures(rows: Sequence[Row]) -> Figures:
    """Return the means and the shares refused over `rows`; nan where there is nothing to count."""
    figures = {key: _mean(row[key] for row in rows if key in row) for key in MEANS}
    for name, kind in (("refused of unanswerable", False), ("refused of answerable", True)):
        figures[name] = _mean(row["refused"] for row in rows if row["answerable"] is kind)
    return figures


def by_column(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    """Return the good rows by their value in `column` (type, region, persona), in order."""
    good = [row for row in rows if row["class"] != ErrorClass.BAD_CASE]
    return {value: [row for row in good if row[column] == value]
            for value in sorted({row[column] for row in good})}


def class_counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many cases each class has, in the order of the rules, those without too."""
    counts = Counter(row["class"] for row in rows)
    return {name.value: counts[name.value] for name in ErrorClass}


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return float(mean(found)) if found else float("nan")
