"""A run's figures and worst cases as JSON, Markdown and HTML, compared with the run before."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Figures = dict[str, float]
_WORST = 20
_HEAD = ("题号", "类型", "问题", "应引", "实引", "拒答", "缺的要点")
_STYLE = ("body{font:15px/1.7 sans-serif;max-width:72rem;margin:1rem auto;padding:0 1rem}"
          "table{border-collapse:collapse}td,th{border:1px solid #ccd;padding:.3rem .6rem;"
          "text-align:left;vertical-align:top}.worse{color:#b00020}.better{color:#0a6b2d}")
_LESS_IS_BETTER = {"refused of answerable", "loose numbers", "bad quotes", "failed", "bad cases",
                   "p50 ms", "p95 ms"}


def write_report(name: str, figures: Figures, rows: Sequence[Row], folder: Path) -> str:
    """Write `<name>.json`, `.md` and `.html` into `folder`; return the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _figures_before(folder / f"{name}.json")
    text = markdown(name, figures, rows, before)
    data = {"figures": figures, "before": before, "rows": list(rows)}
    (folder / f"{name}.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / f"{name}.html").write_text(page(name, figures, rows, before), encoding="utf-8")
    return text


def markdown(name: str, figures: Figures, rows: Sequence[Row], before: Figures) -> str:
    """Return the report as Markdown."""
    lines = [f"# 评测报告：{name}（{len(rows)} 题）", "", "| 指标 | 本次 | 上次 | 变化 |",
             "|---|---|---|---|"]
    lines += [f"| {' | '.join(cells)} |" for cells in _figure_rows(figures, before)]
    lines += ["", "## 最差的题", "", f"| {' | '.join(_HEAD)} |", "|---" * len(_HEAD) + "|"]
    lines += [f"| {' | '.join(_cells(row))} |".replace("\n", " ") for row in worst(rows)]
    return "\n".join(lines) + "\n"


def page(name: str, figures: Figures, rows: Sequence[Row], before: Figures) -> str:
    """Return the report as an HTML page that stands alone."""
    head = "".join(f"<th>{cell}</th>" for cell in ("指标", "本次", "上次", "变化"))
    body = "".join(
        f'<tr class="{_trend(key, figures, before)}">'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for key, cells in zip(figures, _figure_rows(figures, before), strict=True))
    cases = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in _cells(row)) + "</tr>"
                    for row in worst(rows))
    return (f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(name)}</title>'
            f"<style>{_STYLE}</style><h1>评测报告：{escape(name)}（{len(rows)} 题）</h1>"
            f"<table><tr>{head}</tr>{body}</table><h2>最差的题</h2>"
            f"<table><tr>{''.join(f'<th>{c}</th>' for c in _HEAD)}</tr>{cases}</table></html>")


def worst(rows: Sequence[Row]) -> list[Row]:
    """Return the cases that went wrong, those that told least first."""
    wrong = [row for row in rows if row["refused"] is row["answerable"]
             or row.get("citation recall", 1.0) < 1 or row.get("points", 1.0) < 1]
    wrong.sort(key=lambda row: row.get("points", 0.0) + row.get("citation recall", 0.0))
    return wrong[:_WORST]


def _figure_rows(figures: Figures, before: Figures) -> list[list[str]]:
    rows = []
    for key, value in figures.items():
        known = key in before
        rows.append([key, f"{value:.3f}", f"{before[key]:.3f}" if known else "—",
                     f"{value - before[key]:+.3f}" if known else "—"])
    return rows


def _trend(key: str, figures: Figures, before: Figures) -> str:
    change = round(figures[key] - before.get(key, figures[key]), 3)
    if key in _LESS_IS_BETTER:
        change = -change
    return "better" if change > 0 else "worse" if change < 0 else ""


def _cells(row: Row) -> list[str]:
    return [row["id"], row["type"], row["question"][:60], "、".join(row["gold"]) or "（应拒答）",
            "、".join(row["cited"]), "是" if row["refused"] else "否", "、".join(row["missed"])]


def _figures_before(path: Path) -> Figures:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): float(value) for key, value in data["figures"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
