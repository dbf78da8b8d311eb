"""Figures as bars and lines in plain HTML and SVG, with the numbers beside them.

Nothing rests on colour: each bar and each point has its number, a table says the same.
"""

from collections.abc import Sequence
from html import escape

from eval.runs.names import is_known, number

_WIDE, _HIGH, _EDGE = 320, 120, 16


def bars(label: str, values: Sequence[tuple[str, float | None]], *, most: float = 1.0) -> str:
    """Return a table with one bar for each (name, value); `most` fills the width."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="ev-bar">{bar(value, most)}</td>'
        f'<td class="ev-num">{number(value) if most == 1 else number(value, "count")}</td></tr>'
        for name, value in values)
    return (f'<table class="ev-bars"><caption>{escape(label)}</caption>'
            f"<tbody>{rows}</tbody></table>")


def bar(value: float | None, most: float = 1.0) -> str:
    """Return a bar, empty for no value (None or nan)."""
    share = value / most if is_known(value) and most else 0.0
    return f'<span class="ev-track" aria-hidden="true"><i style="width:{share:.1%}"></i></span>'


def line(label: str, values: Sequence[tuple[str, float]]) -> str:
    """Return a line from 0 to 1 through (name, value), oldest first, each point with its number."""
    if len(values) < 2:
        return ""
    step = (_WIDE - 2 * _EDGE) / (len(values) - 1)
    spots = [(_EDGE + i * step, _HIGH - _EDGE - value * (_HIGH - 2 * _EDGE))
             for i, (_, value) in enumerate(values)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    told = "；".join(f"{name} {number(value)}" for name, value in values)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"></circle>' for x, y in spots)
    ends = "".join(
        f'<text x="{spots[i][0]:.1f}" y="{max(spots[i][1] - 6, 10):.1f}" text-anchor="{anchor}">'
        f"{number(values[i][1])}</text>" for i, anchor in ((0, "start"), (-1, "end")))
    return (f'<figure class="ev-line"><figcaption>{escape(label)}</figcaption>'
            f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{escape(told)}">'
            f'<polyline points="{path}"></polyline>{dots}{ends}</svg></figure>')
