"""The log of what staff changed, as HTML."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from corpus.records.audit import Entry
from corpus.records.clock import shown
from matcher.desk.needs_view import place
from matcher.panels import message, scroll_box

_ID = re.compile("[0-9a-f]{32}")
_LABELS = {
    "firm": "企业", "credit_code": "统一社会信用代码", "project": "项目", "region": "地区",
    "regions": "服务地区", "bank": "责任银行", "note": "备注", "role": "角色",
    "institution": "机构",
    "disabled": "停用", "status": "状态", "reason": "原因", "claimed_by": "经办账号",
    "conversations": "对话", "needs": "需求", "sessions": "登录", "shares": "分享链接",
    "attempts": "登录失败记录", "audit": "操作日志", "visitors": "访客", "released": "退回的需求"}
_HEAD = ("时间", "人员", "操作", "对象", "改前", "改后")


def log_table(entries: Sequence[Entry], *, most: int) -> str:
    """Return the entries as a table, the newest first; `most` of them are shown at a time."""
    if not entries:
        return message("没有符合条件的记录。")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    count = (f"只显示最新 {most} 条，请缩小范围" if len(entries) >= most
             else f"共 {len(entries)} 条，新的在前")
    return (f'<p class="count" role="status">{count}</p>'
            + scroll_box("操作日志", f"<thead><tr>{head}</tr></thead>", [*map(_row, entries)]))


def _row(entry: Entry) -> str:
    target = entry.target[:8].upper() if _ID.fullmatch(entry.target) else entry.target
    cells = (entry.who, entry.action, target, _values(entry.before), _values(entry.after))
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{shown(entry.at)}</th>{said}</tr>'


def _values(values: Mapping[str, Any] | None) -> str:
    return "；".join(f"{_LABELS.get(name, name)}：{_plain(name, value)}"
                    for name, value in (values or {}).items())


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    parts = [str(part) for part in (value if isinstance(value, list) else [value])]
    return "、".join(map(place, parts) if name in ("region", "regions") else parts)
