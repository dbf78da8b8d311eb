"""Add what staff found of complaints and sampled answers, and the facts that statistics count.

The facts of answers that are there already are read from their JSON.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TIME = sa.DateTime(timezone=True)
_AT_ONCE = 500  # rows
_REFUSALS = ("没有相关条款", "只有其他地区的规定", "没有当地的文件", "文件没有写日期",
             "与政策文件无关", "不是中文问题")
_MESSAGES = sa.table(
    "messages", sa.column("conversation_id", sa.Text), sa.column("seq", sa.Integer),
    sa.column("role", sa.Text), sa.column("answer", sa.JSON), sa.column("reply_to", sa.Integer),
    sa.column("created_at", _TIME))


def upgrade() -> None:
    """Make the tables and fill in the facts."""
    op.create_table(
        "triages", *_key("feedback"), sa.Column("open", sa.Boolean(), nullable=False),
        *_texts("verdict", "note"), sa.Column("gold", sa.JSON(), nullable=False), *_texts("who"),
        sa.Column("at", _TIME, nullable=False), _empty("case_set"), _empty("case_id"),
        sa.PrimaryKeyConstraint("conversation_id", "seq"))
    op.create_table(
        "judgements", *_key("messages"),
        sa.Column("account_id", sa.Text(), sa.ForeignKey("accounts.id", ondelete="CASCADE"),
                  nullable=False),
        *_texts("verdict", "note"), sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", "account_id"))
    facts = op.create_table(
        "answer_facts", *_key("messages"), sa.Column("at", _TIME, nullable=False),
        sa.Column("asked", sa.Integer()), sa.Column("refused", sa.Boolean(), nullable=False),
        *_texts("reason"), sa.Column("region", sa.Text()), *_texts("cited"),
        sa.PrimaryKeyConstraint("conversation_id", "seq"))
    op.create_index("ix_judgements_account_id", "judgements", ["account_id"])
    op.create_index("ix_answer_facts_at", "answer_facts", ["at"])
    for rows in _facts(op.get_bind()):
        op.bulk_insert(facts, rows)


def _facts(bind: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield the facts of the answers that are there, some at once."""
    query = (sa.select(_MESSAGES).where(_MESSAGES.c.role == "assistant")
             .order_by(_MESSAGES.c.conversation_id, _MESSAGES.c.seq))
    start = 0
    while found := bind.execute(query.limit(_AT_ONCE).offset(start)).all():
        yield [_fact(row) for row in found]
        start += _AT_ONCE


def _fact(row: Any) -> dict[str, Any]:
    answer = row.answer or {}
    reason = answer.get("reason") or ""
    refused = bool(answer.get("refused"))
    kind = ("条款没有写所问的内容" if reason.startswith("条款没有写")
            else reason if reason in _REFUSALS else "其他")
    cited = dict.fromkeys(c["clause"] for c in answer.get("citations", ()))
    return {"conversation_id": row.conversation_id, "seq": row.seq, "at": row.created_at,
            "asked": row.reply_to, "refused": refused, "reason": kind if refused else "",
            "region": answer.get("region"), "cited": "\n".join(cited)}


def _key(table: str) -> list[sa.Column[Any] | sa.ForeignKeyConstraint]:
    return [sa.Column("conversation_id", sa.Text(), nullable=False),
            sa.Column("seq", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["conversation_id", "seq"],
                                    [f"{table}.conversation_id", f"{table}.seq"],
                                    ondelete="CASCADE")]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _empty(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")
