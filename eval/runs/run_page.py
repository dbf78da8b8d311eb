"""运行与结果: start a run, watch it, read its figures and cases, compare it with another.

Each event asks anew who is there. How far runs are stands in the records, so that a reload and
another person's page show the same.
"""

from typing import Any

import gradio as gr

from corpus.errors import RongceError
from eval.desk.tools import DeskTools
from eval.runs.case_view import ALL, case_view, cases_table, filtered
from eval.runs.compare import compare_rows
from eval.runs.compare_view import compare_view
from eval.runs.error_class import ErrorClass
from eval.runs.figure_view import run_view
from eval.runs.names import kind_name
from eval.runs.runner import Runner
from eval.runs.runs import RESUMABLE, Run, Runs, State
from eval.runs.runs_view import progress_view, run_name, runs_table
from eval.sets.case_sets import find_set, is_built_in, set_choices
from eval.summary import summary
from matcher.panels import message

_NONE: list[Any] = []


class RunPage:
    """The events of the part."""

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._runner = Runner(tools.assistant.get, lambda: tools.doorway.records,
                              tools.settings)

    @property
    def _runs(self) -> Runs:
        return Runs(self._tools.doorway.records)

    def arrive(self, chosen: str | None, request: gr.Request) -> list[Any]:
        """Return the choice of sets, a message, how far runs are, all runs, the clock."""
        try:
            self._tools.account(request, "查看评测")
            self._runner.settle()
            choices = set_choices(self._tools.doorway.records)
        except RongceError as error:
            return [gr.skip(), self._tools.refusal(error), "", "", gr.Timer(active=False), _NONE]
        known = chosen if chosen in [key for _, key in choices] else choices[0][1]
        return [gr.update(choices=choices, value=known), "", *self._state()]

    def start(self, set_id: str, judging: bool, request: gr.Request) -> list[Any]:
        """Put a run into the queue."""
        try:
            who = self._tools.account(request, "运行评测")
            cases = find_set(self._tools.doorway.records, set_id or "")
            ahead = bool(self._runs.active())
            judged = bool(judging and self._tools.settings.llm_base_url)
            self._runs.start(who, cases, judging=judged)
            self._runner.kick()
            told = "已排队，前一次结束后开始。" if ahead else "已开始，可以离开本页，回来再看。"
            return [message(told), *self._state()]
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 4]

    def tick(self, seen: list[str], request: gr.Request) -> list[Any]:
        """Return how far runs are, the list if another one is at work, and whether to go on."""
        try:
            self._tools.account(request, "查看评测")
            progress, listed, timer, active = self._state()
            return [progress, gr.skip() if active == seen else listed, timer, active]
        except RongceError as error:
            return [self._tools.refusal(error), gr.skip(), gr.Timer(active=False), _NONE]

    def act(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Stop, resume or open the run whose button was pressed."""
        act, _, run_id = str(event.id)[:80].partition(":")
        try:
            who = self._tools.account(request, "查看评测")
            if act == "open":
                return ["", *[gr.skip()] * 4, run_id, *self._opened(run_id), "", ""]
            if act == "stop":
                self._runs.stop(who, run_id)
            if act == "resume":
                self._runs.resume(who, run_id)
                self._runner.kick()
            told = "正在停止，做完的题会保留。" if act == "stop" else "接着运行，做完的题不再重做。"
            return [message(told), *self._state(), *[gr.skip()] * 8]
        except RongceError as error:
            return [self._tools.refusal(error), *[gr.skip()] * 12]

    def search(self, run_id: str, kind: str, klass: str, words: str,
               request: gr.Request) -> str:
        """Return the cases of the open run that the filters leave."""
        try:
            self._tools.account(request, "查看评测")
            rows = self._runs.rows(run_id) if run_id else []
            return cases_table(filtered(rows, kind=kind or ALL, klass=klass or ALL,
                                        words=(words or "").strip()))
        except RongceError as error:
            return self._tools.refusal(error)

    def open_case(self, run_id: str, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Return one case with its clauses, and where it can be edited."""
        seq = str(event.id)[:20].partition(":")[2]
        try:
            self._tools.account(request, "查看评测")
            row = next((r for r in self._runs.rows(run_id) if str(r["seq"]) == seq), None)
            if row is None:
                return [message("请从列表里选一道题。", bad=True), gr.update(visible=False), _NONE]
            policies = self._tools.assistant.get().searcher.policies
            texts = {clause.id: clause.text for policy in policies for clause in policy.clauses}
            set_id = self._runs.one(run_id).set_id
            return [case_view(row, texts), gr.update(visible=not is_built_in(set_id)),
                    [set_id, row["id"]]]
        except RongceError as error:
            return [self._tools.refusal(error), gr.update(visible=False), _NONE]

    def compare(self, run_id: str, other: str | None, request: gr.Request) -> str:
        """Return the open run set against another one, the earlier first."""
        try:
            self._tools.account(request, "查看评测")
            if not other:
                return ""
            pair = sorted((self._runs.one(run_id), self._runs.one(other)),
                          key=lambda run: run.created_at)
            rows = [self._runs.rows(run.id) for run in pair]
            figures = summary(rows[0]), summary(rows[1])
            return compare_view(pair[0], pair[1], figures, compare_rows(*rows))
        except RongceError as error:
            return self._tools.refusal(error)

    def _state(self) -> list[Any]:
        """Return how far runs are, all runs, the clock (on while one works), what works."""
        active = self._runs.active()
        return [progress_view(active), runs_table(self._runs.list()),
                gr.Timer(active=bool(active)), [f"{run.id} {run.state}" for run in active]]

    def _opened(self, run_id: str) -> list[Any]:
        """Return the view of a run, its kinds, its cases, others to compare with, the group."""
        run, rows = self._runs.one(run_id), self._runs.rows(run_id)
        siblings = [r for r in self._runs.list(set_id=run.set_id) if r.figures]
        earlier = [r for r in siblings if r.created_at <= run.created_at][::-1]
        kinds = [(ALL, ALL), *((kind_name(k), k) for k in sorted({r["type"] for r in rows}))]
        return [run_view(run, rows, earlier), gr.update(choices=kinds, value=ALL),
                cases_table(rows), gr.update(choices=_others(run, siblings), value=None),
                gr.update(visible=True)]


def class_choices() -> list[str]:
    """Return the classes to filter by."""
    return [ALL, *(name.value for name in ErrorClass)]


def _others(run: Run, siblings: list[Run]) -> list[tuple[str, str]]:
    ended = (State.DONE, *RESUMABLE)
    return [(run_name(r), r.id) for r in siblings if r.id != run.id and r.state in ended]
