"""The source of a policy as a plain page, at the clause that an answer cites, as it stood then."""

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from chat.wording import sentence
from corpus.errors import NotFound, RongceError
from corpus.html import html_page
from corpus.loading import Pending
from corpus.model import Policy
from corpus.page import policy_page
from corpus.records.doorway import Doorway

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from corpus.publishing.versions import Version

Span = tuple[int, int]


def source_routes(assistant: "Pending[Assistant]", doorway: Doorway) -> APIRouter:
    """Return the route /policy/{id}, with `start` and `end` of what is to be marked.

    With `version` it shows the text that an answer was given from, and says what became of it.
    """
    routes = APIRouter()

    @routes.get("/policy/{policy_id}", response_class=HTMLResponse)
    def show_policy(policy_id: str, start: str = "", end: str = "",
                    version: str = "") -> HTMLResponse:
        given = all(re.fullmatch(r"[0-9]{1,9}", offset) for offset in (start, end))
        span = (int(start), int(end)) if given else None
        try:
            policies = {p.id: p for p in assistant.get().searcher.policies}
            now = policies.get(policy_id)
            if version and (now is None or now.version != version):
                return _as_it_stood(doorway, policy_id, version, now, span)
        except RongceError as error:
            return HTMLResponse(html_page("暂不可用", escape(sentence(error))), status_code=503)
        if now is None:
            told = "<p>没有这份文件，可能已经撤下，请返回查找。</p>"
            return HTMLResponse(html_page("没有这份文件", told), status_code=404)
        return HTMLResponse(policy_page(now, span))

    return routes


def _as_it_stood(doorway: Doorway, policy_id: str, version: str, now: Policy | None,
                 span: Span | None) -> HTMLResponse:
    from corpus.publishing.versions import find_version  # SQLAlchemy is slow to import

    link = (f'<a href="/policy/{quote(policy_id)}">看现在生效的文本</a>' if now
            else "这份文件现在没有生效的版本")
    try:
        found = find_version(doorway.records, policy_id, version)
    except NotFound:
        told = f"<p>这一版的文本没有留存。{link}。</p>"
        return HTMLResponse(html_page("没有这一版", told), status_code=404)
    return HTMLResponse(policy_page(found.policy, span, told=_standing(found, link)))


def _standing(version: "Version", link: str) -> str:
    """Return as HTML which version this is and what became of it."""
    since = f"{version.effective_from} 起生效" if version.effective_from else "生效日期未载明"
    until = f"，{version.effective_until} 起{version.status}" if version.effective_until else ""
    return (f'<p class="meta" role="note"><b>当时文本</b>：第 {version.number} 版，'
            f"{escape(since)}{escape(until)}。{link}。</p>")
