"""The log of what staff changed, as HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from corpus.records.audit import Entry
from corpus.records.clock import shown
from matcher.panels import message, scroll_box

_HEAD = ("时间", "人员", "操作", "对象", "改前", "改后")


def log_table(entries: Sequence[Entry]) -> str:
    """Return the entries as a table, the newest first."""
    if not entries:
        return message("没有符合条件的记录。")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    return (f'<p class="count" role="status">共 {len(entries)} 条，新的在前</p>'
            + scroll_box("操作日志", f"<thead><tr>{head}</tr></thead>", [*map(_row, entries)]))


def _row(entry: Entry) -> str:
    cells = (entry.who, entry.action, entry.target, _values(entry.before), _values(entry.after))
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{shown(entry.at)}</th>{said}</tr>'


def _values(values: Mapping[str, Any] | None) -> str:
    return "；".join(f"{name}：{value}" for name, value in (values or {}).items())
