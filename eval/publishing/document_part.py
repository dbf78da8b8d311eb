"""Documents on the page 管理: versions with 撤回 and 恢复, links between them, a look at a day."""

from typing import Any

import gradio as gr

from corpus.publishing.links import KINDS
from eval.desk.tools import DeskTools
from eval.publishing.document_events import DocumentEvents
from matcher.desk.staff import OPENED
from matcher.panels import QUIET

_SHOW = "() => document.querySelector('#p-told')?.scrollIntoView({behavior: 'smooth'})"
_SHOW_ONE = "() => document.querySelector('#p-versions')?.scrollIntoView({behavior: 'smooth'})"


def document_part(page: gr.Blocks, tools: DeskTools, told: gr.HTML, published: Any) -> None:
    """Add the documents to the open tab; `published` is the event after which they changed."""
    events = DocumentEvents(tools)
    gr.Markdown("### 文件和产品库")
    listed = gr.HTML(elem_id="p-documents", js_on_load=OPENED)
    chosen, act = gr.State(""), gr.State("")
    with gr.Column(visible=False, elem_id="p-one") as group:
        shown = gr.HTML(elem_id="p-versions", js_on_load=OPENED)
        with gr.Column(visible=False, elem_id="p-act") as asking:
            asked = gr.HTML()
            with gr.Row():
                sure = gr.Button("确定", variant="stop", elem_id="p-act-sure")
                keep = gr.Button("取消", elem_id="p-act-keep")
        with gr.Accordion("登记废止或替代", open=False, elem_id="p-links"):
            by = gr.Dropdown([], label="这份文件被哪份文件", elem_id="p-by")
            kind = gr.Radio([*KINDS], value=KINDS[0], label="怎样", elem_id="p-kind")
            since = gr.Textbox(label="自哪天起", elem_id="p-link-since", max_length=10,
                               placeholder="2024-03-01")
            made = gr.Button("登记", elem_id="p-link")
    out = [told, listed, chosen, act, group, shown, asking, asked, by]
    page.load(events.start, None, out, **QUIET)
    published.then(events.again, None, out[1:], **QUIET)
    listed.click(events.open, None, out, **QUIET).then(None, js=_SHOW_ONE, api_name=False)
    shown.click(events.ask, chosen, out, **QUIET)
    sure.click(events.do, [chosen, act], out, **QUIET).then(None, js=_SHOW, api_name=False)
    keep.click(lambda: gr.update(visible=False), None, asking, api_name=False)
    made.click(events.link, [chosen, by, kind, since], out, **QUIET)
    again = gr.Button("重新加载问答资料", size="sm", elem_id="p-reload")
    again.click(events.reload, None, told, **QUIET)
    gr.Markdown("### 按日期查看")
    with gr.Row():
        date = gr.Textbox(label="日期", elem_id="p-date", max_length=10, placeholder="2024-03-01")
        look = gr.Button("按日期查看", elem_id="p-look")
    held = gr.HTML(elem_id="p-day")
    for event in (look.click, date.submit):
        event(events.on_day, date, held, **QUIET)
