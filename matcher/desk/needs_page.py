"""融资需求对接: the desk of bank staff, and the read-only view of policy staff.

Each event asks anew who is there and whether they may; the wall before the page is not relied on.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.errors import FormError, NotFound, RongceError
from corpus.records.accounts import Accounts
from corpus.records.people import Account, Role
from matcher.desk.files import address
from matcher.desk.handling import claim, close, release, transfer
from matcher.desk.need_list import Need, Wanted, list_needs, monthly, read_need
from matcher.desk.needs import Status
from matcher.desk.needs_fields import LEAST, MOST, SHOW, handling_fields, need_filters
from matcher.desk.needs_view import monthly_table, need_card, needs_table
from matcher.desk.staff import OPENED, Staff
from matcher.number_field import read_number
from matcher.panels import message

_ACT = "查看融资需求"
_MOST = 100


def needs_page(page: gr.Blocks, staff: Staff) -> None:
    """Add the page to the open tab of `page`; bank staff can handle needs, policy staff look on."""
    intro = ("只列出您负责地区的待对接需求和您经手的需求。" if staff.role is Role.BANK
             else "列出全部需求，只读；联系人和电话已打码。")
    gr.Markdown(f"## 融资需求对接\n{intro}")
    filters = need_filters()
    search = gr.Button("查询", variant="primary", elem_id="d-search")
    listed = gr.HTML(elem_id="d-list", js_on_load=OPENED)
    chosen = gr.State("")
    told = gr.HTML(elem_id="d-told")
    detail = gr.HTML(elem_id="d-detail")
    handlers = _Desk(staff)
    quiet = {"show_progress": "hidden", "api_name": False}
    show = [told, detail, chosen]
    bank = staff.role is Role.BANK
    more = handling_fields(handlers, [chosen, *filters], [told, detail, listed]) if bank else []
    search.click(handlers.search, filters, [told, listed], **quiet)
    listed.click(handlers.open, None, [*show, *more], **quiet).then(None, js=SHOW, api_name=False)
    gr.Markdown("## 按月统计")
    months = gr.HTML(elem_id="d-months")
    refresh = gr.Button("重新统计", elem_id="d-count")
    refresh.click(handlers.months, None, months, **quiet)
    page.load(handlers.search, filters, [told, listed], **quiet)
    page.load(handlers.months, None, months, **quiet)


class _Desk:
    """The events of the page."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    def search(self, request: gr.Request, *values: Any) -> list[str]:
        """Return the needs that the filters leave."""
        try:
            return ["", self._listed(self._staff.account(request, _ACT), values)]
        except RongceError as error:
            return [self._staff.refusal(error), ""]

    def _listed(self, who: Account, values: tuple[Any, ...]) -> str:
        region, industry, status, least, most = values
        wanted = Wanted(self._staff.code(region), (industry or "").strip(),
                        read_number(LEAST, least) or 0, read_number(MOST, most),
                        Status(status) if status in list(Status) else None)
        needs = list_needs(self._staff.doorway.records, who, wanted, limit=_MOST + 1)
        return needs_table(needs[:_MOST], more=len(needs) > _MOST)

    def open(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Show one need with its history, and what can be done with it."""
        try:
            who = self._staff.account(request, _ACT)
            need_id = str(event.id)[:64]
            need, steps = read_need(self._staff.doorway.records, who, need_id)
        except RongceError as error:
            return [self._staff.refusal(error), "", "", *self._can(None, None)]
        return ["", need_card(need, steps), need_id, *self._can(who, need)]

    def _can(self, who: Account | None, need: Need | None) -> list[Any]:
        """Return the updates that show what a bank can do with a need; [] for policy staff."""
        if self._staff.role is not Role.BANK:
            return []
        handles = bool(need and need.status is Status.CLAIMED and not need.masked)
        to = self._colleagues(who, need.form.region) if who and need and handles else []
        return [gr.update(visible=bool(need and need.status is Status.OPEN)),
                gr.update(visible=handles), gr.update(choices=to, value=None), "", None, ""]

    def _colleagues(self, who: Account, region: str) -> list[tuple[str, str]]:
        """Return the other bank accounts that serve a region, as (shown, name)."""
        return [(f"{a.institution} {a.name}", a.name)
                for a in Accounts(self._staff.doorway.records).list()
                if a.role is Role.BANK and not a.disabled and a.id != who.id and a.serves(region)]

    def months(self, request: gr.Request) -> str:
        """Return the monthly table of the needs that the person sees."""
        try:
            who = self._staff.account(request, "查看需求统计")
            return monthly_table(monthly(self._staff.doorway.records, who),
                                 address(self._staff.role, "needs.xlsx"))
        except RongceError as error:
            return self._staff.refusal(error)

    def claim(self, request: gr.Request, need_id: str, *values: Any) -> list[Any]:
        """Take up the need."""
        return self._act(need_id, values, request, "已接下，企业的联系方式见下方。",
                         lambda who: claim(self._staff.doorway.records, who, need_id))

    def release(self, request: gr.Request, need_id: str, *values: Any) -> list[Any]:
        """Give the need back."""
        *filters, note = values
        return self._act(need_id, tuple(filters), request, "已退回，其他银行可以接下。",
                         lambda who: release(self._staff.doorway.records, who, need_id,
                                             note=note or ""))

    def transfer(self, request: gr.Request, need_id: str, *values: Any) -> list[Any]:
        """Hand the need to another account."""
        *filters, to, note = values
        return self._act(need_id, tuple(filters), request, "已转交。",
                         lambda who: transfer(self._staff.doorway.records, who, need_id, to or "",
                                              note=note or ""))

    def close(self, request: gr.Request, need_id: str, *values: Any) -> list[Any]:
        """Close the need as granted or failed."""
        *filters, outcome, reason = values

        def act(who: Account) -> None:
            if outcome not in list(Status):
                raise FormError("办结结果", "没有选择")
            close(self._staff.doorway.records, who, need_id, Status(outcome), reason=reason or "")

        return self._act(need_id, tuple(filters), request, "已办结。", act)

    def _act(self, need_id: str, filters: tuple[Any, ...], request: gr.Request, done: str,
             act: Callable[[Account], None]) -> list[Any]:
        """Do something with a need, then show it and the list as they now are."""
        try:
            who = self._staff.account(request, "对接需求")
        except RongceError as error:
            return [self._staff.refusal(error), "", "", *self._can(None, None)]
        try:
            act(who)
        except FormError as error:
            return [self._staff.refusal(error), *[gr.skip()] * 8]
        except RongceError as error:
            return [self._staff.refusal(error), *self._now(who, need_id, filters)]
        return [message(done), *self._now(who, need_id, filters)]

    def _now(self, who: Account, need_id: str, filters: tuple[Any, ...]) -> list[Any]:
        """Return the need as it now is, the list, and what can be done; blank when out of sight."""
        try:
            listed = self._listed(who, filters)
            need, steps = read_need(self._staff.doorway.records, who, need_id)
        except NotFound:
            return ["", listed, *self._can(None, None)]
        except RongceError as error:
            return [self._staff.refusal(error), "", *self._can(None, None)]
        return [need_card(need, steps), listed, *self._can(who, need)]
