"""Drafts on the page 管理: the form in which a file that came in is confirmed and published."""

from typing import Any

import gradio as gr

from corpus.publishing.letterhead_form import FIELDS, STATUSES
from eval.desk.tools import DeskTools
from eval.publishing.draft_events import DraftEvents
from matcher.desk.staff import OPENED
from matcher.panels import QUIET

_SHOW = "() => document.querySelector('#p-told')?.scrollIntoView({behavior: 'smooth'})"
_SHOW_DRAFT = "() => document.querySelector('#p-draft')?.scrollIntoView({behavior: 'smooth'})"


def draft_part(page: gr.Blocks, tools: DeskTools, told: gr.HTML) -> Any:
    """Add drafts to the open tab; return the event after which something else is in force."""
    events = DraftEvents(tools)
    load = gr.UploadButton("上传文件", variant="primary", elem_id="p-upload")
    gr.Markdown("政策文件：txt、md、docx、pdf、html；产品库：csv、xlsx、jsonl；每份最多 20 MB。")
    listed = gr.HTML(elem_id="p-drafts", js_on_load=OPENED)
    chosen, base = gr.State(""), gr.State(None)
    with gr.Column(visible=False, elem_id="p-draft") as group:
        read = gr.HTML(elem_id="p-read")
        with gr.Column() as form:
            boxes = _boxes()
            save = gr.Button("保存并重新比较", elem_id="p-save")
        changes = gr.HTML(elem_id="p-changes")
        since = gr.Textbox(label="生效日期", elem_id="p-since", max_length=10,
                           info="按日期查看时从这天算起；留空为今天，写成 2024-03-01 的样子")
        with gr.Row():
            ask = gr.Button("发布", variant="primary", elem_id="p-publish")
            away = gr.Button("丢弃草稿", elem_id="p-drop")
            close = gr.Button("收起", elem_id="p-close")
        with gr.Column(visible=False, elem_id="p-ask") as sure_group:
            asked = gr.HTML()
            with gr.Row():
                sure = gr.Button("确定发布", variant="stop", elem_id="p-sure")
                keep = gr.Button("再看看", elem_id="p-keep")
    out = [told, listed, chosen, base, group, sure_group, asked, read, form, *boxes, changes,
           since]
    load.upload(events.load, load, [load, *out], **QUIET).then(
        None, js=_SHOW, api_name=False)
    listed.click(events.open, None, out, **QUIET).then(None, js=_SHOW_DRAFT, api_name=False)
    save.click(events.save, [chosen, *boxes], out, **QUIET)
    ask.click(events.ask, [chosen, *boxes], out, **QUIET)
    away.click(events.drop, chosen, out, **QUIET).then(None, js=_SHOW, api_name=False)
    keep.click(lambda: gr.update(visible=False), None, sure_group, api_name=False)
    close.click(lambda: gr.update(visible=False), None, group, api_name=False)
    page.load(events.start, None, out, **QUIET)
    done = sure.click(events.publish, [chosen, base, since], out, **QUIET)
    done.then(None, js=_SHOW, api_name=False)
    return done


def _boxes() -> list[Any]:
    """Add the fields of the letterhead, after the id of the document."""
    with gr.Row():
        boxes = [gr.Textbox(label="文件编号", elem_id="p-document", max_length=80, min_width=240,
                            info="与现有文件的编号相同，就是它的新版本"),
                 *(gr.Textbox(label=label, elem_id=f"p-{name}", max_length=200, info=" ",
                              min_width=240)
                   for name, label in FIELDS.items() if name != "status")]
    return [*boxes, gr.Radio([*STATUSES.values()], label=FIELDS["status"], elem_id="p-status")]
