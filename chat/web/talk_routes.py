"""Plain pages and files of saved talks: export, links to share, one's own records."""

from html import escape
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from chat.talks.conversations import Conversation, Conversations, Saved
from chat.talks.export import to_docx, to_markdown
from chat.talks.sharing import read_shared, revoke_shares, share
from chat.web.gate import from_elsewhere
from chat.web.records_page import message_html, mine_html
from chat.wording import sentence
from corpus.errors import NotAllowed, NotFound, SignInError
from corpus.html import html_page
from corpus.records.clock import shown
from corpus.records.doorway import VISITOR, Doorway
from corpus.records.people import Person, Visitor
from corpus.records.retention import delete_person, export_person

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def talk_routes(doorway: Doorway) -> APIRouter:
    """Return the routes below /talk, /share and /mine."""
    routes, pages = APIRouter(), _Pages(doorway)
    for path, method, answer in (
            ("/talk/{talk_id}.md", "GET", pages.markdown),
            ("/talk/{talk_id}.docx", "GET", pages.docx),
            ("/talk/{talk_id}/share", "GET", pages.ask_share),
            ("/talk/{talk_id}/share", "POST", pages.share),
            ("/talk/{talk_id}/unshare", "POST", pages.unshare),
            ("/talk/{talk_id}/delete", "POST", pages.delete),
            ("/share/{token}", "GET", pages.shared), ("/mine", "GET", pages.mine),
            ("/mine.json", "GET", pages.all_data), ("/mine/delete", "POST", pages.delete_all)):
        routes.add_api_route(path, answer, methods=[method], response_model=None)
    return routes


class _Pages:
    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway

    def markdown(self, request: Request, talk_id: str) -> Response:
        talk, messages = self._own(request, talk_id)
        return _file(to_markdown(talk, messages).encode(), talk, "md", "text/markdown")

    def docx(self, request: Request, talk_id: str) -> Response:
        talk, messages = self._own(request, talk_id)
        return _file(to_docx(talk, messages), talk, "docx", _DOCX)

    def ask_share(self, request: Request, talk_id: str) -> Response:
        talk, _ = self._own(request, talk_id)
        return _page("分享这次对话", (
            f"<h1>分享：{escape(talk.title)}</h1><p>得到链接的人不用登录就能读到现在为止的问答，"
            f"7 天后失效；以后的问答不在其中。请先看看有没有不便公开的内容。</p>"
            f"{_button(f'/talk/{talk.id}/share', '生成链接')}"
            f"{_button(f'/talk/{talk.id}/unshare', '收回已经发出的链接')}"))

    def share(self, request: Request, talk_id: str) -> Response:
        token, until = share(self._doorway.records, self._who(request), talk_id)
        address = str(request.url_for("shared", token=token))
        return _page("分享链接", (
            f'<h1>分享链接</h1><p><a href="{escape(address)}">{escape(address)}</a></p>'
            f"<p>{shown(until)} 失效，可随时收回。</p>"))

    def unshare(self, request: Request, talk_id: str) -> Response:
        count = revoke_shares(self._doorway.records, self._who(request), talk_id)
        return _page("已收回", f"<p>已收回 {count} 个链接。</p>")

    def delete(self, request: Request, talk_id: str) -> Response:
        Conversations(self._doorway.records).delete(self._who(request), talk_id)
        return RedirectResponse("/mine", status_code=303)

    def shared(self, token: str) -> Response:
        talk, messages = read_shared(self._doorway.records, token)
        body = "".join(map(message_html, messages))
        return _page(talk.title, f"<h1>{escape(talk.title)}</h1>{body}")

    def mine(self, request: Request) -> Response:
        who = self._doorway.known(request.cookies)
        talks = Conversations(self._doorway.records).list(who) if who else ()
        return _page("我的记录", mine_html(talks))

    def all_data(self, request: Request) -> Response:
        return JSONResponse(export_person(self._doorway.records, self._who(request)), headers={
            "content-disposition": 'attachment; filename="rongce.json"'})

    def delete_all(self, request: Request) -> Response:
        who = self._who(request)
        if not isinstance(who, Visitor):
            raise NotAllowed("删除工作人员账号", "管理员")
        delete_person(self._doorway.records, who)
        response = RedirectResponse("/mine", status_code=303)
        response.delete_cookie(VISITOR, path="/")
        return response

    def _who(self, request: Request) -> Person:
        if request.method == "POST" and from_elsewhere(request):
            raise NotAllowed("从别的网站提交", "本网站")
        who = self._doorway.known(request.cookies)
        if who is None:
            raise NotFound("对话")
        return who

    def _own(self, request: Request, talk_id: str) -> tuple[Conversation, tuple[Saved, ...]]:
        return Conversations(self._doorway.records).resume(self._who(request), talk_id)


def told(_: Request, error: Exception) -> Response:
    """Answer a request that failed with a sentence."""
    known: dict[type[Exception], int] = {NotFound: 404, NotAllowed: 403, SignInError: 401}
    status = known.get(type(error), 503)
    return HTMLResponse(html_page("没有完成", f"<p>{escape(sentence(error))}</p>"), status)


def _file(content: bytes, talk: Conversation, suffix: str, kind: str) -> Response:
    name = quote(f"{talk.title[:30]}.{suffix}")
    return Response(content, media_type=kind, headers={
        "content-disposition": f"attachment; filename*=UTF-8''{name}"})


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(html_page(title, body))


def _button(action: str, label: str) -> str:
    return f'<form method="post" action="{action}"><button>{label}</button></form>'
