"""Sets of cases as files that policy staff download."""

from collections.abc import Callable
from html import escape
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from corpus.errors import NotAllowed, NotFound, RongceError
from corpus.records.doorway import Doorway
from corpus.records.people import Role
from eval.sets.case_file import to_jsonl, to_xlsx
from eval.sets.case_sets import find_set
from eval.sets.draft import from_row
from matcher.desk.sheet import XLSX

ROOT = "/desk/eval"


def links(set_id: str) -> str:
    """Return links to a set as JSONL and as xlsx."""
    return '<p class="files">' + " ".join(
        f'<a class="file" href="{ROOT}/{kind}?set={escape(quote(set_id))}" download>导出 {kind}</a>'
        for kind in ("jsonl", "xlsx")) + "</p>"


def eval_routes(doorway: Doorway, sentence: Callable[[Exception], str]) -> APIRouter:
    """Return the routes of the files, for policy staff only."""
    routes = APIRouter()

    @routes.get(ROOT + "/{kind}")
    def send(request: Request, kind: str, set: str = "") -> Response:
        try:
            doorway.staff(request.cookies, Role.POLICY, "下载题集")
            found = find_set(doorway.records, set)
            drafts = [from_row(row) for row in found.rows]
        except RongceError as error:
            status = {NotAllowed: 403, NotFound: 404}.get(type(error), 503)
            return PlainTextResponse(sentence(error), status_code=status)
        if kind not in ("jsonl", "xlsx"):
            return PlainTextResponse("没有这份文件。", status_code=404)
        content = to_jsonl(drafts).encode() if kind == "jsonl" else to_xlsx(drafts)
        return Response(content, media_type=XLSX if kind == "xlsx" else "application/jsonl",
                        headers={"Cache-Control": "no-store", "Content-Disposition":
                                 f"attachment; filename*=UTF-8''{quote(found.name)}.{kind}"})

    return routes
