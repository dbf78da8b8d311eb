"""Signing in and out, and changing one's password: plain forms, no script."""

from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chat.gate import cookies_of, drop_session, set_cookie
from chat.wording import sentence
from corpus.errors import RongceError
from corpus.html import html_page
from corpus.records.doorway import SESSION, Doorway

HOMES = {"银行": "/bank", "政策": "/desk"}
_FIELD = '<label>{label}<input name="{name}" type="{kind}" autocomplete="{auto}" required></label>'
_NAME = _FIELD.format(label="账号", name="name", kind="text", auto="username")


def login_routes(doorway: Doorway) -> APIRouter:
    """Return the routes /login, /logout and /password, and the doors of the staff's pages."""
    routes = APIRouter()
    for home in HOMES.values():
        routes.add_api_route(home, _door(home), methods=["GET"])

    @routes.get("/login", response_class=HTMLResponse)
    def show() -> HTMLResponse:
        return HTMLResponse(_login())

    @routes.post("/login")
    def sign_in(request: Request, name: str = Form(""), password: str = Form("")) -> Response:
        if _from_elsewhere(request):
            return HTMLResponse(_login("请从本网站的登录页登录。"), status_code=403)
        try:
            account, token = doorway.sign_in(name, password)
        except RongceError as error:
            return HTMLResponse(_login(sentence(error)), status_code=401)
        response = RedirectResponse(HOMES[account.role], status_code=303)
        set_cookie(response, SESSION, token, secure=request.url.scheme == "https")
        return response

    @routes.post("/logout")
    def sign_out(request: Request) -> Response:
        if not _from_elsewhere(request):
            doorway.sign_out(cookies_of(request.scope))
        response = RedirectResponse("/login", status_code=303)
        drop_session(response)
        return response

    @routes.get("/password", response_class=HTMLResponse)
    def show_password() -> HTMLResponse:
        return HTMLResponse(_password())

    @routes.post("/password")
    def change(request: Request, old: str = Form(""), new: str = Form("")) -> Response:
        from corpus.records.accounts import Accounts

        try:
            account = doorway.account(cookies_of(request.scope))
            if account is None or _from_elsewhere(request):
                return RedirectResponse("/login", status_code=303)
            Accounts(doorway.records).change_password(account, old, new)
        except RongceError as error:
            return HTMLResponse(_password(sentence(error)), status_code=400)
        response = RedirectResponse("/login", status_code=303)
        drop_session(response)
        return response

    return routes


def _door(home: str) -> Callable[[], RedirectResponse]:
    """Return the route that leads from /bank to the page, which lies at /bank/."""
    def enter() -> RedirectResponse:
        return RedirectResponse(f"{home}/")

    return enter


def _from_elsewhere(request: Request) -> bool:
    """Whether another site sent the form."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _login(told: str = "") -> str:
    word = _FIELD.format(label="密码", name="password", kind="password", auto="current-password")
    body = (f"<h1>工作人员登录</h1>{_told(told)}<form method=post action=/login>{_NAME}{word}"
            "<button>登录</button></form><p>账号由管理员在命令行建立；企业提问不需要登录。</p>")
    return html_page("登录 · 融策通", body)


def _password(told: str = "") -> str:
    old = _FIELD.format(label="现在的密码", name="old", kind="password", auto="current-password")
    new = _FIELD.format(label="新密码", name="new", kind="password", auto="new-password")
    body = (f"<h1>修改密码</h1>{_told(told)}<form method=post action=/password>{old}{new}"
            "<button>修改</button></form><p>修改后请重新登录。</p>")
    return html_page("修改密码 · 融策通", body)


def _told(sentence_: str) -> str:
    return f'<p class="bad" role="alert">{escape(sentence_)}</p>' if sentence_ else ""
