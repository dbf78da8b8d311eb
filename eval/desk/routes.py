"""What the desk gives beside its pages: statistics as xlsx, the monthly notice."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from chat.wording import sentence
from corpus.errors import FormError, NotAllowed, RongceError
from corpus.html import html_page
from corpus.ladder import table
from corpus.records.people import Account, Role
from eval.desk.tools import DeskTools
from eval.review.library import Library
from eval.sets.files import eval_routes
from eval.statistics.notice import notice
from eval.statistics.periods import Unit, between
from eval.statistics.statistics import figures
from eval.statistics.statistics_tables import sections
from matcher.desk.sheet import XLSX, write_book


def desk_routes(tools: DeskTools) -> APIRouter:
    """Return the routes; each asks anew who is there."""
    routes = APIRouter()
    routes.include_router(eval_routes(tools.doorway, sentence))

    @routes.get("/desk/statistics.xlsx")
    def statistics(request: Request, first: str = "", last: str = "", region: str = "",
                   unit: str = "") -> Response:
        try:
            who = _who(tools, request, "下载统计")
            return _file(tools, who, (first, last, region), unit)
        except RongceError as error:
            return PlainTextResponse(sentence(error), status_code=_status(error))

    @routes.get("/desk/notice")
    def monthly(request: Request, month: str = "") -> Response:
        try:
            who = _who(tools, request, "查看通报")
            page = notice(tools.doorway.records, who, month, Library(tools.assistant).topics)
            return HTMLResponse(page, headers={"Cache-Control": "no-store"})
        except RongceError as error:
            told = f'<p role="alert">{sentence(error)}</p>'
            return HTMLResponse(html_page("打不开通报", told), status_code=_status(error))

    return routes


def _file(tools: DeskTools, who: Account, asked: tuple[str, str, str], unit: str) -> Response:
    first, last, region = asked
    if region and region not in table():
        raise FormError("地区", f"没有代码“{region[:10]}”")
    span, topics = between(first, last, region), Library(tools.assistant).topics
    chosen = Unit(unit) if unit in list(Unit) else span.unit
    found = sections(figures(tools.doorway.records, who, span, topics), topics, chosen)
    book = {part.title: [list(part.head), *part.rows, [], [part.note]] for part in found}
    title = quote(f"统计 {span.first} 至 {span.last}")
    return Response(write_book(book), media_type=XLSX, headers={
        "Content-Disposition": f"attachment; filename*=UTF-8''{title}.xlsx",
        "Cache-Control": "no-store"})


def _who(tools: DeskTools, request: Request, act: str) -> Account:
    return tools.doorway.staff(request.cookies, Role.POLICY, act)


def _status(error: RongceError) -> int:
    return 403 if isinstance(error, NotAllowed) else 400 if isinstance(error, FormError) else 503
