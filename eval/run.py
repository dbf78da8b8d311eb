"""Run a question set through the assistant and write a report.

python app.py eval [SET.jsonl]      → data/reports/<set>.json and .md
"""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from chat.assistant import Assistant
from chat.wire import Wire
from eval.cases import BUILT_IN, Case, load_cases
from eval.metrics import (
    citation_precision,
    loose_numbers,
    ndcg,
    points_told,
    recall_at,
    reciprocal_rank,
)

Row = dict[str, Any]


def evaluate(assistant: Assistant, path: Path | None, folder: Path) -> str:
    """Score the set in `path` (the built-in one by default); return the report in Chinese."""
    path = path or BUILT_IN
    wire = Wire(assistant)
    rows = [score(case, wire) for case in load_cases(path)]
    figures = summary(rows)
    folder.mkdir(parents=True, exist_ok=True)
    text = report(path.stem, figures, rows)
    (folder / f"{path.stem}.json").write_text(
        json.dumps({"figures": figures, "rows": rows}, ensure_ascii=False, indent=1),
        encoding="utf-8")
    (folder / f"{path.stem}.md").write_text(text, encoding="utf-8")
    return text


def score(case: Case, wire: Wire) -> Row:
    """Return the figures of one case: its ranking and its answer."""
    hits = [hit["clause"] for hit in wire.search(case.request, k=10)["hits"]]
    answer = wire.ask(case.request)
    cited = [c["clause"] for c in answer["citations"]]
    support = case.request["question"] + json.dumps(
        [case.request["history"], answer["citations"]], ensure_ascii=False)
    row: Row = {
        "id": case.id, "type": case.type, "question": case.request["question"],
        "answerable": case.answerable, "refused": answer["refused"], "cited": cited,
        "gold": sorted(case.gold), "ms": answer["ms"],
        "loose": sorted(loose_numbers(answer["answer"], support))}
    if case.answerable and case.gold:
        row |= {"R@1": recall_at(hits, case.gold, 1), "R@5": recall_at(hits, case.gold, 5),
                "MRR@10": reciprocal_rank(hits, case.gold), "nDCG@10": ndcg(hits, case.gold),
                "citation recall": recall_at(cited, case.gold, len(cited)),
                "citation precision": citation_precision(cited, case.gold | case.also_ok)}
    if case.answerable and case.points:
        row["points"] = points_told(answer["answer"], case.points)
        row["early points"] = points_told(answer["answer"][:400], case.points)
    return row


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the means over `rows`."""
    keys = ("R@1", "R@5", "MRR@10", "nDCG@10", "citation recall", "citation precision", "points",
            "early points")
    figures = {key: mean(row[key] for row in rows if key in row) for key in keys}
    for name, kind in (("refused of unanswerable", False), ("refused of answerable", True)):
        some = [row["refused"] for row in rows if row["answerable"] is kind]
        figures[name] = mean(some) if some else float("nan")
    figures["loose numbers"] = sum(len(row["loose"]) for row in rows)
    figures["p50 ms"] = median(row["ms"] for row in rows)
    figures["p95 ms"] = sorted(row["ms"] for row in rows)[int(len(rows) * 0.95)]
    return figures


def report(name: str, figures: dict[str, float], rows: Sequence[Row]) -> str:
    """Return the report as markdown: all figures, and the worst cases."""
    lines = [f"# 评测报告：{name}（{len(rows)} 题）", "", "| 指标 | 数值 |", "|---|---|"]
    lines += [f"| {key} | {value:.3f} |" for key, value in figures.items()]
    worst = sorted((r for r in rows if _faulty(r)), key=lambda r: r.get("points", 0.0))[:20]
    lines += ["", "## 最差的题", "", "| 题号 | 类型 | 问题 | 应引 | 实引 | 拒答 |",
              "|---|---|---|---|---|---|"]
    lines += [f"| {r['id']} | {r['type']} | {r['question'][:40]} | {'、'.join(r['gold'])} | "
              f"{'、'.join(r['cited'])} | {'是' if r['refused'] else '否'} |" for r in worst]
    return "\n".join(lines) + "\n"


def _faulty(row: Row) -> bool:
    return row["refused"] is row["answerable"] or row.get("citation recall", 1.0) < 1
