"""What the form of a draft does; each event asks anew who is there and whether they may."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import Conflict, RongceError
from corpus.publishing.drafts import drafts, drop, edit, one_draft, take_in
from corpus.publishing.letterhead_form import FIELDS, Field, day, fields_of
from corpus.publishing.publish import publish
from corpus.publishing.versions import Kind, Version
from corpus.records.people import Account
from eval.desk.tools import DeskTools
from eval.publishing.draft_view import asking, drafts_list
from eval.publishing.publish_tools import effect, live, shelf
from matcher.panels import message

Values = list[Any]
_HIDDEN = 10 + len(FIELDS)  # what follows the message and the list


class DraftEvents:
    """The events; each returns the message, the list and the form, see `draft_part`."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    def start(self, request: gr.Request) -> Values:
        """Show the drafts."""
        try:
            self._who(request)
            return self._closed("")
        except RongceError as error:
            return self._refused(error)

    def load(self, path: str | None, request: gr.Request) -> Values:
        """Keep an uploaded file as a draft and open it; what was uploaded is deleted."""
        try:
            who = self._who(request)
            if not path:
                return [None, *self._refused_told(message("没有选择文件。", bad=True))]
            try:
                taken = take_in(shelf(self._tools), who, Path(path))
            finally:
                Path(path).unlink(missing_ok=True)
            told = message("已存为草稿，发布之前不影响任何回答。") + "".join(
                message(note, bad=True) for note in taken.notes[:20])
            return [None, *self._opened(taken.draft.id, told)]
        except RongceError as error:
            return [None, *self._refused(error)]

    def open(self, event: gr.EventData, request: gr.Request) -> Values:
        """Show one draft."""
        return self._try(request, lambda _: self._opened(str(event.id)[:64], ""))

    def save(self, request: gr.Request, draft_id: str, *values: str) -> Values:
        """Keep the corrected letterhead and compare again."""
        def save(who: Account) -> Values:
            self._edit(who, draft_id, values)
            return self._opened(draft_id, message("已保存。"))

        return self._try(request, save)

    def ask(self, request: gr.Request, draft_id: str, *values: str) -> Values:
        """Keep the letterhead as it stands and ask before publishing."""
        def ask(who: Account) -> Values:
            self._edit(who, draft_id, values)
            return self._opened(draft_id, "", ask=True)

        return self._try(request, ask)

    def drop(self, draft_id: str, request: gr.Request) -> Values:
        """Delete a draft."""
        def drop_it(who: Account) -> Values:
            drop(shelf(self._tools), who, draft_id)
            return self._closed(message("草稿已丢弃。"))

        return self._try(request, drop_it)

    def publish(self, draft_id: str, base: int | None, since: str,
                request: gr.Request) -> Iterator[Values]:
        """Publish a draft, then answer from it; a moved base shows the difference anew."""
        try:
            who, held = self._who(request), shelf(self._tools)
            from_day = day("生效日期", since) if (since or "").strip() else None
            done = publish(held, who, draft_id, base=base, since=from_day)
            told = f"已发布“{done.title}”第 {done.number} 版。"
            yield self._closed(message(f"{told}正在更新问答资料……"))
            yield self._closed(live(self._tools, told))
        except Conflict as error:
            told = self._tools.refusal(error)
            yield (self._try(request, lambda _: self._opened(draft_id, told))
                   if error.detail == "base" else self._refused(error))
        except RongceError as error:
            yield self._refused(error)

    def _edit(self, who: Account, draft_id: str, values: tuple[str, ...]) -> None:
        draft, _ = one_draft(shelf(self._tools), draft_id)
        if draft.kind is Kind.POLICY:
            document, *fields = (str(value or "") for value in values)
            edit(shelf(self._tools), who, draft_id, document,
                 dict(zip(FIELDS, fields, strict=True)))

    def _try(self, request: gr.Request, act: Any) -> Values:
        try:
            made: Values = act(self._who(request))
            return made
        except RongceError as error:
            return self._refused(error)

    def _who(self, request: gr.Request) -> Account:
        return self._tools.account(request, "管理文件")

    def _opened(self, draft_id: str, told: str, *, ask: bool = False) -> Values:
        """Return the values that show a draft."""
        held = shelf(self._tools)
        draft, now = one_draft(held, draft_id)
        found = effect(self._tools, draft, now)
        policy = draft.kind is Kind.POLICY
        question = asking(draft, now, found.cited) if ask else ""
        return [told, drafts_list(drafts(held)), draft.id, now.number if now else None,
                gr.update(visible=True), gr.update(visible=ask), question, found.read,
                gr.update(visible=policy), *_fields(draft), found.changes,
                _dated(draft, now, held.today())]

    def _closed(self, told: str) -> Values:
        """Return the values without an open draft."""
        return [told, drafts_list(drafts(shelf(self._tools))), "", None,
                gr.update(visible=False), gr.update(visible=False), "",
                *[gr.skip()] * (_HIDDEN - 5)]

    def _refused(self, error: Exception) -> Values:
        return self._refused_told(self._tools.refusal(error))

    def _refused_told(self, told: str) -> Values:
        return [told, *[gr.skip()] * (_HIDDEN + 1)]


def _dated(draft: Version, now: Version | None, today: date) -> str:
    """Return the day that a paper bears where it can be in force from then on, "" otherwise."""
    if draft.kind is not Kind.POLICY:
        return ""
    policy = draft.policy
    born = policy.printed_on or policy.signed_on
    before = now.effective_from if now else None
    fits = born and born <= today and (now is None or (before and before < born))
    return str(born) if fits else ""


def _fields(draft: Version) -> Values:
    """Return the fields of a draft, each with what is uncertain about it."""
    if draft.kind is not Kind.POLICY:
        return [draft.document, *[gr.skip()] * len(FIELDS)]
    fields = fields_of(draft.policy, draft.extra)
    return [draft.document, *(_shown(name, field) for name, field in fields.items())]


def _shown(name: str, field: Field) -> Any:
    if name == "status":
        return gr.update(value=field.value)
    return gr.update(value=field.value,
                     info=f"⚠ 待确认：{field.doubt}" if field.doubt else "从文件读到")
