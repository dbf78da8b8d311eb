"""统计: figures of a span of time and a place, as tables with bars and as xlsx; the notices."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from corpus.errors import RongceError
from eval.desk.tools import DeskTools
from eval.review.library import Library
from eval.statistics.periods import (
    PRESETS,
    Span,
    Unit,
    between,
    bucket,
    day_of,
    month_before,
    recent,
)
from eval.statistics.statistics import figures
from eval.statistics.statistics_tables import SMALL, sections
from eval.statistics.statistics_view import sections_html
from matcher.panels import QUIET

_OWN, _FITTING, _NOTICES = "自定日期", "自动", 6
_INTRO = ("## 统计\n只统计还保存着的对话；提问人删除对话后，相应数字随之减少。"
          f"{SMALL}融资需求按提交日期统计。")


def statistics_page(tab: gr.Tab, tools: DeskTools) -> None:
    """Add the page to `tab`, which is open; figures are counted when it is chosen."""
    handlers = _Statistics(tools)
    gr.Markdown(_INTRO)
    with gr.Row():
        preset = gr.Dropdown([*PRESETS, _OWN], value="最近 30 天", label="时间", elem_id="t-span",
                             min_width=140)
        first = gr.Textbox(label="起始日期（自定）", placeholder="2026-10-01", elem_id="t-first",
                           min_width=140, max_length=10)
        last = gr.Textbox(label="截止日期（自定）", placeholder="2026-10-31", elem_id="t-last",
                          min_width=140, max_length=10)
    with gr.Row():
        region = gr.Textbox(label="地区（可不填）", elem_id="t-region", min_width=140)
        unit = gr.Dropdown([_FITTING, *Unit], value=_FITTING, label="按日、周或月",
                           elem_id="t-unit", min_width=140)
        count = gr.Button("统计", variant="primary", elem_id="t-count")
    told = gr.HTML(elem_id="t-told")
    shown = gr.HTML(elem_id="t-figures")
    inputs = [preset, first, last, region, unit]
    for event in (count.click, region.submit, last.submit, tab.select):
        event(handlers.count, inputs, [told, shown], **QUIET)


class _Statistics:
    """The events of the page."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def count(self, preset: str, first: str, last: str, region: str, unit: str,
              request: gr.Request) -> list[Any]:
        """Return the figures that the filters leave."""
        records = self._tools.doorway.records
        try:
            who = self._tools.account(request, "查看统计")
            span = self._span((preset, first, last), self._code(region))
            chosen = Unit(unit) if unit in list(Unit) else span.unit
            topics = Library(self._tools.assistant).topics
            found = figures(records, who, span, topics)
        except RongceError as error:
            return [self._tools.refusal(error), ""]
        now = bucket(day_of(records.now()), Unit.MONTH)
        return ["", f"{links(span, chosen, now)}{sections_html(sections(found, topics, chosen))}"]

    def _span(self, typed: tuple[str, str, str], region: str) -> Span:
        preset, first, last = typed
        if preset in PRESETS:
            return recent(PRESETS[preset], self._tools.doorway.records.now(), region)
        return between(first or "", last or "", region)

    def _code(self, region: str | None) -> str:
        """Return the code of a place by name, "" for none; UnknownRegion."""
        tidy = (region or "").strip()
        return self._tools.assistant.get().gazetteer.one(tidy).code if tidy else ""


def links(span: Span, unit: Unit, month: str) -> str:
    """Return what the figures are of, and the links to their file and to the notices."""
    query = urlencode({"first": span.first, "last": span.last, "region": span.region,
                       "unit": unit})
    months = [month]
    while len(months) < _NOTICES:
        months.append(month_before(months[-1]))
    notices = "".join(f'<a class="file" href="/desk/notice?month={name}" target="_blank">{name}'
                      "</a> " for name in months)
    return (f'<p class="count" role="status">{escape(span.name)}（北京时间）</p>'
            f'<p class="files"><a class="file" href="/desk/statistics.xlsx?{escape(query)}" '
            'download>导出 xlsx</a></p>'
            f'<p class="files"><span>每月通报（可打印）：</span>{notices}</p>')
