"""The inputs of the desk of needs: the filters, and what a bank can do with a need."""

from collections.abc import Callable
from typing import Any, Protocol

import gradio as gr

from corpus.ladder import table
from matcher.desk.needs import LABELS, Status
from matcher.number_field import number_box

LEAST, MOST = "金额不低于（万元）", "金额不高于（万元）"
SHOW = "() => document.querySelector('#d-told')?.scrollIntoView({behavior: 'smooth'})"
Event = Callable[..., list[Any]]


class Handling(Protocol):
    """The events that move a need on."""

    @property
    def claim(self) -> Event:
        """Take up the need."""

    @property
    def release(self) -> Event:
        """Give the need back."""

    @property
    def transfer(self) -> Event:
        """Hand the need over."""

    @property
    def close(self) -> Event:
        """Close the need."""


def need_filters() -> list[Any]:
    """Add the filters; return them: place, industry, status, least and most in 万元."""
    places = ["", *(r.full_name for r in table().values() if len(r.code) in (2, 4))]
    with gr.Row():
        region = gr.Dropdown(places, value="", label="地区", allow_custom_value=True,
                             elem_id="d-region")
        industry = gr.Textbox(label="行业包含", elem_id="d-industry")
        status = gr.Dropdown(["", *(s.value for s in Status)], value="", label="状态",
                             elem_id="d-status")
    with gr.Row():
        least = number_box(LEAST, "d-least")
        most = number_box(MOST, "d-most")
    return [region, industry, status, least, most]


def handling_fields(desk: Handling, inputs: list[Any], outputs: list[Any]) -> list[Any]:
    """Add what a bank can do with the need it looks at; return what opening one changes."""
    with gr.Column(visible=False, elem_id="d-open") as taking:
        take = gr.Button("接下这个需求", variant="primary", elem_id="d-claim")
    with gr.Column(visible=False, elem_id="d-acts") as handling:
        gr.Markdown("### 办理")
        with gr.Row():
            outcome = gr.Radio([Status.GRANTED.value, Status.FAILED.value], label="办结结果",
                               elem_id="d-outcome")
            reason = gr.Textbox(label=LABELS["reason"], info="结果为“未成”时必填", max_length=500,
                                elem_id="d-reason")
            finish = gr.Button("办结", variant="primary", elem_id="d-close")
        with gr.Row():
            to = gr.Dropdown([], value=None, label="转交给（同地区的银行账号）", elem_id="d-to")
            note = gr.Textbox(label="转交或退回的说明", max_length=500, elem_id="d-note")
            hand = gr.Button("转交", elem_id="d-transfer")
            give = gr.Button("退回", elem_id="d-release")
    changed = [taking, handling, to, note, outcome, reason]
    for button, act, more in ((take, desk.claim, []), (give, desk.release, [note]),
                              (hand, desk.transfer, [to, note]),
                              (finish, desk.close, [outcome, reason])):
        button.click(act, [*inputs, *more], [*outputs, *changed], show_progress="hidden",
                     api_name=False).then(None, js=SHOW, api_name=False)
    return changed
