"""The figures of a run as HTML: all of them, by group, over time, by class, and a model's marks."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from corpus.records.clock import shown
from eval.runs.error_class import EXPLAINED, ErrorClass
from eval.runs.judged import MEASURES, judged_figures
from eval.runs.names import PERSONAS, SHARES, figure_name, kind_name, number
from eval.runs.runs import Run
from eval.runs.versions import LABELS
from eval.statistics.bars import bar, bars, line
from eval.summary import Figures, by_column, class_counts, group_figures, summary
from matcher.panels import scroll_box

Row = dict[str, Any]
_GROUPED = ("R@5", "MRR@10", "citation recall", "citation precision", "points",
            "refused of unanswerable", "refused of answerable")
_TRENDS = ("R@5", "citation recall", "points")
_COLUMNS = (("type", "按题型"), ("region", "按地区"), ("persona", "按角色"))


def run_view(run: Run, rows: Sequence[Row], earlier: Sequence[Run]) -> str:
    """Return all figures of a run; `earlier` are the ended runs of its set, oldest first."""
    if not rows:
        return '<p class="hint">还没有做完的题。</p>'
    figures = summary(rows)
    passed = sum(row["class"] == ErrorClass.PASSED for row in rows)
    head = (f'<p class="count">{escape(run.state)}：做完 {len(rows)} / {run.total} 题，'
            f"通过 {passed} 题。{escape(run.started_by)} {shown(run.created_at)[:16]}</p>")
    parts = [head, _all(figures), _classes(rows), *(
        _group(rows, column, label) for column, label in _COLUMNS),
        _trend(earlier), judged_view(rows), versions_view(run.versions)]
    return f'<section class="ev-run">{"".join(parts)}</section>'


def judged_view(rows: Sequence[Row]) -> str:
    """Return what a model thinks of the answers, apart from all else; "" when none was asked."""
    if not any(row.get("judged") for row in rows):
        return ""
    told = "".join(
        f'<tr><th scope="row">{MEASURES[key]}</th><td class="ev-num">'
        f"{number(mean) if mean is not None else '未取得'}</td>"
        f"<td>取得 {had} 题，未取得 {asked - had} 题</td></tr>"
        for key, (mean, had, asked) in judged_figures(rows).items())
    return ('<section class="ev-judged"><h4>语言模型的评判</h4><p class="hint">由模型给出，'
            "不能保证重现，也不计入上面的指标。</p>"
            f"{scroll_box('语言模型的评判', '', [told])}</section>")


def versions_view(versions: Mapping[str, str] | None) -> str:
    """Return what a run rests on; equal versions mean equal figures."""
    known = versions or {}
    told = "".join(f"<li>{label}：<code>{escape(known.get(key) or '无')}</code></li>"
                   for key, label in LABELS.items())
    return ('<details><summary>版本</summary><p class="hint">版本全部相同的两次运行，指标也相同'
            f"（用时和语言模型写的内容除外）。</p><ul>{told}</ul></details>")


def _all(figures: Figures) -> str:
    shares = [(figure_name(key), figures[key]) for key in SHARES]
    others = "".join(
        f'<tr><th scope="row">{escape(figure_name(key))}</th>'
        f'<td class="ev-num">{number(value, key)}</td></tr>'
        for key, value in figures.items() if key not in SHARES and not key.startswith("points "))
    return ('<div class="ev-two">' + bars("指标（0 到 1）", shares)
            + f'<table class="ev-bars"><caption>计数和用时</caption><tbody>{others}</tbody></table>'
            "</div>")


def _classes(rows: Sequence[Row]) -> str:
    counts = class_counts(rows)
    most = max(counts.values())
    told = "".join(
        f'<tr><th scope="row">{name}</th><td class="ev-bar">{bar(counts[name], most)}</td>'
        f'<td class="ev-num">{counts[name]}</td><td class="ev-why">{EXPLAINED[name]}</td></tr>'
        for name in ErrorClass)
    return ('<h4>对错分类</h4><table class="ev-bars ev-classes"><caption class="unseen">每类多少题'
            f"</caption><tbody>{told}</tbody></table>")


def _group(rows: Sequence[Row], column: str, label: str) -> str:
    groups = by_column(rows, column)
    if len(groups) < 2:
        return ""
    head = "".join(f'<th scope="col">{figure_name(key)}</th>' for key in _GROUPED)
    lines = []
    for value, some in groups.items():
        figures = group_figures(some)
        cells = "".join(f'<td class="ev-num">{number(figures[key])}{bar(figures[key])}</td>'
                        for key in _GROUPED)
        passed = sum(row["class"] == ErrorClass.PASSED for row in some)
        lines.append(f'<tr><th scope="row">{escape(_group_name(column, value))}</th>'
                     f'<td class="ev-num">{passed} / {len(some)}</td>{cells}</tr>')
    table = scroll_box(label, '<thead><tr><th scope="col"></th><th scope="col">通过 / 题数</th>'
                       f"{head}</tr></thead>", lines)
    return f"<details><summary>{label}</summary>{table}</details>"


def _group_name(column: str, value: str) -> str:
    if column == "type":
        return kind_name(value)
    return PERSONAS.get(value, value) if column == "persona" else value or "未选地区"


def _trend(earlier: Sequence[Run]) -> str:
    """Return the figures of the runs of one set, oldest first."""
    known = [run for run in earlier if run.figures]
    if len(known) < 2:
        return ""
    lines = "".join(line(figure_name(key), [
        (shown(run.created_at)[5:16], run.figures[key]) for run in known
        if run.figures and key in run.figures]) for key in _TRENDS)
    head = "".join(f'<th scope="col">{figure_name(key)}</th>' for key in _GROUPED)
    rows = [f'<tr><th scope="row">{shown(run.created_at)[:16]}</th>'
            + "".join(f'<td class="ev-num">{number((run.figures or {}).get(key))}</td>'
                      for key in _GROUPED) + "</tr>" for run in reversed(known)]
    table = scroll_box("历次指标", f'<thead><tr><th scope="col">时间</th>{head}</tr></thead>', rows)
    return (f'<details open><summary>这个题集历次运行</summary><div class="ev-lines">{lines}</div>'
            f"{table}</details>")
