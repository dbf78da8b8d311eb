"""What the description of the interface says of every response that can come back."""

from collections.abc import Set
from typing import Any

from chat.api.models import Failed
from chat.api.openai_models import OpenAIFailed

Responses = dict[int | str, dict[str, Any]]
_TEXT = {"schema": {"type": "object", "required": ["data"], "properties": {
    "event": {"type": "string"}, "data": {"type": "string", "description": "JSON"}}}}
EVENTS = {"text/event-stream": _TEXT | {"example": (
    'event: part\ndata: {"answer": "担保费率原则上…"}\n\n'
    'event: answer\ndata: {"id": null, "answer": "…", "refused": false, "citations": []}\n\n')}}
STREAM = {"text/event-stream": _TEXT | {"example": (
    'data: {"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": '
    '[{"index": 0, "delta": {"content": "担保费率"}}]}\n\ndata: [DONE]\n\n')}}
_WORDS = {"schema": {"type": "string"}}
_LIMITS = {name: {"schema": {"type": "string"}, "description": told} for name, told in (
    ("RateLimit-Limit", "每分钟次数"), ("RateLimit-Remaining", "现在还能用几次"),
    ("RateLimit-Reset", "多少秒后恢复到满额"), ("RateLimit-Policy", "如 60;w=60"))}
_LATER = {"Retry-After": {"schema": {"type": "string"}, "description": "多少秒后再试"}}
_FAULTS: dict[int, tuple[str, dict[str, Any]]] = {
    400: ("请求不是有效的 JSON", {}),
    401: ("没有密钥，或密钥不对、已停用", {"WWW-Authenticate": _WORDS}),
    403: ("密钥没有这项权限", {}),
    408: ("请求发送得太慢", {}),
    413: ("请求超过 1 MB", {}),
    422: ("某一项填写有误：问题为空、太长、地区不认识等", {}),
    429: ("请求太频繁，或错误的密钥太多", _LIMITS | _LATER),
    503: ("现在太忙、资料还没有准备好，或数据库不可用", _LATER)}
LIMITED = {"headers": _LIMITS}


def faults(*, leave: Set[int] = frozenset()) -> Responses:
    """Return all errors that a route below /api may answer with, but for `leave`."""
    return {status: {"model": Failed, "description": told, "headers": headers}
            for status, (told, headers) in _FAULTS.items() if status not in leave}


def openai_faults(*, leave: Set[int] = frozenset()) -> Responses:
    """Return the same for a route below /v1, where a bad field is a 400, too."""
    found = faults(leave={*leave, 422})
    extra: Responses = {404: {"description": "没有这个模型"}} if 404 not in leave else {}
    for response in (*found.values(), *extra.values()):
        response["model"] = OpenAIFailed
    if 400 in found:
        found[400]["description"] = "不是有效的 JSON，某一项填写有误，或用了不支持的参数"
    return found | extra
