"""A box for a number that may stay blank: what is typed there as a number, and shown again."""

import re
import unicodedata
from typing import Any

import gradio as gr

from corpus.errors import FormError

_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(亿元?|万元?|个?月|年|人|%)?")
_TIMES = {"亿": 10_000, "年": 12}  # in a field of 万, in a field of months


def number_box(label: str, elem_id: str, *, info: str | None = None) -> Any:
    """Return a box that stays blank until a number is typed; gr.Number would show a 0."""
    return gr.Textbox(label=label, info=info, elem_id=elem_id, max_length=20, min_width=120)


def read_number(label: str, text: str | None) -> float | None:
    """Return the number typed as 300, 1,200, 300万 or 2年 (months); None for blank.

    Raises:
        FormError: it is no number.

    """
    typed = unicodedata.normalize("NFKC", text or "").replace(" ", "")
    if not typed:
        return None
    match = _FIGURE.fullmatch(typed)
    if match is None:
        raise FormError(label, f"应为数字，现为“{typed}”")
    return float(match[1].replace(",", "") + (match[2] or "")) * _TIMES.get((match[3] or "")[:1], 1)


def shown_number(value: float | None) -> str:
    """Return a number as it is typed."""
    return "" if value is None else f"{value:.10g}"
