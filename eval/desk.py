"""The desk of policy staff: the tabs that only they have. Each tab is a page of its own."""

import gradio as gr

from eval.desk_tools import DeskTools
from eval.log_page import log_page
from eval.publish_page import publish_page


def desk_tabs(blocks: gr.Blocks, tools: DeskTools) -> None:
    """Add the tabs of the desk to `blocks`, which is open."""
    with gr.Tab("管理"):
        publish_page(blocks, tools)
    with gr.Tab("操作日志"):
        log_page(blocks, tools)
