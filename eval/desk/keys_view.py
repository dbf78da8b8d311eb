"""The keys of other programs, as HTML."""

from collections.abc import Sequence
from html import escape

from corpus.records.api_keys import SCOPES, ApiKey
from corpus.records.clock import shown
from matcher.panels import message, scroll_box

_HEAD = ("名称", "权限", "每分钟次数", "新增", "最后使用", "状态")


def keys_table(keys: Sequence[ApiKey]) -> str:
    """Return the keys as a table; the keys themselves are known to nobody."""
    if not keys:
        return message("还没有接口密钥。")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    return (f'<p class="count" role="status">共 {len(keys)} 个</p>'
            + scroll_box("接口密钥", f"<thead><tr>{head}</tr></thead>", [*map(_row, keys)]))


def new_key(made: ApiKey, key: str) -> str:
    """Return a new key, to be copied now or never."""
    told = f"已新增“{made.name}”。密钥只显示这一次，请立即复制并妥善保存："
    return (f'<div role="status"><p class="told">{escape(told)}</p>'
            f'<p>密钥 <code id="k-made" style="user-select:all;overflow-wrap:anywhere">'
            f"{escape(key)}</code></p></div>")


def _row(key: ApiKey) -> str:
    scopes = "、".join(SCOPES.get(scope, scope) for scope in key.scopes)
    used = shown(key.used_at)[:16] if key.used_at else "尚未使用"
    cells = (scopes, str(key.per_minute), shown(key.created_at)[:16], used,
             "已停用" if key.disabled else "可用")
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    button = f'<br><button type="button" data-id="{escape(key.name)}">修改</button>'
    return f'<tr><th scope="row">{escape(key.name)}{button}</th>{said}</tr>'
