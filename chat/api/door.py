"""The door for other programs: whose key it is, whether it may, how often, how large.

All of that is settled before the request is read as JSON. Keys that fail count against the address
they come from; an address that fails too often is not listened to for a while, but for keys that
have been right before.
"""

from collections.abc import Sequence
from ipaddress import ip_address

import anyio
import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.api.body import HungUp, read_body, refuse, replayed
from chat.api.errors import Problem, problem_of
from chat.api.limits import Buckets, Taken
from corpus.errors import RongceError
from corpus.records.api_keys import SCOPES, ApiKey, ApiKeys
from corpus.records.doorway import Doorway
from corpus.records.tokens import token_hash

OPEN = ("/healthz", "/api/docs", "/api/openapi.json")
NEEDS = {"/api/ask": "ask", "/api/search": "search", "/api/match": "match",
         "/v1/chat/completions": "ask", "/metrics": "metrics"}
_WRONG_PER_MINUTE = 10
_LOOKUPS_AT_ONCE = 4  # threads of their own number, so that the pages always have theirs
_ASK = {"WWW-Authenticate": "Bearer"}
_FORWARDED = ("x-forwarded-for", "forwarded", "via", "x-real-ip")
NO_KEY = Problem(401, "missing_api_key", "请在请求头写明密钥：Authorization: Bearer rc_…；"
                 "密钥请向管理员索取。", _ASK)
BAD_KEY = Problem(401, "invalid_api_key", "密钥不对，或已停用；请向管理员核对。", _ASK)


class Door:
    """ASGI middleware in front of all routes for programs."""

    def __init__(self, app: ASGIApp, doorway: Doorway, body_s: float = 15.0) -> None:
        self._app = app
        self._doorway = doorway
        self._body_s = body_s
        self._asked, self._failed = Buckets(), Buckets()
        self._right: set[str] = set()  # hashes of keys that were right before
        self._lookups = anyio.CapacityLimiter(_LOOKUPS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or say why not."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path in OPEN or (path == "/metrics" and _is_here(scope)):
            await self._app(scope, receive, send)
            return
        found = await self._key(scope)
        if isinstance(found, ApiKey):
            taken = self._asked.take(found.id, found.per_minute)
            send = _with_headers(send, taken)
            found = _over(taken) if taken.wait_s else _unfit(found, NEEDS.get(path)) or found
        if isinstance(found, Problem):
            await found.response(path)(scope, receive, send)
            return
        await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        try:
            body = await read_body(scope, receive, limit_s=self._body_s)
        except HungUp:
            return
        if isinstance(body, Problem):
            await refuse(body, scope, receive, send)
        else:
            await self._app(scope, replayed(body, receive), send)

    async def _key(self, scope: Scope) -> ApiKey | Problem:
        kind, _, key = Headers(scope=scope).get("authorization", "").strip().partition(" ")
        key = key.strip()
        if not key or kind.lower() != "bearer":
            return NO_KEY
        address = (scope.get("client") or ("",))[0]
        seen = token_hash(key) in self._right
        blocked = self._failed.take(address, _WRONG_PER_MINUTE, cost=0)
        if blocked.wait_s and not seen:
            return _guessing(blocked)
        try:
            found = await anyio.to_thread.run_sync(self._find, key, limiter=self._lookups)
        except RongceError as error:
            return problem_of(error, scope["path"])
        if found:
            self._right.add(token_hash(key))
            return found
        self._failed.take(address, _WRONG_PER_MINUTE)
        return BAD_KEY

    def _find(self, key: str) -> ApiKey | None:
        return ApiKeys(self._doorway.records).find(key)


def _unfit(key: ApiKey, need: str | None) -> Problem | None:
    if need is None or need in key.scopes:
        return None
    return Problem(403, "scope_missing", f"这个密钥没有“{SCOPES[need]}”（{need}）的权限。")


def _over(taken: Taken) -> Problem:
    told = f"请求太频繁：每分钟最多 {taken.limit} 次，请 {taken.wait_s} 秒后再试。"
    return Problem(429, "rate_limit_exceeded", told, taken.headers)


def _guessing(taken: Taken) -> Problem:
    told = f"错误的密钥太多，请 {taken.wait_s} 秒后再试。"
    return Problem(429, "too_many_wrong_keys", told, taken.headers)


def _is_here(scope: Scope) -> bool:
    """Whether a program on this machine asks, not through a proxy."""
    headers = Headers(scope=scope)
    if any(name in headers for name in _FORWARDED):
        return False
    try:
        return ip_address((scope.get("client") or ("",))[0]).is_loopback
    except ValueError:
        return False


def _with_headers(send: Send, taken: Taken) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(taken.headers)
        await send(message)

    return send_with


def origins(setting: str) -> Sequence[str]:
    """Return the sites whose pages may call, from the setting `api_origins`."""
    return [origin.strip() for origin in setting.split(",") if origin.strip()]
