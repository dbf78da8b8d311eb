"""Signing in and out, and changing one's password: plain forms, no script."""

from collections.abc import Callable
from html import escape

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chat.web.gate import cookies_of, drop_session, from_elsewhere, set_cookie
from chat.wording import sentence
from corpus.errors import RongceError
from corpus.html import html_page
from corpus.records.doorway import SESSION, Doorway

HOMES = {"银行": "/bank", "政策": "/desk"}
_FIELD = '<label>{label}<input name="{name}" type="{kind}" autocomplete="{auto}" required></label>'
_NAME = _FIELD.format(label="账号", name="name", kind="text", auto="username")


def login_routes(doorway: Doorway) -> APIRouter:
    """Return the routes /login, /logout and /password, and the doors of the staff's pages."""
    routes, forms = APIRouter(), _Forms(doorway)
    for home in HOMES.values():
        routes.add_api_route(home, _door(home), methods=["GET"])
    for path, method, answer in (
            ("/login", "GET", forms.show), ("/login", "POST", forms.sign_in),
            ("/logout", "POST", forms.sign_out), ("/password", "GET", forms.show_password),
            ("/password", "POST", forms.change)):
        routes.add_api_route(path, answer, methods=[method], response_class=HTMLResponse)
    return routes


class _Forms:
    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway

    def show(self) -> Response:
        return HTMLResponse(_login())

    def sign_in(self, request: Request, name: str = Form(""),
                password: str = Form("")) -> Response:
        if from_elsewhere(request):
            return HTMLResponse(_login("请从本网站的登录页登录。"), status_code=403)
        try:
            account, token = self._doorway.sign_in(name, password)
        except RongceError as error:
            return HTMLResponse(_login(sentence(error)), status_code=401)
        response = RedirectResponse(HOMES[account.role], status_code=303)
        set_cookie(response, SESSION, token, secure=request.url.scheme == "https")
        return response

    def sign_out(self, request: Request) -> Response:
        if not from_elsewhere(request):
            self._doorway.sign_out(cookies_of(request.scope))
        return _out()

    def show_password(self) -> Response:
        return HTMLResponse(_password())

    def change(self, request: Request, old: str = Form(""), new: str = Form("")) -> Response:
        from corpus.records.accounts import Accounts

        try:
            account = self._doorway.account(cookies_of(request.scope))
            if account is None or from_elsewhere(request):
                return RedirectResponse("/login", status_code=303)
            Accounts(self._doorway.records).change_password(account, old, new)
        except RongceError as error:
            return HTMLResponse(_password(sentence(error)), status_code=400)
        return _out()


def _out() -> Response:
    response = RedirectResponse("/login", status_code=303)
    drop_session(response)
    return response


def _door(home: str) -> Callable[[], RedirectResponse]:
    """Return the route that leads from /bank to the page, which lies at /bank/."""
    def enter() -> RedirectResponse:
        return RedirectResponse(f"{home}/")

    return enter


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
