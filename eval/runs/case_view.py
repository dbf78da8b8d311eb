"""Scored cases as HTML: a list of them, and one with its answer and clauses side by side."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.runs.error_class import EXPLAINED, ErrorClass, case_faults
from eval.runs.judged import MEASURES
from eval.runs.names import PERSONAS, kind_name, number
from eval.runs.runs_view import button
from eval.sets.draft import LABELS
from matcher.panels import message, scroll_box

Row = dict[str, Any]
Texts = Mapping[str, str]  # clause id → its text
_MOST = 300
_OPEN = 3  # clauses found whose text is open at once
ALL = "全部"


def filtered(rows: Sequence[Row], *, kind: str = ALL, klass: str = ALL,
             words: str = "") -> list[Row]:
    """Return the rows of one class and one kind whose id, question or answer holds `words`."""
    return [row for row in rows if kind in (ALL, row["type"]) and klass in (ALL, row["class"])
            and (not words or any(words in row[name] for name in ("id", "question", "answer")))]


def cases_table(rows: Sequence[Row]) -> str:
    """Return scored cases with their class, each with a button to open it."""
    if not rows:
        return message("没有符合条件的题。")
    head = "".join(f'<th scope="col">{name}</th>' for name in (
        "编号", "对错", "题型", "问题", "引用召回", "要点"))
    lines = [_line(row) for row in rows[:_MOST]]
    more = f"，只显示前 {_MOST} 题" if len(rows) > _MOST else ""
    return (f'<p class="count" role="status">共 {len(rows)} 题{more}</p>'
            + scroll_box("题目", f"<thead><tr>{head}</tr></thead>", lines))


def case_view(row: Row, texts: Texts) -> str:
    """Return one scored case: question, class and why, answer, gold and found clauses."""
    asked = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in (
            (LABELS["region"], row["region"] or "未选"), (LABELS["type"], kind_name(row["type"])),
            (LABELS["persona"], PERSONAS.get(row["persona"], row["persona"])),
            ("之前的对话", " / ".join(row["history"])),
            ("系统认定的地区", row["place"] or "无"), ("拒答", _refused(row)),
            ("答案要点", "；".join(row["wanted"]) or "无"),
            ("漏掉的要点", "；".join(row["missed"])),
            ("无依据的数字", "、".join(row["loose"])), ("出错", row["failed"] or ""),
            ("题目的问题", "；".join(case_faults(row))), ("模型评判", _judged(row))) if value)
    found = "".join(_clause(clause, texts, _mark(clause, row, rank), opened=rank <= _OPEN)
                    for rank, clause in enumerate(row["hits"], 1))
    wanted = "".join(_clause(
        clause, texts, f"{kind}，{'已引用' if clause in row['cited'] else '没有引用'}", opened=True)
        for kind, clauses in (("应引", row["gold"]), ("也可引", row["also_ok"]))
        for clause in clauses)
    return (
        f'<article class="ev-case"><h4>{escape(row["id"])} {badge(row["class"])}</h4>'
        f'<p class="hint">{EXPLAINED[ErrorClass(row["class"])]}</p>'
        f'<p class="ev-question">{escape(row["question"])}</p><dl class="facts">{asked}</dl>'
        f'<h5>答案</h5><div class="ev-answer">{plain(row["answer"])}</div>{_quotes(row)}'
        f'<div class="ev-two"><section><h5>应引和也可引的条款</h5>{wanted or "<p>（应拒答）</p>"}'
        f"</section><section><h5>检索到的条款</h5>{found or '<p>没有</p>'}</section></div>"
        "</article>")


def plain(answer: str) -> str:
    """Return an answer as HTML, without the marks of bold type."""
    return escape(answer.replace("**", ""))


def badge(klass: str) -> str:
    """Return a class as a badge whose words say it without colour."""
    kind = "met" if klass == ErrorClass.PASSED else "open"
    return f'<span class="badge {kind}">{escape(klass)}</span>'


def _line(row: Row) -> str:
    return (f'<tr><th scope="row">{escape(row["id"])}<br>'
            f"{button('case', str(row['seq']), '查看', '查看 ' + row['id'])}</th>"
            f"<td>{badge(row['class'])}</td><td>{escape(kind_name(row['type']))}</td>"
            f'<td class="ev-wide">{escape(row["question"])}</td>'
            f'<td class="ev-num">{number(row.get("citation recall"))}</td>'
            f'<td class="ev-num">{number(row.get("points"))}</td></tr>')


def _refused(row: Row) -> str:
    should = "应当作答" if row["answerable"] else "应当拒答"
    did = f"拒了（{row['reason'] or '未说明'}）" if row["refused"] else "作了答"
    return f"{should}，{did}"


def _judged(row: Row) -> str:
    marks = row.get("judged") or {}
    return "；".join(f"{name}：{number(marks.get(key)) if marks.get(key) is not None else '未取得'}"
                    for key, name in MEASURES.items()) if marks else ""


def _mark(clause: str, row: Row, rank: int) -> str:
    told = [f"第 {rank} 条"]
    told += ["应引"] if clause in row["gold"] else ["也可引"] if clause in row["also_ok"] else []
    return "，".join(told + (["已引用"] if clause in row["cited"] else []))


def _clause(clause: str, texts: Texts, told: str, *, opened: bool) -> str:
    text = texts.get(clause)
    body = (f"<blockquote>{escape(text)}</blockquote>" if text is not None
            else '<p class="told bad">这个条款已不存在，请修改题目。</p>')
    return (f"<details{' open' if opened or text is None else ''}><summary>{escape(clause)}"
            f'<span class="hint">（{told}）</span></summary>{body}</details>')


def _quotes(row: Row) -> str:
    told = "".join(f"<li>{escape(c['clause'])}：{escape(c['quote'])}</li>"
                   for c in row["citations"])
    return f"<details><summary>引文 {len(row['citations'])} 处</summary><ol>{told}</ol></details>"
