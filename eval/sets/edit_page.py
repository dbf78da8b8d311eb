"""The events of the form of one case: open, pick clauses, save, settle two versions, remove."""

from typing import Any

import gradio as gr

from corpus.errors import Conflict, FormError, RongceError, StaleEdit
from eval.desk.tools import DeskTools
from eval.sets.case_form import BLANK, Editing, begin, draft_of, editing, fields
from eval.sets.case_sets import is_built_in
from eval.sets.clause_picker import (
    chosen_clauses,
    clauses_to_pick,
    document_choices,
    matching,
    picked,
)
from eval.sets.draft import CaseDraft
from eval.sets.set_view import conflict
from eval.sets.sets import Sets
from matcher.panels import message

_ACT = "修改评测题"
State = dict[str, Any]


class EditPage:
    """The events of the form; `opening` and `closing` return what shows and hides it."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools

    @property
    def _sets(self) -> Sets:
        return Sets(self._tools.doorway.records)

    def new(self, set_id: str, state: State, request: gr.Request) -> list[Any]:
        """Open an empty form."""
        try:
            self._tools.account(request, _ACT)
            _check_free(state)
            if is_built_in(set_id or ""):
                raise FormError("题集", "是内置的，请先复制成自己的题集")
            return ["", *self._form(begin(set_id, None), BLANK)]
        except RongceError as error:
            return self._refused(error)

    def open(self, state: State, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Open the form of the case whose button was pressed."""
        try:
            self._tools.account(request, _ACT)
            _check_free(state)
            case = self._sets.one(str(event.id)[:80].partition(":")[2])
            return ["", *self._form(begin("", case), case.draft)]
        except RongceError as error:
            return self._refused(error)

    def open_named(self, place: list[str], state: State, request: gr.Request) -> list[Any]:
        """Open the form of the case of a set with a label: [set, label]."""
        try:
            self._tools.account(request, _ACT)
            _check_free(state)
            set_id, label = [*(place or []), "", ""][:2]
            case = next((c for c in self._sets.cases(set_id) if c.draft.label == label), None)
            if case is None:
                raise FormError("题目", f"{label} 已不在题集里")
            return ["", *self._form(begin("", case), case.draft)]
        except RongceError as error:
            return self._refused(error)

    def find(self, state: State, policy_id: str, words: str, request: gr.Request) -> str:
        """Return the clauses of a document that hold the words."""
        try:
            self._tools.account(request, _ACT)
            at = editing(state)
            found = matching(self._tools.assistant.get().searcher.policies, policy_id or "",
                             words or "")
            return clauses_to_pick(found, {*at.gold, *at.also})
        except RongceError as error:
            return self._tools.refusal(error)

    def pick(self, state: State, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Add or drop the clause whose button was pressed."""
        try:
            self._tools.account(request, _ACT)
            at = editing(state)
            at.gold, at.also = picked(at.gold, at.also, str(event.id)[:400])
            return [at.state(), self._chosen(at)]
        except RongceError as error:
            return [gr.skip(), self._tools.refusal(error)]

    def save(self, request: gr.Request, state: State, *values: Any) -> list[Any]:
        """Save the form; when someone else was first, show both versions and keep the form."""
        try:
            who = self._tools.account(request, _ACT)
            at = editing(state)
            draft = draft_of(values, at)
            try:
                if at.case_id:
                    self._sets.change(who, at.case_id, draft, version=at.version)
                else:
                    self._sets.add(who, at.set_id, draft)
            except StaleEdit:
                return self._stale(at, draft)
            return ["", message(f"已保存 {draft.label}。"), gr.update(visible=False), {},
                    gr.skip(), gr.update(visible=False)]
        except RongceError as error:
            return [self._tools.refusal(error), "", *[gr.skip()] * 4]

    def insist(self, request: gr.Request, state: State, *values: Any) -> list[Any]:
        """Save over the version that was shown; a still newer one is shown first."""
        at = editing(state)
        at.version = int(at.seen.get("version", at.version))
        return self.save(request, at.state(), *values)

    def yield_to(self, state: State, request: gr.Request) -> list[Any]:
        """Take the other version into the form."""
        try:
            self._tools.account(request, _ACT)
            case = self._sets.one(editing(state).case_id)
            return ["", *self._form(begin("", case), case.draft)]
        except RongceError as error:
            return self._refused(error)

    def remove(self, state: State, request: gr.Request) -> list[Any]:
        """Take the case out of its set."""
        try:
            who = self._tools.account(request, _ACT)
            at = editing(state)
            self._sets.remove(who, at.case_id, version=at.version)
            told = message("已删除。以前的评测结果里仍看得到这道题。")
            return [told, *[gr.update(visible=False)] * 2, {}]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.update(visible=False), gr.skip()]

    def _stale(self, at: Editing, draft: CaseDraft) -> list[Any]:
        theirs = self._sets.one(at.case_id)
        at.seen = {"version": theirs.version}
        return [conflict(draft, theirs), "", gr.update(visible=True), at.state(),
                self._chosen(at), gr.update(visible=True)]

    def _form(self, at: Editing, draft: CaseDraft) -> list[Any]:
        """Return what fills the form: groups, state, chosen clauses, documents, fields."""
        policies = self._tools.assistant.get().searcher.policies
        documents = document_choices(policies)
        first = (at.gold[0].split("#")[0] if at.gold else documents[0][1])
        return [gr.update(visible=True), gr.update(visible=False), at.state(), self._chosen(at),
                gr.update(choices=documents, value=first),
                clauses_to_pick(matching(policies, first, ""), {*at.gold, *at.also}),
                gr.update(visible=bool(at.case_id)), *fields(draft)]

    def _chosen(self, at: Editing) -> str:
        policies = self._tools.assistant.get().searcher.policies
        known = {clause.id for policy in policies for clause in policy.clauses}
        return chosen_clauses(at.gold, at.also, known)

    def _refused(self, error: RongceError) -> list[Any]:
        return [self._tools.refusal(error), *[gr.skip()] * 16]


def _check_free(state: State) -> None:
    """Raise Conflict while a case is open: what was typed would be lost."""
    if state:
        raise Conflict("题目", "form open")
