"""复核 · 投诉: the complaints, what staff find of one, and a test case made of it in two clicks.

Each event asks anew who is there; all that is shown is masked.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.errors import FormError, NotFound, RongceError
from corpus.records.people import Account
from eval.desk.tools import DeskTools
from eval.review.case_proposal import choices_of, draft_of, propose
from eval.review.complaint_form import CaseForm, case_form
from eval.review.complaints import (
    Complaint,
    Finding,
    Ruling,
    State,
    link_case,
    list_complaints,
    read_complaint,
    reopen,
    settle,
)
from eval.review.complaints_view import complaint_head, complaints_table
from eval.review.library import Library
from eval.review.seen import Key, Seen
from eval.review.seen_view import seen_html
from eval.sets.sets import Sets
from matcher.desk.staff import OPENED
from matcher.panels import QUIET, message

_MOST = 100
_SHOW = "() => document.querySelector('{}')?.scrollIntoView({{behavior: 'smooth'}})"
_INTRO = ("点“没帮上”的回答列在这里，手机号和证件号已隐去，不显示提问人。"
          "提问人删除对话或收回意见后，投诉随之消失；已转成的测试用例（隐去号码的文字）会留下。")


def complaints_page(tab: gr.Tab, tools: DeskTools) -> None:
    """Add the page to `tab`, which is open; the list is read when it is chosen."""
    handlers = _Complaints(tools)
    gr.Markdown(f"## 投诉\n{_INTRO}")
    with gr.Row():
        state = gr.Radio(list(State), value=State.OPEN.value, label="状态", elem_id="c-state")
        find = gr.Button("查询", variant="primary", elem_id="c-search")
    listed = gr.HTML(elem_id="c-list", js_on_load=OPENED)
    told = gr.HTML(elem_id="c-told")
    chosen = gr.State("")
    detail = gr.HTML(elem_id="c-detail")
    with gr.Column(visible=False, elem_id="c-form") as group:
        finding = gr.Radio(list(Finding), label="结论", elem_id="c-finding")
        gold = gr.CheckboxGroup([], label="应引的条款（勾选后转用例时已选好）", elem_id="c-gold")
        note = gr.Textbox(label="说明（可不填）", lines=2, max_length=1000, elem_id="c-note")
        with gr.Row():
            save = gr.Button("保存结论", variant="primary", elem_id="c-save")
            again = gr.Button("重新打开", elem_id="c-reopen")
            make = gr.Button("转为测试用例", elem_id="c-make")
    form = case_form()
    shown = [told, detail, chosen, group, finding, gold, note, form.group]
    for event in (find.click, state.change, tab.select):
        event(handlers.search, state, [told, listed], **QUIET)
    listed.click(handlers.open, None, shown, **QUIET).then(
        None, js=_SHOW.format("#c-detail"), api_name=False)
    save.click(handlers.settle, [chosen, state, finding, gold, note], [*shown, listed],
               **QUIET).then(None, js=_SHOW.format("#c-told"), api_name=False)
    again.click(handlers.reopen, [chosen, state], [*shown, listed], **QUIET)
    make.click(handlers.propose, [chosen, finding, gold], [told, form.group, *form.fields],
               **QUIET).then(None, js=_SHOW.format("#k-form"), api_name=False)
    form.save.click(handlers.add, [chosen, state, finding, gold, note, *form.fields],
                    [*shown, listed], **QUIET).then(
        None, js=_SHOW.format("#c-told"), api_name=False)
    form.cancel.click(handlers.cancel, None, form.group, **QUIET)


class _Complaints:
    """The events of the page."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._library = Library(tools.assistant)

    def search(self, state: str, request: gr.Request) -> list[str]:
        """Return the complaints in a state."""
        try:
            return ["", self._listed(self._tools.account(request, "查看投诉"), state)]
        except RongceError as error:
            return [self._tools.refusal(error), ""]

    def open(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Show one complaint."""
        try:
            who = self._tools.account(request, "查看投诉")
            return ["", *self._shown(who, Key.read(event.id))]
        except RongceError as error:
            return [self._tools.refusal(error), "", "", *[gr.update(visible=False)] * 5]

    def settle(self, key: str, state: str, finding: str, gold: list[str], note: str,
               request: gr.Request) -> list[Any]:
        """Keep what was found."""
        ruling = Ruling(finding or "", note or "", tuple(gold or ()))
        return self._act(key, state, request, "结论已保存。",
                         lambda who, at: settle(self._tools.doorway.records, who, at, ruling))

    def reopen(self, key: str, state: str, request: gr.Request) -> list[Any]:
        """Put the complaint back."""
        return self._act(key, state, request, "已重新打开。",
                         lambda who, at: reopen(self._tools.doorway.records, who, at))

    def propose(self, key: str, finding: str, gold: list[str], request: gr.Request) -> list[Any]:
        """Open the form of a case, filled in as far as is known."""
        try:
            who = self._tools.account(request, "新建测试用例")
            _, seen = read_complaint(self._tools.doorway.records, who, Key.read(key))
            held = propose(seen, self._library.topics, self._library.clauses,
                           Ruling(finding or "", gold=tuple(gold or ())))
            return ["", gr.update(visible=True), *CaseForm.values(
                held, Sets(self._tools.doorway.records).list())]
        except RongceError as error:
            return [self._tools.refusal(error), gr.update(visible=False),
                    *[gr.skip()] * CaseForm.FIELDS]

    def add(self, key: str, state: str, request: gr.Request, *values: Any) -> list[Any]:
        """Put the case into its set, link the complaint to it, and keep what was found of it."""
        finding, gold, note, *fields = values
        ruling = Ruling(finding or "", note or "", tuple(gold or ()))
        return self._act(key, state, request, "已存为测试用例，该题集下次评测时就会用到。",
                         lambda who, at: self._add(who, at, ruling, fields))

    def _add(self, who: Account, key: Key, ruling: Ruling, fields: list[Any]) -> None:
        set_name, filled = CaseForm.read(fields)
        records = self._tools.doorway.records
        read_complaint(records, who, key)  # gone? then nothing is made of it
        draft, sets = draft_of(filled), Sets(records)
        known = {head.name: head.id for head in sets.list()}
        if not set_name:
            raise FormError("题集", "没有选择，也没有写新题集的名称")
        set_id = known.get(set_name) or sets.create(who, set_name)
        link_case(records, who, key, set_id, sets.add(who, set_id, draft))
        if ruling.finding:
            settle(records, who, key, ruling)

    def cancel(self) -> Any:
        """Hide the form of the case."""
        return gr.update(visible=False)

    def _act(self, key: str, state: str, request: gr.Request, done: str,
             act: Callable[[Account, Key], None]) -> list[Any]:
        """Do something to the complaint, then show it as it is now, and the list."""
        try:
            who = self._tools.account(request, "处理投诉")
            act(who, Key.read(key))
            return [message(done), *self._shown(who, Key.read(key)), self._listed(who, state)]
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 8]

    def _shown(self, who: Account, key: Key) -> list[Any]:
        """Return one complaint: its page, its key, and what the form holds."""
        one, seen = read_complaint(self._tools.doorway.records, who, key)
        page = complaint_head(one, self._case(one)) + seen_html(
            seen, self._library.topics, self._library.versions)
        return [page, str(key), gr.update(visible=True), *self._form(one, seen),
                gr.update(visible=False)]

    def _case(self, one: Complaint) -> str:
        """Return where the case made of a complaint is, "" when none was made."""
        if one.triage is None or not one.triage.case_id:
            return ""
        sets = Sets(self._tools.doorway.records)
        names = {head.id: head.name for head in sets.list()}
        try:
            case = sets.one(one.triage.case_id)
        except NotFound:
            return "已转为测试用例，但用例后来被删除了。"
        return (f"已转为题集“{names.get(case.set_id, '')}”里的测试用例“{case.draft.label}”，"
                "可在“评测”里查看。")

    def _form(self, one: Complaint, seen: Seen) -> list[Any]:
        choices = choices_of(seen, self._library.topics, self._library.clauses)
        triage = one.triage
        return [gr.update(value=triage.verdict or None if triage else None),
                gr.update(choices=choices, value=list(triage.gold) if triage else []),
                triage.note if triage else ""]

    def _listed(self, who: Account, state: str) -> str:
        wanted = State(state) if state in list(State) else State.ALL
        found = list_complaints(self._tools.doorway.records, who, wanted, limit=_MOST + 1)
        return complaints_table(found[:_MOST], more=len(found) > _MOST)
