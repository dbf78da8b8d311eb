"""操作日志: who changed what, and when; for policy staff."""

import gradio as gr

from corpus.errors import RongceError
from corpus.records.audit import read_log
from eval.desk.log_view import log_table
from eval.desk.tools import DeskTools
from matcher.panels import QUIET

_MOST = 200


def log_page(page: gr.Blocks, tools: DeskTools) -> None:
    """Add the page to the open tab of `page`."""

    def search(words: str, request: gr.Request) -> str:
        try:
            who = tools.account(request, "查看操作日志")
            found = read_log(tools.doorway.records, who, words=words or "", limit=_MOST)
            return log_table(found, most=_MOST)
        except RongceError as error:
            return tools.refusal(error)

    gr.Markdown("## 操作日志\n工作人员做过的修改，只能查看，不能改动。")
    with gr.Row():
        words = gr.Textbox(label="人员、操作或对象包含", elem_id="l-words")
        find = gr.Button("查询", variant="primary", elem_id="l-search")
    listed = gr.HTML(elem_id="l-list")
    for event in (find.click, words.submit):
        event(search, words, listed, **QUIET)
    page.load(search, words, listed, **QUIET)
