"""Financing needs as HTML: one's own, the list of a desk, one with its history, months."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from corpus.ladder import table
from corpus.records.clock import shown
from matcher.desk.need_list import Need, Step
from matcher.desk.needs import Status
from matcher.panels import scroll_box

_KINDS = {Status.OPEN: "open", Status.CLAIMED: "claimed", Status.GRANTED: "granted",
          Status.FAILED: "failed"}


def number(need_id: str) -> str:
    """Return the number by which people speak of a need."""
    return need_id[:8].upper()


def place(code: str) -> str:
    """Return the full name of a region's code; the code where nobody knows it."""
    return table()[code].full_name if code in table() else code


def money(wan: float) -> str:
    """Return an amount in 万元, from one 亿 on in 亿元: 1,200 万元, 3.5 亿元."""
    return f"{wan / 10_000:,.10g} 亿元" if wan >= 10_000 else f"{wan:,.10g} 万元"


def badge(status: Status) -> str:
    """Return a status as a label."""
    return f'<span class="badge {_KINDS[status]}">{status.value}</span>'


def my_needs(needs: Sequence[tuple[Need, Sequence[Step]]]) -> str:
    """Return a firm's own needs, the newest first, with their history."""
    if not needs:
        return '<p class="message told" role="status">还没有提交过需求。</p>'
    return "".join(need_card(need, steps) for need, steps in needs)


def need_card(need: Need, steps: Sequence[Step]) -> str:
    """Return all of a need that its reader may know, and its history."""
    form = need.form
    rows = [("企业", form.firm), ("联系人", form.contact), ("联系电话", form.phone),
            ("地区", place(form.region)), ("行业", form.industry), ("金额", money(form.amount_wan)),
            ("期限", f"{form.term_months} 个月"), ("用途", form.purpose), ("补充说明", form.text),
            ("对接机构", need.institution or ""), ("未成原因", _reason(need))]
    told = "".join(f"<div><dt>{label}</dt><dd>{escape(text)}</dd></div>" for label, text in rows
                   if text)
    note = ('<p class="hint">联系人和电话已打码，接下需求的银行可以看到。</p>'
            if need.masked else "")
    return (f'<article class="need" aria-label="需求 {number(need.id)}"><header>'
            f"<h4>编号 {number(need.id)}</h4>{badge(need.status)}</header>"
            f'<p class="who">提交于 {shown(need.created_at)}</p><dl class="facts">{told}</dl>{note}'
            f'<h5>办理经过</h5><ol class="history">{"".join(map(_step, steps))}</ol></article>')


def needs_table(needs: Sequence[Need], *, more: bool = False) -> str:
    """Return a list of needs with a button to open each; `more` when there are others."""
    if not needs:
        return '<p class="message told" role="status">没有符合条件的需求，可以放宽筛选条件。</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in (
        "编号", "状态", "地区", "行业", "金额", "期限", "用途", "提交时间"))
    count = f"共 {len(needs)} 条" if not more else f"只显示最新的 {len(needs)} 条，请缩小范围"
    return (f'<p class="count" role="status">{count}</p>'
            + scroll_box("需求列表", f"<thead><tr>{head}</tr></thead>", [_row(n) for n in needs]))


def monthly_rows(table_: Mapping[str, Counter[Status]]) -> list[list[str]]:
    """Return the monthly table, header first: the month, a column for each status, the sum."""
    rows = [["月份", *(s.value for s in Status), "合计"]]
    for month, counts in sorted(table_.items(), reverse=True):
        rows.append([month, *(str(counts[s]) for s in Status), str(counts.total())])
    return rows


def monthly_table(table_: Mapping[str, Counter[Status]], address: str) -> str:
    """Return the monthly table with a link to its file."""
    head, *rows = monthly_rows(table_)
    if not rows:
        return '<p class="message told" role="status">还没有需求。</p>'
    cells = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = [f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{c}</td>" for c in row[1:])}</tr>'
            for row in rows]
    return (scroll_box("按月统计", f"<thead><tr>{cells}</tr></thead>", body)
            + '<p class="hint">按提交月份（北京时间）和现在的状态统计，范围为您能看到的需求。</p>'
            f'<p><a class="file" href="{escape(address)}" download>导出 xlsx</a></p>')


def _row(need: Need) -> str:
    form, name = need.form, number(need.id)
    cells = [place(form.region), form.industry, money(form.amount_wan), f"{form.term_months} 个月",
             form.purpose, shown(need.created_at)[:16]]
    said = "".join(f'<td{" class=wide" if len(cell) > 8 else ""}>{escape(cell)}</td>'
                   for cell in cells)
    button = (f'<button type="button" data-id="{escape(need.id)}" aria-label="查看需求 {name}">'
              f"{name}</button>")
    return (f'<tr><th scope="row">{button}</th><td>{badge(need.status)}</td>'
            f"{said}</tr>")


def _step(step: Step) -> str:
    note = f"：{escape(step.note)}" if step.note else ""
    return (f"<li><time>{shown(step.at)}</time> {badge(step.status)} {escape(step.who)}{note}</li>")


def _reason(need: Need) -> str:
    return need.reason if need.status is Status.FAILED else ""
