"""Run a question set through the assistant and write a report.

`python app.py eval [SET.jsonl]` writes data/reports/<set>.json, .md and .html.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from chat.assistant import Assistant
from chat.wire import Wire
from corpus.errors import MissingFile
from eval.cases import BUILT_IN, Case, load_cases
from eval.matching import evaluate_matches, is_match_set
from eval.metrics import (
    citation_precision,
    loose_numbers,
    missed_points,
    ndcg,
    recall_at,
    reciprocal_rank,
)
from eval.profiles import evaluate_profiles, is_profile_set
from eval.report import write_report

Row = dict[str, Any]
_EARLY = 400  # characters of an answer that a reader sees first
_MEANS = ("R@1", "R@5", "MRR@10", "nDCG@10", "citation recall", "citation precision", "points",
          "early points")


def evaluate(assistant: Assistant, path: Path | None, folder: Path) -> str:
    """Score the set in `path` (the built-in one by default); return the report in Chinese."""
    path = path or BUILT_IN
    wire = Wire(assistant)
    if not path.is_file():
        raise MissingFile(str(path))
    if is_match_set(path):
        return evaluate_matches(wire, path, folder)
    if is_profile_set(path):
        gazetteer = assistant.understanding.mentions.gazetteer
        return evaluate_profiles(gazetteer, path, folder)
    rows = [score(case, wire) for case in load_cases(path)]
    return write_report(path.stem, summary(rows), rows, folder)


def score(case: Case, wire: Wire) -> Row:
    """Return the figures of one case: its ranking and its answer."""
    hits = [hit["clause"] for hit in wire.search(case.request, k=10)["hits"]]
    answer = wire.ask(case.request)
    cited = [citation["clause"] for citation in answer["citations"]]
    support = case.request["question"] + json.dumps(
        [case.request["history"], answer["citations"]], ensure_ascii=False)
    missed = missed_points(answer["answer"], case.points)
    row: Row = {
        "id": case.id, "type": case.type, "question": case.request["question"],
        "answerable": case.answerable, "refused": answer["refused"], "cited": cited,
        "gold": sorted(case.gold), "ms": answer["ms"], "missed": missed,
        "loose": sorted(loose_numbers(answer["answer"], support))}
    if case.answerable and case.gold:
        row |= {"R@1": recall_at(hits, case.gold, 1), "R@5": recall_at(hits, case.gold, 5),
                "MRR@10": reciprocal_rank(hits, case.gold), "nDCG@10": ndcg(hits, case.gold),
                "citation recall": recall_at(cited, case.gold, len(cited)),
                "citation precision": citation_precision(cited, case.gold | case.also_ok)}
    if case.answerable and case.points:
        early = missed_points(answer["answer"][:_EARLY], case.points)
        row |= {"points": 1 - len(missed) / len(case.points),
                "early points": 1 - len(early) / len(case.points)}
    return row


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the means over `rows`, answer points by type among them."""
    figures = {key: _mean(row[key] for row in rows if key in row) for key in _MEANS}
    for name, kind in (("refused of unanswerable", False), ("refused of answerable", True)):
        figures[name] = _mean(row["refused"] for row in rows if row["answerable"] is kind)
    figures["loose numbers"] = float(sum(len(row["loose"]) for row in rows))
    times = sorted(row["ms"] for row in rows)
    figures["p50 ms"], figures["p95 ms"] = median(times), times[int(len(times) * 0.95)]
    for kind in sorted({row["type"] for row in rows if "points" in row}):
        figures[f"points {kind}"] = _mean(
            row["points"] for row in rows if row["type"] == kind and "points" in row)
    return figures


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return mean(found) if found else float("nan")
