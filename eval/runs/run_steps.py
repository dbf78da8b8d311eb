"""What a worker writes of a run as it goes: its beginning, each row, its end."""

import math
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from corpus.records.base import insert_once
from corpus.records.engine import Records
from corpus.records.eval_tables import ResultRow, RunRow
from eval.runs.runs import State, run_row
from eval.summary import Figures


class RunSteps:
    """Writes the steps of runs; only who holds the lock of `eval.runs.runner` may."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def next_queued(self) -> str | None:
        """Return the id of the run that waits longest, None when none does."""
        with self._records.reading() as session:
            return session.scalar(select(RunRow.id).where(RunRow.state == State.QUEUED).order_by(
                RunRow.created_at, RunRow.id).limit(1))

    def begin(self, run_id: str, versions: Mapping[str, str]) -> None:
        """Mark a run as working, with the versions that it uses."""
        with self._records.writing() as session:
            row = run_row(session, run_id)
            row.state, row.versions = State.RUNNING, dict(versions)
            row.started_at = row.started_at or self._records.now()

    def put(self, run_id: str, seq: int, body: dict[str, Any]) -> bool:
        """Store one scored case; return whether the run should stop."""
        with self._records.writing() as session:
            insert_once(session, ResultRow, {"run_id": run_id, "seq": seq, "body": body,
                                             "judged": None})
            return _stopping(session, run_id)

    def put_judged(self, run_id: str, seq: int, judged: Mapping[str, float | None]) -> bool:
        """Store what a model thinks of one case; return whether the run should stop."""
        with self._records.writing() as session:
            session.execute(update(ResultRow).where(
                ResultRow.run_id == run_id, ResultRow.seq == seq).values(judged=dict(judged)))
            return _stopping(session, run_id)

    def end(self, run_id: str, state: State, *, figures: Figures | None = None,
            note: str = "") -> None:
        """Mark a run as ended; figures that cannot be had (nan) are left out."""
        known = figures and {key: value for key, value in figures.items() if not math.isnan(value)}
        with self._records.writing() as session:
            row = run_row(session, run_id)
            row.state, row.figures, row.note = state, known, note
            row.stopping, row.ended_at = False, self._records.now()

    def settle(self) -> int:
        """Mark runs as 中断 whose process is gone; return how many there were."""
        with self._records.writing() as session:
            left = session.scalars(select(RunRow).where(RunRow.state == State.RUNNING)).all()
            for row in left:
                last = session.scalar(select(func.count()).where(ResultRow.run_id == row.id))
                row.state, row.ended_at = State.INTERRUPTED, self._records.now()
                row.note = f"程序中途退出，已做完 {last} 题"
            return len(left)


def _stopping(session: Session, run_id: str) -> bool:
    return bool(session.scalar(select(RunRow.stopping).where(RunRow.id == run_id)))
