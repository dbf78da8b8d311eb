"""Tables of evaluation: sets of cases, runs of a set, and one row for each case that was run."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.records.base import Base, Json, new_id


class CaseSetRow(Base):
    """A set of cases that staff edit; `name_key` is the name as compared."""

    __tablename__ = "eval_sets"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    last_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class CaseRow(Base):
    """A case of a set, in the order of `seq`; `version` counts its changes."""

    __tablename__ = "eval_cases"
    __table_args__ = (UniqueConstraint("set_id", "label"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[str] = mapped_column(ForeignKey("eval_sets.id", ondelete="CASCADE"))
    seq: Mapped[int]
    label: Mapped[str]
    version: Mapped[int]
    body: Mapped[Json]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class RunRow(Base):
    """A run of a set, with the cases as they were and the versions of all that it used.

    `set_id` names a stored set, a built-in one or a file, and outlives it.
    """

    __tablename__ = "eval_runs"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[str] = mapped_column(index=True)
    set_name: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    stopping: Mapped[bool]
    judging: Mapped[bool]
    versions: Mapped[Json | None]
    figures: Mapped[Json | None]
    cases: Mapped[Json]
    total: Mapped[int]
    started_by: Mapped[str]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str]


class ResultRow(Base):
    """What came of one case in a run; `seq` is its place in the set, from 1."""

    __tablename__ = "eval_results"
    run_id: Mapped[str] = mapped_column(
        ForeignKey("eval_runs.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]
    judged: Mapped[Json | None]
