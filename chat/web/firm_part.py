"""The firm beside its talk: what was read from its words, and the form to correct each field."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from chat.talks.conversations import Saved
from chat.understanding.kind import Kind, kind_of
from corpus.regions import Gazetteer
from matcher.fields import NAMES, field_values, firm_fields, form_from
from matcher.filling import Filled, form_of
from matcher.form import FirmForm, Reading
from matcher.reading.correction import in_words
from matcher.reading.merge import read_turns

_EMPTY = "您说起企业情况后，这里会列出读到的地区、行业、规模、金额等，以及各自出自哪句话。"
_FIELDS = tuple(name for name in NAMES if name != "text")
NOTHING = Filled(FirmForm(), Reading(), ())


@dataclass(frozen=True, slots=True)
class FirmPart:
    """The parts that show a firm; `before` holds the form as it was read."""

    told: gr.HTML
    note: gr.HTML
    before: gr.State
    fields: list[Any]
    send: gr.Button

    @property
    def shown(self) -> list[Any]:
        """What `firm_view` changes."""
        return [self.told, self.note, self.before, *self.fields]


def firm_part() -> FirmPart:
    """Add what was read of the firm, and below it a form to correct it."""
    gr.Markdown("### 企业情况")
    told = gr.HTML(firm_html(()), elem_id="firm")
    with gr.Accordion("逐项更正或补充", open=False, elem_id="fix"):
        made = firm_fields("f", narrow=True)
        note = gr.HTML("", elem_id="fix-note")
        send = gr.Button("按更正后的情况重新找", variant="primary", elem_id="fix-send")
    return FirmPart(told, note, gr.State(FirmForm()), [made[name] for name in _FIELDS], send)


def firm_view(read: Filled) -> list[Any]:
    """Return what the parts show of a firm, in the order of `FirmPart.shown`."""
    values = dict(zip(NAMES, field_values(read.form), strict=True))
    return [firm_html(read.told), "", read.form, *(values[name] for name in _FIELDS)]


def correction(before: FirmForm, values: Sequence[Any]) -> str:
    """Return the turn that corrects `before` into what the fields hold, "" when they agree.

    Raises:
        FormError: a number is none.

    """
    stated = dict(zip(_FIELDS, values, strict=True))
    return in_words(before, form_from(tuple(stated.get(name) for name in NAMES)))


def read_firm_of(messages: Sequence[Saved], gazetteer: Gazetteer) -> Filled:
    """Return what the questions of a talk tell of the firm."""
    told = [m.text for m in messages if m.role == "user" and kind_of(m.text) is Kind.FIRM]
    return form_of(read_turns(told, gazetteer)) if told else NOTHING


def firm_html(lines: Sequence[tuple[str, str, str]]) -> str:
    """Return what was read, each with the words that it came from."""
    if not lines:
        return f'<p class="quiet">{_EMPTY}</p>'
    rows = "".join(
        f"<li><b>{escape(label)}</b>：{escape(value)}<small>“{escape(words)}”</small></li>"
        for label, value, words in lines)
    return f'<ul class="firm">{rows}</ul>'
