"""Runs as HTML: how far those at work are, and the list of all of them."""

from collections.abc import Sequence
from html import escape

from corpus.records.clock import shown
from eval.runs.names import FIGURES, number
from eval.runs.runs import ACTIVE, RESUMABLE, Run, State
from eval.statistics.bars import bar
from matcher.panels import message, scroll_box

ACTED = """element.addEventListener('click', event => {
  const button = event.target.closest('button[data-id]');
  if (button) trigger('click', {id: button.dataset.id});
});"""
_LISTED = ("R@5", "citation recall", "points", "refused of unanswerable")


def button(act: str, target: str, words: str, label: str = "") -> str:
    """Return a button whose click says `act:target`."""
    told = f' aria-label="{escape(label)}"' if label else ""
    return (f'<button type="button" data-id="{act}:{escape(target)}"{told}>'
            f"{escape(words)}</button>")


def progress_view(active: Sequence[Run]) -> str:
    """Return the runs that work or wait, each with its bar."""
    return "".join(_progress(run, first=number == 0) for number, run in enumerate(active))


def runs_table(runs: Sequence[Run]) -> str:
    """Return the runs, newest first, with their main figures and what can be done."""
    if not runs:
        return message("还没有运行过评测。选一个题集，点“开始评测”。")
    head = "".join(f'<th scope="col">{name}</th>' for name in (
        "题集", "时间", "状态", "题数", *(FIGURES[key].split(" R@")[0] for key in _LISTED), "谁"))
    return scroll_box("评测记录", f"<thead><tr>{head}</tr></thead>", [_row(run) for run in runs])


def run_name(run: Run) -> str:
    """Return how a run is named in a choice."""
    return f"{shown(run.created_at)[:16]} {run.set_name}（{run.done} 题，{run.state}）"


def _progress(run: Run, *, first: bool) -> str:
    judging = run.judging and run.done == run.total
    done, what = (run.judged, "模型评判") if judging else (run.done, "答题")
    told = f"{what} {done} / {run.total}{'，正在停止' if run.stopping else ''}"
    if run.state is State.QUEUED:
        told = "正在准备" if first else "排队中，前一次评测结束后开始"
    return (f'<div class="ev-progress"><p>{escape(run.set_name)}：{told}'
            f"（{escape(run.started_by)}）</p>"
            f'<div role="progressbar" aria-label="{escape(run.set_name)}" aria-valuemin="0" '
            f'aria-valuemax="{run.total}" aria-valuenow="{done}">'
            f"{bar(done, run.total)}</div></div>")


def _row(run: Run) -> str:
    when = shown(run.created_at)[:16]
    acts = button("open", run.id, "查看", f"查看 {run.set_name} {when}") if run.done else ""
    done = f"{run.total}" if run.state in ACTIVE else f"{run.done} / {run.total}"
    if run.state in ACTIVE:
        acts = button("stop", run.id, "停止", f"停止 {run.set_name} {when}")
    if run.state in RESUMABLE:
        acts += " " + button("resume", run.id, "接着运行", f"接着运行 {run.set_name} {when}")
    note = f'<br><span class="hint">{escape(run.note)}</span>' if run.note else ""
    figures = {} if run.state in ACTIVE else run.figures or {}
    cells = "".join(f'<td class="ev-num">{number(figures.get(key))}</td>' for key in _LISTED)
    return (f'<tr><th scope="row">{escape(run.set_name)}<br>{acts}</th><td>{when}</td>'
            f"<td>{run.state}{note}</td><td>{done}</td>{cells}"
            f"<td>{escape(run.started_by)}</td></tr>")
