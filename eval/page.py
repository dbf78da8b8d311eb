"""评测: runs with their results, and the sets of cases. The page only lays out and connects."""

from typing import Any

import gradio as gr

from eval.desk.tools import DeskTools
from eval.runs.case_view import ALL
from eval.runs.run_page import RunPage, class_choices
from eval.runs.runs_view import ACTED
from eval.sets.edit_form import EditForm, edit_form
from eval.sets.edit_page import EditPage
from eval.sets.set_page import SetPage
from matcher.panels import QUIET

_EVERY = 2.0  # seconds between looks at a run that works
_NO_MODEL = "没有配置语言模型，所以没有模型评判这一部分；其余指标不受影响。"


def show(target: str) -> str:
    """Return a script that brings the element with this id into sight."""
    return ("() => setTimeout(() => document.querySelector('#" + target
            + "')?.scrollIntoView({behavior: 'smooth'}), 150)")


def evaluation_page(page: gr.Blocks, tools: DeskTools) -> None:
    """Add the page to the open tab of `page`."""
    gr.Markdown("## 评测\n用题集检验答案对不对，看每道错题错在哪一步。")
    with gr.Tabs(selected="runs", elem_id="e-views") as views:
        with gr.Tab("运行与结果", id="runs") as runs_tab:
            edit, place = _runs(page, tools, runs_tab)
        with gr.Tab("题集", id="sets"):
            form, told = _sets(page, tools)
    edit.click(lambda: gr.Tabs(selected="sets"), None, views, **QUIET).then(
        EditPage(tools).open_named, [place, form.state], [told, *form.filled], **QUIET).then(
        None, js=show("e-form"), api_name=False)


def _runs(page: gr.Blocks, tools: DeskTools, tab: Any) -> tuple[Any, Any]:
    """Lay out the runs; return the button that edits a case and where the case is."""
    events, run_id, seen = RunPage(tools), gr.State(""), gr.State([])
    with gr.Row():
        chosen = gr.Dropdown(label="题集", choices=[], elem_id="e-set", scale=3)
        judging = gr.Checkbox(label="另请语言模型评判（较慢）", value=False, elem_id="e-judge",
                              visible=bool(tools.settings.llm_base_url))
        start = gr.Button("开始评测", variant="primary", elem_id="e-start")
    if not tools.settings.llm_base_url:
        gr.HTML(f'<p class="hint">{_NO_MODEL}</p>', elem_id="e-nomodel")
    told = gr.HTML(elem_id="e-told")
    progress = gr.HTML(elem_id="e-progress")
    listed = gr.HTML(elem_id="e-runs", js_on_load=ACTED)
    timer = gr.Timer(_EVERY, active=False)
    state = [progress, listed, timer, seen]
    for event in (page.load, tab.select):
        event(events.arrive, chosen, [chosen, told, *state], **QUIET)
    start.click(events.start, [chosen, judging], [told, *state], **QUIET)
    timer.tick(events.tick, seen, state, **QUIET)
    opened, edit, place = _result(events, run_id)
    listed.click(events.act, None, [told, *state, run_id, *opened], **QUIET).then(
        None, js="() => setTimeout(() => { if (document.querySelector('#e-result')"
        "?.offsetParent && !document.querySelector('#e-told p')) document.querySelector("
        "'#e-result').scrollIntoView({behavior: 'smooth'}); }, 150)", api_name=False)
    return edit, place


def _result(events: RunPage, run_id: Any) -> tuple[list[Any], Any, Any]:
    """Lay out one run; return what opening it fills, the button of a case, and its place."""
    place = gr.State([])
    with gr.Column(visible=False, elem_id="e-result") as group:
        figures = gr.HTML(elem_id="e-figures")
        other = gr.Dropdown(label="与同一题集的另一次运行对比", choices=[], elem_id="e-other")
        compared = gr.HTML(elem_id="e-compared")
        gr.Markdown("### 逐题查看")
        with gr.Row():
            klass = gr.Dropdown(label="对错", choices=class_choices(), value=ALL, elem_id="e-class")
            kind = gr.Dropdown(label="题型", choices=[ALL], value=ALL, elem_id="e-kind")
            words = gr.Textbox(label="编号、问题或答案包含", elem_id="e-words")
        cases = gr.HTML(elem_id="e-cases", js_on_load=ACTED)
        one = gr.HTML(elem_id="e-case")
        edit = gr.Button("修改这道题", visible=False, elem_id="e-edit")
    filters = [run_id, kind, klass, words]
    for event in (klass.input, kind.input, words.submit):
        event(events.search, filters, cases, **QUIET)
    other.input(events.compare, [run_id, other], compared, **QUIET)
    cases.click(events.open_case, run_id, [one, edit, place], **QUIET).then(
        None, js=show("e-case"), api_name=False)
    return [figures, kind, cases, other, group, one, compared], edit, place


def _sets(page: gr.Blocks, tools: DeskTools) -> tuple[EditForm, Any]:
    """Lay out the sets; return the form of a case and where messages stand."""
    events, edits = SetPage(tools), EditPage(tools)
    with gr.Row():
        chosen = gr.Dropdown(label="题集", choices=[], elem_id="s-set", scale=2)
        name = gr.Textbox(label="新题集的名称", max_length=40, elem_id="s-name")
        with gr.Column(min_width=160):
            create = gr.Button("新建空题集", size="sm", elem_id="s-create")
            copy = gr.Button("复制所选题集", size="sm", elem_id="s-copy")
    told, note, files = (gr.HTML(elem_id=f"s-{name}") for name in ("told", "note", "files"))
    with gr.Row(visible=False) as own:
        add = gr.Button("新增一题", variant="primary", elem_id="s-add")
        load = gr.UploadButton("导入 jsonl 或 xlsx", file_types=[".jsonl", ".xlsx"],
                               elem_id="s-import")
    with gr.Row():
        kind = gr.Dropdown(label="题型", choices=[ALL], value=ALL, elem_id="s-kind")
        words = gr.Textbox(label="编号、问题或地区包含", elem_id="s-words")
        wrong = gr.Checkbox(label="只看有误的题", elem_id="s-wrong")
    form = edit_form(edits, told)
    listed = gr.HTML(elem_id="s-list", js_on_load=ACTED)
    filters, shown = [chosen, kind, words, wrong], [note, files, kind, listed, own]
    page.load(events.arrive, chosen, [chosen, *shown], **QUIET)
    for event in (chosen.change, kind.input, words.submit, wrong.input):
        event(events.show, filters, shown, **QUIET)
    create.click(events.create, name, [told, chosen, name], **QUIET)
    copy.click(events.copy, [name, chosen], [told, chosen, name], **QUIET)
    load.upload(events.load, [load, chosen], [told, chosen, load], **QUIET).then(
        events.show, filters, shown, **QUIET)
    opening = [told, *form.filled]
    for event, act, given in ((add.click, edits.new, [chosen, form.state]),
                              (listed.click, edits.open, [form.state])):
        event(act, given, opening, **QUIET).then(None, js=show("e-form"), api_name=False)
    for done in form.saved:
        done(events.show, filters, shown, **QUIET)
    return form, told
