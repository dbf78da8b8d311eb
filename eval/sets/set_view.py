"""Sets of cases as HTML: the cases with what is wrong with them, an import, two versions of one."""

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from corpus.records.clock import shown
from eval.runs.names import PERSONAS, kind_name
from eval.runs.runs_view import button
from eval.sets.draft import LABELS, CaseDraft
from eval.sets.sets import Imported, StoredCase
from matcher.panels import message, scroll_box

_MOST = 300
_HEAD = ("编号", "题型", "角色", "地区", "问题", "应引条款", "答案要点", "最后改动")


def faults(draft: CaseDraft, known: Collection[str]) -> list[str]:
    """Return in Chinese what is wrong with a case; `known` are the clauses there are."""
    gone = [f"条款 {clause} 已不存在" for clause in (*draft.gold_clauses, *draft.also_ok)
            if clause not in known]
    if draft.answerable and not draft.gold_clauses and not draft.answer_points:
        gone.append("没有应引条款和答案要点")
    return gone


def set_table(cases: Sequence[StoredCase], known: Collection[str], *, edits: bool) -> str:
    """Return the cases, each with what is wrong with it and a button to edit it when `edits`."""
    if not cases:
        return message("没有符合条件的题。")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    more = f"，只显示前 {_MOST} 题，请缩小范围" if len(cases) > _MOST else ""
    rows = [_row(case, known, edits=edits) for case in cases[:_MOST]]
    return (f'<p class="count" role="status">共 {len(cases)} 题{more}</p>'
            + scroll_box("题集里的题", f"<thead><tr>{head}</tr></thead>", rows))


def import_report(done: Imported) -> str:
    """Return what an import did, and which rows were left out and why."""
    told = (f"导入完成：新增 {done.added} 题，修改 {done.changed} 题，未变 {done.unchanged} 题，"
            f"有问题 {len(done.problems)} 行。")
    lines = "".join(f"<li>{escape(problem)}</li>" for problem in done.problems[:100])
    bad = ("<details open><summary>没有导入的行（改好后可再次导入）</summary>"
           f"<ul>{lines}</ul></details>") if lines else ""
    return f'<section class="report">{message(told)}{bad}</section>'


def conflict(mine: CaseDraft, theirs: StoredCase) -> str:
    """Return both versions of a case that two people changed, what differs first."""
    own, other = mine.row(), theirs.draft.row()
    names = dict(zip(own, LABELS.values(), strict=True))
    rows = [f'<tr><th scope="row">{names[key]}</th><td>{_shown(own[key])}</td>'
            f"<td>{_shown(other[key])}</td></tr>" for key in own if own[key] != other[key]]
    who = f"{escape(theirs.changed_by)} {shown(theirs.changed_at)[:16]}"
    head = ('<thead><tr><th></th><th scope="col">您的</th>'
            f'<th scope="col">{who} 的</th></tr></thead>')
    return (message(f"{theirs.changed_by} 在您修改时已改动这道题，您的修改还没有保存，"
                    "仍在下面的表单里。请对照后选择。", bad=True)
            + scroll_box("两个版本", head, rows))


def _row(case: StoredCase, known: Collection[str], *, edits: bool) -> str:
    draft, wrong = case.draft, faults(case.draft, known)
    edit = "<br>" + button("edit", case.id, "修改", f"修改 {draft.label}") if edits else ""
    flag = (f'<br><span class="badge open">题目有误</span> <span class="hint">'
            f"{escape('；'.join(wrong))}</span>") if wrong else ""
    gold = "<br>".join(map(escape, draft.gold_clauses)) if draft.answerable else "（应拒答）"
    turns = f'<br><span class="hint">前有 {len(draft.history)} 句</span>' if draft.history else ""
    return (f'<tr><th scope="row">{escape(draft.label)}{edit}</th>'
            f"<td>{escape(kind_name(draft.type))}</td>"
            f"<td>{escape(PERSONAS.get(draft.persona, draft.persona))}</td>"
            f'<td>{escape(draft.region or "未选")}</td><td class="ev-wide">{escape(draft.question)}'
            f"{turns}{flag}</td><td>{gold}</td><td>{escape('；'.join(draft.answer_points))}</td>"
            f"<td>{_changed(case)}</td></tr>")


def _changed(case: StoredCase) -> str:
    """Return who changed a case, and when; those of a built-in set have no id."""
    if not case.id:
        return "随程序提供"
    return (f'{escape(case.changed_by)}<br><span class="hint">{shown(case.changed_at)[:16]}</span>')


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "<br>".join(escape(str(v.get("content", v) if isinstance(v, dict) else v))
                           for v in value)
    return escape(str(value or ""))
