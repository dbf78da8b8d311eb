"""The walls between audiences: which addresses need which role, checked before anything is run.

Every page, event, file and stream of an audience lies below its own path, so one check by path
holds for all of them. Visitors get a cookie of their own with the first page. What is for programs
takes keys only: no cookie reaches it, so another site's page can do nothing there with a browser.
"""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from chat.wording import sentence
from corpus.errors import RongceError
from corpus.records.doorway import SESSION, VISITOR, Doorway

_API = "/gradio_api/"
_OPEN = ("queue/", "heartbeat/", "startup-events", "cancel", "reset", "app_id", "login_check",
         "info")
KEYED = ("/api", "/v1", "/healthz", "/metrics")
YEAR_S = 365 * 24 * 3600


class Gate:
    """ASGI middleware; `walls` gives the role that each path needs, with all below it."""

    def __init__(self, app: ASGIApp, doorway: Doorway, walls: Mapping[str, str]) -> None:
        self._app = app
        self._doorway = doorway
        self._walls = walls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, send it to the sign-in page, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if _shut(scope["path"]):
            await PlainTextResponse("没有这个地址。", status_code=404)(scope, receive, send)
            return
        if is_keyed(scope["path"]):
            await self._app(_without_cookies(scope), receive, send)
            return
        cookies = cookies_of(scope)
        role = self.role_for(scope["path"])
        if role and (refusal := await run_in_threadpool(self._refusal, scope, cookies, role)):
            closed = WebSocketClose(1008) if scope["type"] == "websocket" else refusal
            await closed(scope, receive, send)
            return
        if _is_page(scope) and VISITOR not in cookies:
            send = _with_visitor(scope, send)
        await self._app(scope, receive, send)

    def role_for(self, path: str) -> str | None:
        """Return the role that `path` needs, None when anyone may."""
        return next((role for wall, role in self._walls.items()
                     if path == wall or path.startswith(f"{wall}/")), None)

    def _refusal(self, scope: Scope, cookies: Mapping[str, str], role: str) -> Response | None:
        try:
            account = self._doorway.account(cookies)
        except RongceError as error:
            return JSONResponse({"error": sentence(error)}, status_code=503)
        if account and account.role == role:
            return None
        if _is_page(scope):
            return RedirectResponse("/login", status_code=303)
        told = "没有权限。" if account else "请先登录。"
        return JSONResponse({"error": told}, status_code=403 if account else 401)


def is_keyed(path: str) -> bool:
    """Whether `path` is for other programs, who show a key and never a cookie."""
    return any(f"{path}/".startswith(f"{root}/") for root in KEYED)


def _without_cookies(scope: Scope) -> Scope:
    return {**scope, "headers": [h for h in scope["headers"] if h[0] != b"cookie"]}


def _shut(path: str) -> bool:
    """Whether `path` is a door of Gradio that the pages of visitors do not use.

    All its apps share one folder of files, so a visitor could fetch there what staff put in.
    """
    return path.startswith(_API) and not path.removeprefix(_API).startswith(_OPEN)


def cookies_of(scope: Scope) -> dict[str, str]:
    """Return the cookies of a request, {} when they cannot be read."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def set_cookie(response: Response, name: str, value: str, *, secure: bool,
               max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="lax",
                        secure=secure, path="/")


def drop_session(response: Response) -> None:
    """Tell the browser to forget its session."""
    response.delete_cookie(SESSION, path="/")


def from_elsewhere(request: Request) -> bool:
    """Whether another site sent a form."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _is_page(scope: Scope) -> bool:
    """Whether a person opens an address, in contrast to what a page loads by itself."""
    accepts: str = Headers(scope=scope).get("accept", "")
    return scope["type"] == "http" and scope["method"] == "GET" and "text/html" in accepts


def _with_visitor(scope: Scope, send: Send) -> Send:
    from corpus.records.tokens import new_token

    carrier = Response()
    set_cookie(carrier, VISITOR, new_token(), secure=scope["scheme"] == "https", max_age=YEAR_S)
    cookie = carrier.headers["set-cookie"]

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Any = MutableHeaders(scope=message)
            headers.append("set-cookie", cookie)
        await send(message)

    return send_with_cookie
