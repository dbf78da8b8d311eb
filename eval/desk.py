"""The desk of policy staff: the tabs that only they have. Each tab is a page of its own."""

from pathlib import Path

import gradio as gr

from eval.desk_tools import DeskTools
from eval.log_page import log_page
from eval.page import evaluation_page

STYLE = Path(__file__).with_name("eval.css")


def desk_tabs(blocks: gr.Blocks, tools: DeskTools) -> None:
    """Add the tabs of the desk to `blocks`, which is open."""
    with gr.Tab("评测"):
        evaluation_page(blocks, tools)
    with gr.Tab("操作日志"):
        log_page(blocks, tools)
