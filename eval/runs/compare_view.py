"""Two runs side by side as HTML: what they rest on, their figures, and each case."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from eval.runs.case_view import badge, plain
from eval.runs.compare import Change, Pair
from eval.runs.names import LESS_IS_BETTER, NEUTRAL, figure_name, is_known, number
from eval.runs.runs import Run
from eval.runs.runs_view import run_name
from eval.runs.versions import differing
from eval.summary import Figures
from matcher.panels import scroll_box

_MOST = 300
_SHOWN = 1e-9


def compare_view(before: Run, after: Run, figures: tuple[Figures, Figures],
                 pairs: Sequence[Pair]) -> str:
    """Return the comparison; `figures` are those of `before` and `after`."""
    changed = differing(before.versions, after.versions)
    told = f"不同的版本：{'、'.join(changed)}。" if changed else "两次运行的版本全部相同。"
    counts = Counter(pair.change for pair in pairs)
    line = "，".join(f"{change} {counts[change]} 题" for change in Change if counts[change])
    return (f'<section class="ev-compare"><p>先：{escape(run_name(before))}<br>'
            f'后：{escape(run_name(after))}<br>{told}</p>{_figures(*figures)}'
            f'<p class="count" role="status">{line}</p>{_pairs(pairs)}</section>')


def trend(key: str, before: float | None, after: float | None) -> str:
    """Return whether a figure got better, in a word; "" where it did not change."""
    if not is_known(before) or not is_known(after) or abs(after - before) < _SHOWN:
        return ""
    if key in NEUTRAL:
        return ""
    return "变好" if (after > before) is not (key in LESS_IS_BETTER) else "变差"


def _figures(before: Figures, after: Figures) -> str:
    rows = []
    for key in after:
        old, new = before.get(key), after[key]
        change = f"{new - old:+.3f}" if is_known(old) and is_known(new) else "—"
        rows.append(f'<tr><th scope="row">{escape(figure_name(key))}</th>'
                    f'<td class="ev-num">{number(old, key)}</td>'
                    f'<td class="ev-num">{number(new, key)}</td><td class="ev-num">{change}</td>'
                    f"<td>{trend(key, old, new)}</td></tr>")
    head = "".join(f'<th scope="col">{name}</th>' for name in ("指标", "先", "后", "变化", ""))
    return scroll_box("两次运行的指标", f"<thead><tr>{head}</tr></thead>", rows)


def _pairs(pairs: Sequence[Pair]) -> str:
    shown = [pair for pair in pairs if pair.change is not Change.SAME][:_MOST]
    same = [pair for pair in pairs if pair.change is Change.SAME]
    listed = "".join(_pair(pair) for pair in shown)
    rest = "".join(_pair(pair) for pair in same[:_MOST])
    return listed + (f"<details><summary>不变的 {len(same)} 题</summary>{rest}</details>"
                     if same else "")


def _pair(pair: Pair) -> str:
    sides = "".join(
        f"<section><h5>{name} {badge(row['class'])}</h5>"
        f'<div class="ev-answer">{plain(row["answer"])}</div></section>'
        if row else f"<section><h5>{name}</h5><p>没有这道题</p></section>"
        for name, row in (("先", pair.before), ("后", pair.after)))
    question = (pair.after or pair.before or {})["question"]
    return (f'<details class="ev-pair"><summary><b>{pair.change}</b> {escape(pair.id)} '
            f'{escape(question[:60])}</summary><div class="ev-two">{sides}</div></details>')
