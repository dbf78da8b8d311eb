"""题集: the cases of a set, their import and copies. Each event asks anew who is there."""

from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import RongceError
from corpus.records.people import Account
from eval.desk.tools import DeskTools
from eval.runs.case_view import ALL
from eval.runs.names import kind_name
from eval.sets.case_sets import find_set, is_built_in, set_choices
from eval.sets.draft import from_row
from eval.sets.files import links
from eval.sets.set_view import faults, import_report, set_table
from eval.sets.sets import Sets, StoredCase
from matcher.panels import message

_ACT = "修改评测题"


class SetPage:
    """The events of the list of a set."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    @property
    def _sets(self) -> Sets:
        return Sets(self._tools.doorway.records)

    def arrive(self, chosen: str | None, request: gr.Request) -> list[Any]:
        """Return the choice of sets, and what `show` returns."""
        try:
            self._tools.account(request, "查看题集")
            choices = set_choices(self._tools.doorway.records)
        except RongceError as error:
            return [gr.skip(), self._tools.refusal(error), *[gr.skip()] * 4]
        known = chosen if chosen in [key for _, key in choices] else choices[0][1]
        return [gr.update(choices=choices, value=known), *self.show(known, ALL, "", False, request)]

    def show(self, set_id: str, kind: str, words: str, wrong: bool,
             request: gr.Request) -> list[Any]:
        """Return a message, the links, the kinds, the cases, and whether they may be changed."""
        try:
            self._tools.account(request, "查看题集")
            cases = self._cases(set_id)
            known = self.known()
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 4]
        kinds = sorted({case.draft.type for case in cases})
        kind = kind if kind in kinds else ALL
        shown = [case for case in cases if kind in (ALL, case.draft.type)
                 and _holds(case, (words or "").strip())
                 and (not wrong or faults(case.draft, known))]
        edits = not is_built_in(set_id)
        note = "" if edits else message("内置题集只能查看和运行；要修改，请先复制成自己的题集。")
        return [note, links(set_id), gr.update(
            choices=[(ALL, ALL), *((kind_name(k), k) for k in kinds)], value=kind),
            set_table(shown, known, edits=edits), gr.update(visible=edits)]

    def create(self, name: str, request: gr.Request) -> list[Any]:
        """Make an empty set."""
        return self._made(name, None, request)

    def copy(self, name: str, set_id: str, request: gr.Request) -> list[Any]:
        """Make a set with the cases of another one."""
        return self._made(name, set_id, request)

    def load(self, path: str | None, set_id: str, request: gr.Request) -> list[Any]:
        """Import a file into the set; what was uploaded is deleted."""
        try:
            try:
                who = self._tools.account(request, _ACT)
                if not path:
                    return [message("没有选择文件。", bad=True), gr.skip(), None]
                done = self._sets.import_file(who, self._own(set_id), Path(path))
            finally:
                if path:
                    Path(path).unlink(missing_ok=True)
            choices = set_choices(self._tools.doorway.records)
            return [import_report(done), gr.update(choices=choices, value=set_id), None]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), None]

    def known(self) -> set[str]:
        """Return the ids of the clauses that there are."""
        policies = self._tools.assistant.get().searcher.policies
        return {clause.id for policy in policies for clause in policy.clauses}

    def _made(self, name: str, set_id: str | None, request: gr.Request) -> list[Any]:
        try:
            who: Account = self._tools.account(request, _ACT)
            rows = find_set(self._tools.doorway.records, set_id).rows if set_id else ()
            made = self._sets.create(who, name or "")
            self._sets.take(who, made, [from_row(row) for row in rows])
            choices = set_choices(self._tools.doorway.records)
            return [message(f"已建好，共 {len(rows)} 题，可以修改了。"),
                    gr.update(choices=choices, value=made), ""]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.skip()]

    def _own(self, set_id: str) -> str:
        return "" if is_built_in(set_id or "") else set_id or ""

    def _cases(self, set_id: str) -> list[StoredCase]:
        """Return the cases of a set; those of a built-in one have no id and belong to nobody."""
        if not is_built_in(set_id or ""):
            return self._sets.cases(set_id or "")
        epoch = self._tools.doorway.records.now()
        return [StoredCase("", set_id, from_row(row), 0, epoch, "内置")
                for row in find_set(self._tools.doorway.records, set_id).rows]


def _holds(case: StoredCase, words: str) -> bool:
    draft = case.draft
    return any(words in text for text in (draft.label, draft.question, draft.region or ""))
