"""The form of one case, laid out and connected to its events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from eval.runs.names import KINDS
from eval.runs.runs_view import ACTED
from eval.sets.draft import LABELS, PERSONAS
from eval.sets.edit_page import EditPage
from matcher.panels import QUIET


@dataclass(frozen=True, slots=True)
class EditForm:
    """What opening a case fills, and the moments after which the list has changed."""

    state: Any
    filled: list[Any]
    saved: list[Callable[..., Any]]


def edit_form(edits: EditPage, told: Any) -> EditForm:
    """Add the form, hidden; `told` shows messages."""
    state = gr.State({})
    with gr.Column(visible=False, elem_id="e-form") as group:
        gr.Markdown("### 题目")
        boxes = _fields()
        chosen, documents, found = _picker(edits, state)
        both = gr.HTML(elem_id="f-both")
        with gr.Row(visible=False) as settling:
            insist = gr.Button("保存我的版本", variant="primary", elem_id="f-insist")
            give = gr.Button("改用对方的版本", elem_id="f-yield")
        with gr.Row():
            save = gr.Button("保存", variant="primary", elem_id="f-save")
            drop = gr.Button("删除这道题", elem_id="f-drop")
            cancel = gr.Button("取消", elem_id="f-cancel")
        with gr.Row(visible=False) as asking:
            sure = gr.Button("确定删除", variant="stop", elem_id="f-sure")
            keep = gr.Button("不删除", elem_id="f-keep")
    filled = [group, settling, state, chosen, documents, found, drop, *boxes]
    after = [both, told, group, state, chosen, settling]
    saved = [button.click(event, [state, *boxes], after, **QUIET)
             for button, event in ((save, edits.save), (insist, edits.insist))]
    give.click(edits.yield_to, state, [both, *filled], **QUIET)
    removed = sure.click(edits.remove, state, [told, group, asking, state], **QUIET)
    drop.click(lambda: gr.update(visible=True), None, asking, **QUIET)
    keep.click(lambda: gr.update(visible=False), None, asking, **QUIET)
    cancel.click(lambda: [*[gr.update(visible=False)] * 3, {}, ""], None,
                 [group, asking, settling, state, both], **QUIET)
    return EditForm(state, filled, [*(done.then for done in saved), removed.then])


def _fields() -> list[Any]:
    """Add the fields in the order of `eval.sets.case_form.fields`."""
    kinds = [(name, key) for key, name in KINDS.items()]
    people = [(name, key) for key, name in PERSONAS.items()]
    with gr.Row():
        label = gr.Textbox(label=LABELS["label"], max_length=64, elem_id="f-label")
        kind = gr.Dropdown(label=LABELS["type"], choices=kinds, allow_custom_value=True,
                           elem_id="f-type")
        persona = gr.Dropdown(label=LABELS["persona"], choices=[("未注明", ""), *people],
                              elem_id="f-persona")
        region = gr.Textbox(label="地区（像网页上那样选的，可不填）", max_length=60,
                            elem_id="f-region")
    question = gr.Textbox(label=LABELS["question"], lines=2, max_length=2000, elem_id="f-question")
    history = gr.Textbox(label="之前的对话（每句以“问：”或“答：”开头，可不填）", lines=2,
                         elem_id="f-history")
    answerable = gr.Checkbox(label="文件中有依据（不勾选：应当拒答）", value=True,
                             elem_id="f-answerable")
    points = gr.Textbox(label="答案要点（每行一个，答案里应原样出现）", lines=3, elem_id="f-points")
    note = gr.Textbox(label=LABELS["note"], lines=1, max_length=2000, elem_id="f-note")
    return [label, kind, persona, region, question, history, points, answerable, note]


def _picker(edits: EditPage, state: Any) -> tuple[Any, Any, Any]:
    """Add the choice of clauses; return what is chosen, the documents, what is found."""
    with gr.Column(elem_id="f-clauses"):
        gr.Markdown("#### 条款")
        chosen = gr.HTML(elem_id="f-chosen", js_on_load=ACTED)
        with gr.Row():
            documents = gr.Dropdown(label="从哪份文件选", choices=[], elem_id="f-document")
            words = gr.Textbox(label="条款包含", elem_id="f-words")
            search = gr.Button("查找条款", elem_id="f-search")
        found = gr.HTML(elem_id="f-found", js_on_load=ACTED)
    wanted = [state, documents, words]
    for event in (documents.input, words.submit, search.click):
        event(edits.find, wanted, found, **QUIET)
    for part in (chosen, found):
        part.click(edits.pick, state, [state, chosen], **QUIET).then(
            edits.find, wanted, found, **QUIET)
    return chosen, documents, found
