"""The source of a policy as a plain page, at the clause that an answer cites."""

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from chat.wording import sentence
from corpus.errors import RongceError
from corpus.html import html_page
from corpus.loading import Pending
from corpus.page import policy_page

if TYPE_CHECKING:
    from chat.assistant import Assistant


def source_routes(assistant: "Pending[Assistant]") -> APIRouter:
    """Return the route /policy/{id}, with `start` and `end` of what is to be marked."""
    routes = APIRouter()

    @routes.get("/policy/{policy_id}", response_class=HTMLResponse)
    def show_policy(policy_id: str, start: str = "", end: str = "") -> HTMLResponse:
        try:
            policies = {p.id: p for p in assistant.get().searcher.policies}
        except RongceError as error:
            return HTMLResponse(html_page("暂不可用", sentence(error)), status_code=503)
        if policy_id not in policies:
            told = "<p>没有这份文件，请返回查找。</p>"
            return HTMLResponse(html_page("没有这份文件", told), status_code=404)
        given = all(re.fullmatch(r"[0-9]{1,9}", offset) for offset in (start, end))
        span = (int(start), int(end)) if given else None
        return HTMLResponse(policy_page(policies[policy_id], span))

    return routes
