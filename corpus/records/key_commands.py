"""What the command line does with the keys of other programs; each returns lines to print."""

from collections.abc import Sequence

from corpus.records.api_keys import SCOPES, ApiKey, ApiKeys
from corpus.records.clock import shown
from corpus.records.engine import Records


def add_key(records: Records, name: str, *, per_minute: int, scopes: Sequence[str]) -> list[str]:
    """Add a key and return it, this once; FormError, Conflict."""
    made, key = ApiKeys(records).add(name, per_minute=per_minute, scopes=scopes)
    return [f"已新增接口密钥 {_line(made)}", key, "密钥只显示这一次，请立即妥善保存。"]


def list_keys(records: Records) -> list[str]:
    """Return a line for each key."""
    return [_line(key) for key in ApiKeys(records).list()] or ["还没有接口密钥"]


def disable_key(records: Records, name: str) -> list[str]:
    """Disable a key; NotFound."""
    ApiKeys(records).set_disabled(name, True)
    return [f"已停用接口密钥 {name}"]


def _line(key: ApiKey) -> str:
    used = f"最后使用 {shown(key.used_at)[:16]}" if key.used_at else "尚未使用"
    parts = [key.name, "、".join(SCOPES[scope] for scope in key.scopes),
             f"每分钟 {key.per_minute} 次", f"{shown(key.created_at)[:16]} 新增", used,
             "已停用" if key.disabled else ""]
    return " · ".join(part for part in parts if part)
