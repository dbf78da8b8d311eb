"""接口密钥: make, disable and limit the keys of other programs; for policy staff.

Each event asks anew who is there and whether they may. A key is shown once, where it was made.
"""

from typing import Any

import gradio as gr

from corpus.errors import FormError, RongceError
from corpus.records.api_keys import PER_MINUTE, SCOPES, USUAL, ApiKeys
from corpus.records.people import Account
from eval.desk.keys_view import keys_table, new_key
from eval.desk.tools import DeskTools
from matcher.desk.staff import OPENED
from matcher.number_field import number_box, read_number
from matcher.panels import QUIET, message

_LIMIT = "每分钟次数"
_ACT = "管理接口密钥"
_HIDDEN = {"visible": False}


def keys_page(page: gr.Blocks, tools: DeskTools) -> None:
    """Add the page to the open tab of `page`."""
    handlers = _Keys(tools)
    gr.Markdown("## 接口密钥\n其他程序用密钥提问、查条款、配产品；一个程序一个密钥。"
                "接口说明见 [/api/docs](/api/docs)。")
    with gr.Row():
        name = gr.Textbox(label="名称", info="哪个单位或系统在用", max_length=32, elem_id="k-name")
        limit = number_box(_LIMIT, "k-limit", info=f"1 到 6000，不填为 {PER_MINUTE}")
    scopes = gr.CheckboxGroup(label="权限", value=list(USUAL), elem_id="k-scopes",
                              choices=[(told, scope) for scope, told in SCOPES.items()])
    add = gr.Button("新增密钥", variant="primary", elem_id="k-add")
    told = gr.HTML(elem_id="k-told")
    listed = gr.HTML(elem_id="k-list", js_on_load=OPENED)
    after = [told, listed]
    add.click(handlers.add, [name, limit, scopes], [*after, name], **QUIET)
    page.load(handlers.search, None, after, **QUIET)
    _editing(handlers, listed, after)


def _editing(handlers: "_Keys", listed: Any, after: list[Any]) -> None:
    """Add the form that changes one key."""
    chosen = gr.State("")
    with gr.Column(visible=False, elem_id="k-form") as group:
        title = gr.HTML()
        limit = number_box(_LIMIT, "k-new-limit")
        with gr.Row():
            save = gr.Button("保存次数", variant="primary", elem_id="k-save")
            stop = gr.Button("停用", variant="stop", elem_id="k-stop")
            start = gr.Button("重新启用", elem_id="k-start")
            cancel = gr.Button("取消", elem_id="k-cancel")
    listed.click(handlers.open, None, [after[0], chosen, group, title, limit, stop, start],
                 **QUIET).then(
        None, js="() => document.querySelector('#k-form')?.scrollIntoView({behavior: 'smooth'})",
        api_name=False)
    save.click(handlers.limit, [chosen, limit], [*after, group], **QUIET)
    stop.click(handlers.disable, chosen, [*after, group], **QUIET)
    start.click(handlers.enable, chosen, [*after, group], **QUIET)
    cancel.click(handlers.cancel, None, group, **QUIET)


class _Keys:
    """The events of the page."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def search(self, request: gr.Request) -> list[Any]:
        """Return all keys."""
        try:
            return ["", self._listed(self._who(request))]
        except RongceError as error:
            return [self._tools.refusal(error), ""]

    def add(self, name: str, limit: str, scopes: list[str], request: gr.Request) -> list[Any]:
        """Make a key and show it, this once."""
        try:
            who = self._who(request)
            made, key = self._keys.add(name or "", per_minute=_number(limit, PER_MINUTE),
                                       scopes=scopes or (), by=who)
            return [new_key(made, key), self._listed(who), ""]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.skip()]

    def open(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Show one key in the form."""
        try:
            found = self._keys.one(str(event.id)[:64], by=self._who(request))
        except RongceError as error:
            return [self._tools.refusal(error), "", gr.update(**_HIDDEN), *[gr.skip()] * 4]
        return ["", found.name, gr.update(visible=True), message(f"修改“{found.name}”"),
                str(found.per_minute), gr.update(visible=not found.disabled),
                gr.update(visible=found.disabled)]

    def limit(self, name: str, limit: str, request: gr.Request) -> list[Any]:
        """Change how often a key may be used."""
        try:
            who = self._who(request)
            self._keys.set_limit(name, _number(limit, 0), by=who)
            return [message("已保存。"), self._listed(who), gr.update(**_HIDDEN)]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.skip()]

    def disable(self, name: str, request: gr.Request) -> list[Any]:
        """Disable a key; it opens nothing from then on."""
        return self._switch(name, request, disabled=True)

    def enable(self, name: str, request: gr.Request) -> list[Any]:
        """Enable a key again."""
        return self._switch(name, request, disabled=False)

    def cancel(self) -> Any:
        """Hide the form."""
        return gr.update(**_HIDDEN)

    def _switch(self, name: str, request: gr.Request, *, disabled: bool) -> list[Any]:
        try:
            who = self._who(request)
            self._keys.set_disabled(name, disabled, by=who)
            told = f"已{'停用' if disabled else '启用'}“{name}”。"
            return [message(told), self._listed(who), gr.update(**_HIDDEN)]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.skip()]

    @property
    def _keys(self) -> ApiKeys:
        return ApiKeys(self._tools.doorway.records)

    def _who(self, request: gr.Request) -> Account:
        return self._tools.account(request, _ACT)

    def _listed(self, who: Account) -> str:
        return keys_table(self._keys.list(who))


def _number(typed: str | None, usual: int) -> int:
    number = read_number(_LIMIT, typed)
    if number is not None and number % 1:
        raise FormError(_LIMIT, "应为整数")
    return usual if number is None else int(number)
