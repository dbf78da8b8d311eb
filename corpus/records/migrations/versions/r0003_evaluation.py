"""Add the sets of cases, their runs and results."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "eval_sets", _key(), *_texts("name", "name_key"),
        sa.Column("last_seq", sa.Integer(), nullable=False, server_default="0"),
        *_times("created_at", "changed_at"), *_texts("changed_by"),
        sa.UniqueConstraint("name_key"))
    op.create_table(
        "eval_cases", _key(), _of("set_id", "eval_sets.id"), _count("seq"), *_texts("label"),
        _count("version"), sa.Column("body", sa.JSON(), nullable=False), *_times("changed_at"),
        *_texts("changed_by"), sa.UniqueConstraint("set_id", "label"))
    op.create_table(
        "eval_runs", _key(), *_texts("set_id", "set_name", "state"),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("judging", sa.Boolean(), nullable=False), sa.Column("versions", sa.JSON()),
        sa.Column("figures", sa.JSON()),
        sa.Column("cases", sa.JSON(), nullable=False), _count("total"), *_texts("started_by"),
        *_times("created_at"), sa.Column("started_at", _TIME), sa.Column("ended_at", _TIME),
        *_texts("note"))
    op.create_table(
        "eval_results", _of("run_id", "eval_runs.id"), _count("seq"),
        sa.Column("body", sa.JSON(), nullable=False), sa.Column("judged", sa.JSON()),
        sa.PrimaryKeyConstraint("run_id", "seq"))
    for column in ("set_id", "state"):
        op.create_index(f"ix_eval_runs_{column}", "eval_runs", [column])


def _key() -> sa.Column[str]:
    return sa.Column("id", sa.Text(), primary_key=True, nullable=False)


def _of(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), sa.ForeignKey(target, ondelete="CASCADE"), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, _TIME, nullable=False) for name in names]
