"""复核: complaints, and answers drawn at random; for policy staff."""

import gradio as gr

from eval.desk.tools import DeskTools
from eval.review.complaints_page import complaints_page
from eval.review.sampling_page import sampling_page


def review_page(tab: gr.Tab, tools: DeskTools) -> None:
    """Add both pages to `tab`, which is open."""
    with gr.Tabs():
        with gr.Tab("投诉"):
            complaints_page(tab, tools)
        with gr.Tab("抽样"):
            sampling_page(tools)
