"""What the documents on the page 管理 do: each event asks anew who is there."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from chat.wording import sentence
from corpus.errors import Conflict, FormError, NotFound, RongceError
from corpus.publishing.follow import follow
from corpus.publishing.letterhead_form import day
from corpus.publishing.links import Link, read_links
from corpus.publishing.publish import link, restore, withdraw
from corpus.publishing.versions import Kind, State, Version, as_of, versions
from corpus.records.people import Account
from eval.desk.tools import DeskTools
from eval.publishing import publish_view as view
from eval.publishing.publish_tools import live, shelf
from matcher.panels import message

Values = list[Any]


class DocumentEvents:
    """The events; each returns what `document_part` shows, in its order."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def start(self, request: gr.Request) -> Values:
        """Show the documents, those that the command line added too."""
        def listed(_: Account) -> Values:
            follow(shelf(self._tools))
            trouble = self._tools.assistant.trouble
            told = f"问答资料上次没有更新成功：{sentence(trouble)}" if trouble else ""
            return self._shown(message(told, bad=True), None)

        return self._try(request, listed)

    def reload(self, request: gr.Request) -> str:
        """Load what is in force anew: after a failure, or by hand."""
        try:
            self._tools.account(request, "管理文件")
            return live(self._tools, "")
        except RongceError as error:
            return self._tools.refusal(error)

    def again(self, request: gr.Request) -> Values:
        """Show the documents after a publication, and leave the message as it is."""
        return self._try(request, lambda _: self._shown("", None))[1:]

    def open(self, event: gr.EventData, request: gr.Request) -> Values:
        """Show the versions of one document."""
        return self._try(request, lambda _: self._shown("", str(event.id)[:200]))

    def ask(self, chosen: str, event: gr.EventData, request: gr.Request) -> Values:
        """Ask before a version is withdrawn or restored, or take a link back."""
        act = str(event.id)[:400]

        def asked(who: Account) -> Values:
            verb, _, rest = act.partition(":")
            if verb == "unlink":
                return self._unlinked(who, chosen, rest)
            found = self._of(chosen)
            version = _one(found, rest)
            back = next((v for v in found if v.number == version.replaces), None)
            question = view.asking(version, back=back, restore=verb == "restore")
            return [*self._shown("", chosen)[:3], act, gr.skip(), gr.skip(),
                    gr.update(visible=True), question, gr.skip()]

        return self._try(request, asked)

    def do(self, chosen: str, act: str, request: gr.Request) -> Iterator[Values]:
        """Withdraw or restore, then answer from what is in force now."""
        try:
            who, held = self._tools.account(request, "管理文件"), shelf(self._tools)
            verb, _, version_id = act.partition(":")
            found = self._of(chosen)
            if verb == "withdraw":
                done = withdraw(held, who, version_id)
            else:
                now = next((v.number for v in found if v.status is State.PUBLISHED), None)
                done = restore(held, who, version_id, base=now)
            told = f"已{'撤回' if verb == 'withdraw' else '恢复'}“{done.title}”，" + (
                f"现在生效的是第 {done.number} 版。" if done.number else "它不再用于回答。")
            yield self._shown(message(f"{told}正在更新问答资料……"), chosen)
            yield self._shown(live(self._tools, told), chosen)
        except RongceError as error:
            yield self._refused(error)

    def link(self, chosen: str, by: str | None, kind: str, since: str,
             request: gr.Request) -> Values:
        """Note that the open document is ended by another."""
        def linked(who: Account) -> Values:
            if not by:
                raise FormError("这份文件被哪份文件", "没有选择")
            ended = chosen.partition("/")[2]
            link(shelf(self._tools), who, Link(ended, by, kind, day("自哪天起", since or "")))
            return self._shown(live(self._tools, "已登记。"), chosen)

        return self._try(request, linked)

    def on_day(self, text: str, request: gr.Request) -> str:
        """Show which version of each policy was in force on a day."""
        try:
            self._tools.account(request, "管理文件")
            at, held = day("日期", text or ""), shelf(self._tools)
            titles = view.titles_of(versions(held.records))
            return view.on_day(as_of(held.records, at), read_links(held.policies_dir), titles, at)
        except RongceError as error:
            return self._tools.refusal(error)

    def _unlinked(self, who: Account, chosen: str, key: str) -> Values:
        held = shelf(self._tools)
        made = next((k for k in read_links(held.policies_dir) if f"{k.ended}:{k.by}" == key), None)
        if made is None:
            raise NotFound("关系")
        link(held, who, made, remove=True)
        return self._shown(live(self._tools, "已取消登记。"), chosen)

    def _of(self, chosen: str) -> list[Version]:
        kind, _, document = chosen.partition("/")
        found = versions(shelf(self._tools).records, document, Kind(kind)) if (
            kind in list(Kind)) else []
        if not found:
            raise NotFound("文件")
        return found

    def _try(self, request: gr.Request, act: Callable[[Account], Values]) -> Values:
        try:
            return act(self._tools.account(request, "管理文件"))
        except RongceError as error:
            return self._refused(error)

    def _shown(self, told: str, chosen: str | None) -> Values:
        """Return what shows all documents and, where one is chosen, its versions."""
        held = shelf(self._tools)
        links, found = read_links(held.policies_dir), versions(held.records)
        table = view.documents_table(found, links)
        if chosen is None:
            return [told, table, "", "", gr.update(visible=False), "", gr.update(visible=False), "",
                    gr.skip()]
        names = view.titles_of(found)
        others = [(title, document) for document, title in names.items()
                  if document != chosen.partition("/")[2]]
        return [told, table, chosen, "", gr.update(visible=True),
                view.versions_table(self._of(chosen), links, names), gr.update(visible=False), "",
                gr.update(choices=others, value=None)]

    def _refused(self, error: Exception) -> Values:
        return [self._tools.refusal(error), *[gr.skip()] * 8]


def _one(found: list[Version], version_id: str) -> Version:
    version = next((v for v in found if v.id == version_id), None)
    if version is None:
        raise Conflict(found[0].title, "not in force")
    return version
