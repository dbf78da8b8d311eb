"""Runs of sets of cases, in the database: who started them, how far they are, what came of them.

One run works at a time; others wait. A run that its process left behind is 中断 and can go on.
"""

import builtins
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, defer

from corpus.errors import Conflict, FormError, NotFound
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import new_id
from corpus.records.engine import Records
from corpus.records.eval_tables import ResultRow, RunRow
from corpus.records.people import Account, Role, label, require
from eval.sets.case_sets import CaseSet

Row = dict[str, Any]
_ACT = "运行评测"


class State(StrEnum):
    """How a run stands."""

    QUEUED = "排队中"
    RUNNING = "运行中"
    STOPPED = "已停止"
    INTERRUPTED = "中断"
    DONE = "完成"


ACTIVE = (State.QUEUED, State.RUNNING)
RESUMABLE = (State.STOPPED, State.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Run:
    """A run; `done` counts its rows, `judged` those that a model has judged."""

    id: str
    set_id: str
    set_name: str
    state: State
    stopping: bool
    judging: bool
    versions: dict[str, str] | None
    figures: dict[str, float] | None
    total: int
    done: int
    judged: int
    started_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    note: str


class Runs:
    """The runs in `records`; who acts must be policy staff, or None for the command line."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def start(self, who: Account | None, cases: CaseSet, *, judging: bool = False) -> str:
        """Put a run of `cases` into the queue; return its id. FormError for an empty set."""
        _check(who)
        if not cases.rows:
            raise FormError("题集", f"“{cases.name}”里还没有题")
        at, run_id = self._records.now(), new_id()
        with self._records.writing() as session:
            session.add(RunRow(
                id=run_id, set_id=cases.id, set_name=cases.name, state=State.QUEUED, stopping=False,
                judging=judging, versions=None, figures=None, cases={"rows": list(cases.rows)},
                total=len(cases.rows), started_by=label(who), created_at=at, started_at=None,
                ended_at=None, note=""))
            audit.write(session, at, who, Act("开始评测", cases.name, None, {"run": run_id}))
        return run_id

    def stop(self, who: Account | None, run_id: str) -> None:
        """Let a run end after the case it is at; one in the queue ends at once."""
        _check(who)
        with self._records.writing() as session:
            row = run_row(session, run_id)
            if row.state not in ACTIVE:
                return
            row.stopping = True
            if row.state == State.QUEUED:
                row.state, row.ended_at = State.STOPPED, self._records.now()
            audit.write(session, self._records.now(), who, Act("停止评测", row.set_name, None,
                                                               {"run": run_id}))

    def resume(self, who: Account | None, run_id: str) -> None:
        """Put a run that did not end back into the queue; its rows are kept."""
        _check(who)
        with self._records.writing() as session:
            row = run_row(session, run_id)
            if row.state not in RESUMABLE:
                raise Conflict(row.set_name, "run moved")
            row.state, row.stopping, row.note, row.ended_at = State.QUEUED, False, "", None
            audit.write(session, self._records.now(), who, Act("继续评测", row.set_name, None,
                                                               {"run": run_id}))

    def list(self, *, set_id: str | None = None, limit: int = 50) -> builtins.list[Run]:
        """Return the newest runs first, of one set or of all."""
        wanted = RunRow.set_id == set_id if set_id else true()
        return self._found(wanted, limit)

    def active(self) -> builtins.list[Run]:
        """Return the runs that work or wait, in the order of their start."""
        return self._found(RunRow.state.in_([state.value for state in ACTIVE]), 50)[::-1]

    def one(self, run_id: str) -> Run:
        """Return one run; NotFound."""
        found = self._found(RunRow.id == run_id, 1)
        if not found:
            raise NotFound("评测", run_id[:32])
        return found[0]

    def cases(self, run_id: str) -> builtins.list[Row]:
        """Return the cases of a run as they were, as objects of a JSONL set; NotFound."""
        with self._records.reading() as session:
            row = session.get(RunRow, run_id)
            if row is None:
                raise NotFound("评测", run_id[:32])
            rows: builtins.list[Row] = row.cases["rows"]
            return rows

    def rows(self, run_id: str) -> builtins.list[Row]:
        """Return the scored cases so far, in order, each with its `seq` and what was `judged`."""
        query = select(ResultRow).where(ResultRow.run_id == run_id).order_by(ResultRow.seq)
        with self._records.reading() as session:
            return [row.body | {"seq": row.seq, "judged": row.judged}
                    for row in session.scalars(query)]

    def _found(self, wanted: ColumnElement[bool], limit: int) -> builtins.list[Run]:
        counts = select(ResultRow.run_id, func.count().label("done"),
                        func.count(ResultRow.judged).label("judged")).group_by(
            ResultRow.run_id).subquery()
        query = (select(RunRow, func.coalesce(counts.c.done, 0), func.coalesce(counts.c.judged, 0))
                 .outerjoin(counts, counts.c.run_id == RunRow.id).where(wanted)
                 .options(defer(RunRow.cases))
                 .order_by(RunRow.created_at.desc(), RunRow.id).limit(limit))
        with self._records.reading() as session:
            return [_run(row, done, judged) for row, done, judged in session.execute(query)]


def run_row(session: Session, run_id: str) -> RunRow:
    """Return the row of a run, locked; NotFound."""
    row = session.get(RunRow, run_id, with_for_update=True)
    if row is None:
        raise NotFound("评测", run_id[:32])
    return row


def _check(who: Account | None) -> None:
    if who is not None:
        require(who, Role.POLICY, _ACT)


def _run(row: RunRow, done: int, judged: int) -> Run:
    return Run(row.id, row.set_id, row.set_name, State(row.state), row.stopping, row.judging,
               row.versions, row.figures, row.total, done, judged, row.started_by, row.created_at,
               row.started_at, row.ended_at, row.note)
