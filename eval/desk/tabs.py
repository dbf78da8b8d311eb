"""The desk of policy staff: the tabs that only they have. Each tab is a page of its own."""

from pathlib import Path

import gradio as gr

from eval.desk.keys_page import keys_page
from eval.desk.log_page import log_page
from eval.desk.routes import desk_routes
from eval.desk.tools import DeskTools
from eval.page import evaluation_page
from eval.publishing.publish_page import publish_page
from eval.review.review_page import review_page
from eval.statistics.statistics_page import statistics_page
from eval.statistics.statistics_view import STYLE

__all__ = ["STYLES", "DeskTools", "desk_routes", "desk_tabs"]
STYLES = (Path(__file__).with_name("eval.css"), STYLE)


def desk_tabs(blocks: gr.Blocks, tools: DeskTools) -> None:
    """Add the tabs of the desk to `blocks`, which is open."""
    with gr.Tab("评测"):
        evaluation_page(blocks, tools)
    with gr.Tab("复核") as tab:
        review_page(tab, tools)
    with gr.Tab("统计") as tab:
        statistics_page(tab, tools)
    with gr.Tab("管理"):
        publish_page(blocks, tools)
    with gr.Tab("接口密钥"):
        keys_page(blocks, tools)
    with gr.Tab("操作日志"):
        log_page(blocks, tools)
