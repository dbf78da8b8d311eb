"""The firm beside its talk: what was read from its words, and a box to correct it."""

from collections.abc import Sequence
from html import escape

import gradio as gr

from chat.conversations import Saved
from chat.kind import Kind, kind_of
from corpus.regions import Gazetteer
from matcher.filling import read_form
from matcher.form import FirmForm

_EMPTY = "您说起企业情况后，这里会列出读到的地区、行业、规模、金额等，以及各自出自哪句话。"


def firm_part() -> tuple[gr.HTML, gr.Textbox]:
    """Add the part; return what was read, and the box for corrections."""
    gr.Markdown("### 企业情况")
    told = gr.HTML(firm_html(()), elem_id="firm")
    fix = gr.Textbox(label="更正或补充", lines=2, max_lines=4, elem_id="fix",
                     placeholder="例如：不对，是800万；有两项发明专利")
    return told, fix


def read_lines(messages: Sequence[Saved], correction: str,
               gazetteer: Gazetteer) -> tuple[tuple[str, str, str], ...]:
    """Return (label, value, words) of what the questions of a talk and the correction tell."""
    told = [m.text for m in messages if m.role == "user" and kind_of(m.text) is Kind.FIRM]
    text = "，".join(filter(None, (*told, correction.strip())))
    return read_form(FirmForm(text=text), gazetteer).told if text else ()


def firm_html(lines: Sequence[tuple[str, str, str]]) -> str:
    """Return what was read, each with the words that it came from."""
    if not lines:
        return f'<p class="quiet">{_EMPTY}</p>'
    rows = "".join(
        f"<li><b>{escape(label)}</b>：{escape(value)}<small>“{escape(words)}”</small></li>"
        for label, value, words in lines)
    return f'<ul class="firm">{rows}</ul>'
