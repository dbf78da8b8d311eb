"""通报: the figures of a month against the month before, as one page to print on A4.

It holds no wording that fewer than three people used, and no name of anybody.
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from sqlalchemy import select

from corpus.records.clock import shown
from corpus.records.engine import Records
from corpus.records.eval_tables import RunRow
from corpus.records.people import Account
from eval.statistics.periods import Span, Unit, bucket, day_of, month_before, month_span
from eval.statistics.statistics import Figures, figures
from eval.statistics.statistics_tables import Cell, Section, sections
from eval.statistics.statistics_view import STYLE, sections_html
from eval.statistics.topics import Topics
from matcher.desk.needs import Status

_STYLE = Path(__file__).with_name("notice.css")
_LEFT_OUT = ("概况", "融资需求（按提交月份）")
_TITLE = "制造业金融政策问答服务情况通报"


def notice(records: Records, who: Account, month: str, topics: Topics) -> str:
    """Return the whole page for a month (2026-10; "" is the last whole one); FormError."""
    now = day_of(records.now())
    month = month.strip() or month_before(bucket(now, Unit.MONTH))
    span, before = month_span(month), month_before(month)
    this = figures(records, who, span, topics)
    last = figures(records, who, month_span(before), topics)
    tables = [part for part in sections(this, topics, Unit.WEEK, strict=True)
              if part.title not in _LEFT_OUT]
    body = sections_html([_against(this, last), *tables, _runs(records, span)], level=2)
    year, number = month.split("-")
    until = "（本月尚未结束，数字会变）" if span.last >= now else ""
    return _page(f"{int(year)} 年 {int(number)} 月", before, (
        f"<p class=\"meta\">统计范围 {span.name}（北京时间）{until}，"
        f"统计于 {shown(records.now())[:16]}，对比 {before}。只统计还保存着的对话。</p>{body}"))


def _against(this: Figures, last: Figures) -> Section:
    """Return the figures of this month beside those of the month before."""
    now, then = _counted(this), _counted(last)
    rows: list[Sequence[Cell]] = [
        (name, now[name], then[name], f"{now[name] - then[name]:+,}") for name in now]
    rows.insert(4, ("未回答占比", this.refused_share, last.refused_share, ""))
    return Section("主要数字", ("项目", "本月", "上月", "增减"), rows)


def _counted(found: Figures) -> Mapping[str, int]:
    needs = found.needs.statuses
    return {"提问": found.asked, "提问人": found.askers, "已回答": found.answered,
            "未回答": found.refused, "点“有帮助”": found.helped, "点“没帮上”": found.failed,
            "融资需求": needs.total()} | {f"其中{s.value}": needs[s] for s in Status}


def _runs(records: Records, span: Span) -> Section:
    """Return which sets of cases were run in the month."""
    query = select(RunRow.created_at, RunRow.set_name, RunRow.total, RunRow.state).where(
        RunRow.created_at >= span.start, RunRow.created_at < span.end).order_by(RunRow.created_at)
    with records.reading() as session:
        rows = [(shown(at)[:16], name, total, state)
                for at, name, total, state in session.execute(query)]
    return Section("本月做过的评测", ("时间", "题集", "题数", "状态"), rows,
                   empty="本月没有做过评测。")


def _page(when: str, before: str, body: str) -> str:
    style = "".join(path.read_text(encoding="utf-8") for path in (_STYLE, STYLE))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_TITLE} {escape(when)}</title><style>{style}</style></head><body>"
        '<nav><a href="/desk/">← 返回工作台</a> '
        f'<a href="/desk/notice?month={before}">看上月（{before}）</a> '
        '<button type="button" onclick="print()">打印</button></nav>'
        f"<main><header><h1>{_TITLE}</h1><p>{escape(when)}</p></header>{body}</main>"
        "</body></html>")
