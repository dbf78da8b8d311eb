"""Files that staff download: the white list, its template, the monthly table of needs."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from corpus.errors import NotAllowed, RongceError
from corpus.records.doorway import Doorway
from corpus.records.people import Account, Role
from matcher.desk.need_list import monthly
from matcher.desk.needs_view import monthly_rows
from matcher.desk.sheet import XLSX, write_sheet
from matcher.desk.whitelist import export_xlsx
from matcher.desk.whitelist_file import COLUMNS

ROOTS = {Role.BANK: "/bank", Role.POLICY: "/desk"}


def address(role: Role, name: str) -> str:
    """Return the address of a file for people with `role`, below their own path."""
    return f"{ROOTS[role]}/files/{name}"


def template_xlsx() -> bytes:
    """Return an empty white list to fill in."""
    return write_sheet("白名单", [list(COLUMNS)])


def file_routes(doorway: Doorway, sentence: Callable[[Exception], str]) -> APIRouter:
    """Return the routes of the files below /bank and /desk, each for its own role only."""
    routes = APIRouter()
    for role, root in ROOTS.items():
        routes.get(f"{root}/files/{{name}}")(_sends(role, doorway, sentence))
    return routes


def _sends(role: Role, doorway: Doorway,
           sentence: Callable[[Exception], str]) -> Callable[[Request, str], Response]:
    def send(request: Request, name: str) -> Response:
        try:
            who = doorway.staff(request.cookies, role, "下载这份文件")
            if name not in _MADE:
                return PlainTextResponse("没有这份文件。", status_code=404)
            title, make = _MADE[name]
            return Response(make(doorway, who), media_type=XLSX, headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(title)}.xlsx",
                "Cache-Control": "no-store"})
        except RongceError as error:
            status = 403 if isinstance(error, NotAllowed) else 503
            return PlainTextResponse(sentence(error), status_code=status)

    return send


def _months(doorway: Doorway, who: Account) -> bytes:
    return write_sheet("融资需求按月统计", monthly_rows(monthly(doorway.records, who)))


def _whitelist(doorway: Doorway, who: Account) -> bytes:
    return export_xlsx(doorway.records, who)


def _template(doorway: Doorway, who: Account) -> bytes:  # noqa: ARG001
    return template_xlsx()


_MADE: dict[str, tuple[str, Callable[[Doorway, Account], bytes]]] = {
    "needs.xlsx": ("融资需求按月统计", _months), "whitelist.xlsx": ("白名单", _whitelist),
    "whitelist-template.xlsx": ("白名单模板", _template)}
