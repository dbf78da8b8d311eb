"""Filing a financing need below the matches, and the firm's own needs with their history."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus.errors import FormError, RongceError
from corpus.records.base import new_id
from corpus.records.doorway import Doorway
from matcher.desk.need_list import list_needs, read_need
from matcher.desk.needs import LABELS, Status, file_need
from matcher.desk.needs_view import my_needs, number
from matcher.number_field import number_box, read_number
from matcher.panels import message

if TYPE_CHECKING:
    from matcher.page import Tools

_NAMES = ("firm", "contact", "phone", "region", "industry", "amount_wan", "term_months", "purpose",
          "text")
_FROM_FORM = ("region", "industry", "amount_wan", "term_months", "purpose", "text")
_MOST_SHOWN = 20


def consent(keep_days: int) -> str:
    """Return who will see a need and how long it is kept."""
    return ("提交即同意：需求内容展示给您所在地区的银行工作人员和政策部门；"
            "联系人和电话只有接下需求的银行能看到，其他人看到的是打了码的。"
            f"需求在办结后（无人对接的从提交起）保存 {keep_days} 天，到期删除。")


def filing_section(tools: "Tools", doorway: Doorway, form: dict[str, Any], *,
                   keep_needs_days: int) -> None:
    """Add the form of a need, prefilled from `form`, and the list of one's own."""
    gr.Markdown("## 融资需求\n没有合适的，或希望银行主动联系，可以提交一份需求。")
    with gr.Row():
        start = gr.Button("填写融资需求", elem_id="n-start")
        mine = gr.Button("查看我的需求", elem_id="n-mine")
    key = gr.State("")
    with gr.Column(visible=False, elem_id="n-form") as group:
        inputs = _inputs()
        gr.Markdown(consent(keep_needs_days), elem_id="n-consent")
        send = gr.Button("同意并提交", variant="primary", elem_id="n-send")
    told = gr.HTML(elem_id="n-told")
    listed = gr.HTML(elem_id="n-list")
    handlers = _Filing(tools, doorway)
    start.click(handlers.start, [form[name] for name in _FROM_FORM],
                [group, key, told, *(inputs[name] for name in _FROM_FORM)],
                show_progress="hidden", api_name=False)
    send.click(handlers.send, [key, form["currency"], *inputs.values()], [group, told],
               show_progress="hidden", trigger_mode="once", api_name=False)
    mine.click(handlers.mine, None, listed, show_progress="hidden", api_name=False)


def _inputs() -> dict[str, Any]:
    """Add the fields of a need; return them by name."""
    made: dict[str, Any] = {}
    with gr.Row():
        made["firm"] = _box("firm", 100)
        made["contact"] = _box("contact", 50)
        made["phone"] = _box("phone", 40)
    with gr.Row():
        made["region"] = _box("region", 40, info="写到市或区县，当地银行才能看到")
        made["industry"] = _box("industry", 50)
    with gr.Row():
        made["amount_wan"] = number_box(LABELS["amount_wan"], "n-amount_wan")
        made["term_months"] = number_box(LABELS["term_months"], "n-term_months")
    made["purpose"] = _box("purpose", 200)
    made["text"] = gr.Textbox(label=LABELS["text"], lines=2, max_lines=6, max_length=5000,
                              elem_id="n-text")
    return made


def _box(name: str, longest: int, *, info: str | None = None) -> Any:
    return gr.Textbox(label=LABELS[name], info=info, max_length=longest, elem_id=f"n-{name}")


class _Filing:
    """The events of the section; each asks anew who is there."""

    def __init__(self, tools: "Tools", doorway: Doorway) -> None:
        self._tools = tools
        self._doorway = doorway

    def start(self, *values: Any) -> list[Any]:
        """Show the form, filled from the one above; a form shown anew has a key of its own."""
        return [gr.update(visible=True), new_id(), "", *values]

    def send(self, request: gr.Request, key: str, currency: str, *values: Any) -> list[Any]:
        """File the need; sent twice, it is filed once."""
        fields = dict(zip(_NAMES, values, strict=True))
        try:
            if currency != "CNY":
                raise FormError(LABELS["amount_wan"], "请换算成人民币")
            who = self._doorway.person(request.cookies)
            fields["region"] = self._region(fields["region"])
            numbers = {name: read_number(LABELS[name], fields[name])
                       for name in ("amount_wan", "term_months")}
            stated = {name: value for name, value in (fields | numbers).items()
                      if value is not None}
            need = file_need(self._doorway.records, who, stated, form_key=key)
        except RongceError as error:
            return [gr.update(), message(self._tools.sentence(error), bad=True)]
        told = (f"已提交，编号 {number(need)}，状态：{Status.OPEN}。"
                "银行接下后会按您留的电话联系；点“查看我的需求”可随时看进展。")
        return [gr.update(visible=False), message(told)]

    def mine(self, request: gr.Request) -> str:
        """Return the person's own needs with their history."""
        try:
            who, records = self._doorway.person(request.cookies), self._doorway.records
            return my_needs([read_need(records, who, need.id)
                             for need in list_needs(records, who, limit=_MOST_SHOWN)])
        except RongceError as error:
            return message(self._tools.sentence(error), bad=True)

    def _region(self, name: str) -> str:
        if not name.strip():
            raise FormError(LABELS["region"], "没有填写")
        return self._tools.gazetteer().one(name).code
