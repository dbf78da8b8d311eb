"""Thumbs for the newest answer, with a reason and words when it did not help."""

from typing import Any

import gradio as gr

from chat.talks.feedback import REASONS, Opinion, Thumb
from chat.talks.talks import Talk, Talks
from chat.wording import sentence
from corpus.errors import RongceError

_THANKS = "已记下，谢谢。"
_WANTED = "已记下。请说说哪里不对，政策人员会看到（手机号等会隐去）。"


def opinion_part(talks: Talks, talk: gr.State) -> list[Any]:
    """Add the thumbs for the newest answer in `talk`; return what `opinion_view` changes."""
    with gr.Row(visible=False, elem_id="opinion") as row:
        up = gr.Button("有帮助", size="sm", min_width=90, elem_id="up")
        down = gr.Button("没帮上", size="sm", min_width=90, elem_id="down")
        told = gr.Markdown("", elem_id="opinion-told")
    with gr.Group(visible=False, elem_id="why") as form:
        reason = gr.Dropdown(list(REASONS), label="哪里不对", value=REASONS[0])
        words = gr.Textbox(label="补充说明（可不填）", lines=2, max_lines=4)
        give = gr.Button("提交", size="sm", elem_id="give")

    def praise(current: Talk, request: gr.Request) -> tuple[Any, ...]:
        return _keep(talks, current, Opinion(Thumb.UP), request), gr.update(visible=False)

    def complain(current: Talk, request: gr.Request) -> tuple[Any, ...]:
        kept = _keep(talks, current, Opinion(Thumb.DOWN), request)
        return (_WANTED if kept == _THANKS else kept), gr.update(visible=kept == _THANKS)

    def explain(current: Talk, why: str, more: str, request: gr.Request) -> tuple[Any, ...]:
        kept = _keep(talks, current, Opinion(Thumb.DOWN, why or "", more or ""), request)
        return kept, gr.update(visible=kept != _THANKS)

    up.click(praise, [talk], [told, form], api_name=False)
    down.click(complain, [talk], [told, form], api_name=False)
    give.click(explain, [talk, reason, words], [told, form], api_name=False)
    return [row, form, told, words]


def opinion_view(*, answered: bool) -> list[Any]:
    """Return the part as it is for a new answer, hidden when there is none."""
    return [gr.update(visible=answered), gr.update(visible=False), "", ""]


def _keep(talks: Talks, talk: Talk, opinion: Opinion, request: gr.Request) -> str:
    """Keep the opinion; return what to tell."""
    try:
        talks.judge(dict(request.cookies), talk, opinion)
    except RongceError as error:
        return sentence(error)
    return _THANKS
