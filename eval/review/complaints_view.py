"""Complaints as HTML: the list, and one with what was found of it."""

from collections.abc import Sequence
from html import escape

from corpus.records.clock import shown
from eval.review.complaints import Complaint, Triage
from matcher.panels import message, scroll_box

_HEAD = ("编号", "状态", "问题", "原因", "补充说明", "时间", "处理")


def complaints_table(complaints: Sequence[Complaint], *, more: bool = False) -> str:
    """Return the list with a button to open each; `more` when there are others."""
    if not complaints:
        return message("没有符合条件的投诉。")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    count = f"共 {len(complaints)} 条" if not more else f"只显示最新的 {len(complaints)} 条"
    return (f'<p class="count" role="status">{count}</p>'
            + scroll_box("投诉", f"<thead><tr>{head}</tr></thead>", [*map(_row, complaints)]))


def _row(one: Complaint) -> str:
    button = (f'<button type="button" data-id="{escape(str(one.key))}" '
              f'aria-label="查看投诉 {one.key.short}">{one.key.short}</button>')
    found = one.triage.verdict if one.triage else ""
    case = "（已转用例）" if one.triage and one.triage.case_id else ""
    cells = (one.question, one.reason or "没有选", one.words, shown(one.at)[:16], f"{found}{case}")
    said = "".join(f'<td{" class=wide" if len(cell) > 8 else ""}>{escape(cell)}</td>'
                   for cell in cells)
    return f'<tr><th scope="row">{button}</th><td>{badge(one)}</td>{said}</tr>'


def badge(one: Complaint) -> str:
    """Return the state of a complaint as a label."""
    kind, word = ("open", "待处理") if one.open else ("granted", "已处理")
    return f'<span class="badge {kind}">{word}</span>'


def complaint_head(one: Complaint, case: str) -> str:
    """Return what the asker said and what staff found; `case` says where the case made of it is."""
    words = f"：{escape(one.words)}" if one.words else ""
    newer = "（处理之后又改过）" if one.newer else ""
    return (f'<h3>投诉 {one.key.short} {badge(one)}</h3><p><b>{escape(one.reason or "没有选原因")}'
            f'</b>{words} <span class="hint">{shown(one.at)[:16]}{newer}</span></p>'
            f"{_found(one.triage, case) if one.triage else ''}")


def _found(triage: Triage, case: str) -> str:
    state = "曾处理为" if triage.open and triage.verdict else "处理为"
    note = f"：{triage.note}" if triage.note else ""
    by = f"{triage.who}，{shown(triage.at)[:16]}"
    parts = []
    if triage.verdict:
        parts.append(f"<p>{state}<b>{escape(triage.verdict)}</b>{escape(note)} "
                     f'<span class="hint">{escape(by)}</span></p>')
    if case:
        parts.append(f'<p class="case">{escape(case)}</p>')
    return "".join(parts)
