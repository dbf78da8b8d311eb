"""白名单: search and export for bank and policy staff; import, edit and remove for policy staff.

Each event asks anew who is there and whether they may.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import RongceError
from corpus.records.people import Account, Role
from matcher.desk.files import address
from matcher.desk.needs_view import place
from matcher.desk.staff import OPENED, Staff
from matcher.desk.whitelist import (
    change_entry,
    import_file,
    list_entries,
    one_entry,
    remove_entry,
)
from matcher.desk.whitelist_file import COLUMNS
from matcher.desk.whitelist_view import entries_table, removal, report
from matcher.panels import QUIET, message

_MOST = 200
_LOADING = "正在导入，几万行需要十几秒，请不要关闭页面……"
_SHOW = "() => document.querySelector('#w-told')?.scrollIntoView({behavior: 'smooth'})"


def whitelist_page(page: gr.Blocks, staff: Staff) -> None:
    """Add the page to the open tab of `page`."""
    edits = staff.role is Role.POLICY
    handlers = _Whitelist(staff)
    gr.Markdown("## 白名单\n白名单企业和项目，以及对接的责任银行。")
    gr.HTML(_links(staff.role), elem_id="w-links")
    if edits:
        load = gr.UploadButton("导入 xlsx 或 csv", file_types=[".xlsx", ".csv"], elem_id="w-import")
    told = gr.HTML(elem_id="w-told")
    with gr.Row():
        region = gr.Textbox(label="地区", elem_id="w-region")
        words = gr.Textbox(label="企业、代码、项目或银行包含", elem_id="w-words")
        search = gr.Button("查询", variant="primary", elem_id="w-search")
    listed = gr.HTML(elem_id="w-list", js_on_load=OPENED)
    filters = [region, words]
    for event in (search.click, region.submit, words.submit):
        event(handlers.search, filters, [told, listed], **QUIET)
    page.load(handlers.search, filters, [told, listed], **QUIET)
    if edits:
        load.upload(handlers.load, [load, *filters], [told, listed, load], **QUIET)
        _editing(handlers, listed, filters, told)


def _links(role: Role) -> str:
    template = (f'<a class="file" href="{address(role, "whitelist-template.xlsx")}" download>'
                "下载模板</a> ") if role is Role.POLICY else ""
    return (f'<p class="files">{template}<a class="file" '
            f'href="{address(role, "whitelist.xlsx")}" download>导出 xlsx</a></p>')


def _editing(handlers: "_Whitelist", listed: Any, filters: list[Any], told: Any) -> None:
    """Add the form that changes one entry, and its removal with a question before."""
    chosen = gr.State("")
    with gr.Column(visible=False, elem_id="w-form") as group:
        gr.Markdown("### 修改条目")
        boxes = [gr.Textbox(label=label, max_length=200, elem_id=f"w-{name}")
                 for label, name in COLUMNS.items()]
        with gr.Row():
            save = gr.Button("保存", variant="primary", elem_id="w-save")
            drop = gr.Button("移出白名单", elem_id="w-remove")
            cancel = gr.Button("取消", elem_id="w-cancel")
    with gr.Column(visible=False, elem_id="w-ask") as asking:
        asked = gr.HTML()
        with gr.Row():
            sure = gr.Button("确定移出", variant="stop", elem_id="w-sure")
            keep = gr.Button("不移出", elem_id="w-keep")
    groups = [group, asking]
    listed.click(handlers.open, None, [told, chosen, *groups, *boxes], **QUIET).then(
        None, js="() => document.querySelector('#w-form')?.scrollIntoView({behavior: 'smooth'})",
        api_name=False)
    after = [told, listed, *groups]
    save.click(handlers.save, [chosen, *filters, *boxes], after, **QUIET).then(
        None, js=_SHOW, api_name=False)
    drop.click(handlers.ask, chosen, [told, asked, asking], **QUIET)
    sure.click(handlers.remove, [chosen, *filters], after, **QUIET).then(
        None, js=_SHOW, api_name=False)
    for button in (keep, cancel):
        button.click(handlers.cancel, None, groups, **QUIET)


class _Whitelist:
    """The events of the page."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._doorway = staff.doorway

    def search(self, region: str, words: str, request: gr.Request) -> list[str]:
        """Return the entries that the filters leave."""
        try:
            who = self._staff.account(request, "查看白名单")
            return ["", self._listed(who, region, words)]
        except RongceError as error:
            return [self._staff.refusal(error), ""]

    def load(self, path: str | None, region: str, words: str,
             request: gr.Request) -> Iterator[list[Any]]:
        """Import a file; what was uploaded is deleted."""
        yield [message(_LOADING), gr.skip(), gr.skip()]
        try:
            who = self._staff.account(request, "导入白名单")
            if not path:
                yield [message("没有选择文件。", bad=True), gr.skip(), None]
                return
            try:
                done = import_file(self._doorway.records, who, Path(path))
            finally:
                Path(path).unlink(missing_ok=True)
            yield [report(done), self._listed(who, region, words), None]
        except RongceError as error:
            yield [self._staff.refusal(error), gr.skip(), None]

    def open(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Show one entry in the form."""
        try:
            who = self._staff.account(request, "修改白名单")
            entry = one_entry(self._doorway.records, who, str(event.id)[:64])
        except RongceError as error:
            return [self._staff.refusal(error), "", *_hidden(), *[gr.skip()] * len(COLUMNS)]
        values = [getattr(entry.listed, name) for name in COLUMNS.values()]
        values[list(COLUMNS.values()).index("region")] = place(entry.listed.region)
        return ["", entry.id, gr.update(visible=True), gr.update(visible=False), *values]

    def save(self, request: gr.Request, entry_id: str, region: str, words: str,
             *values: str) -> list[Any]:
        """Save the form."""
        try:
            who = self._staff.account(request, "修改白名单")
            change_entry(self._doorway.records, who, entry_id,
                         dict(zip(COLUMNS, values, strict=True)))
            return [message("已保存。"), self._listed(who, region, words), *_hidden()]
        except RongceError as error:
            return [self._staff.refusal(error), *[gr.skip()] * 3]

    def ask(self, entry_id: str, request: gr.Request) -> list[Any]:
        """Ask before an entry is removed."""
        try:
            who = self._staff.account(request, "修改白名单")
            entry = one_entry(self._doorway.records, who, entry_id)
            return ["", removal(entry), gr.update(visible=True)]
        except RongceError as error:
            return [self._staff.refusal(error), "", gr.update(visible=False)]

    def remove(self, entry_id: str, region: str, words: str, request: gr.Request) -> list[Any]:
        """Remove an entry."""
        try:
            who = self._staff.account(request, "修改白名单")
            remove_entry(self._doorway.records, who, entry_id)
            return [message("已移出白名单。"), self._listed(who, region, words), *_hidden()]
        except RongceError as error:
            return [self._staff.refusal(error), gr.skip(), *_hidden()]

    def cancel(self) -> list[Any]:
        """Hide the form and the question."""
        return _hidden()

    def _listed(self, who: Account, region: str, words: str) -> str:
        code = self._staff.code((region or "").strip())
        found = list_entries(self._doorway.records, who, region=code, words=(words or "").strip(),
                             limit=_MOST + 1)
        return entries_table(found[:_MOST], more=len(found) > _MOST,
                             edits=self._staff.role is Role.POLICY)


def _hidden() -> list[Any]:
    return [gr.update(visible=False), gr.update(visible=False)]
