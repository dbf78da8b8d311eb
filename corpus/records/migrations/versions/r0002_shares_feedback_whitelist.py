"""Add shared links, feedback and the white list; say when a need closed and why.

Of what is there already: conversations get their last number and time from their messages, answers
the question before them, closed needs the time and reason of the event that closed them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and fill them, then add the tables."""
    _columns()
    _fill()
    _tables()


def _columns() -> None:
    op.add_column("conversations", sa.Column(
        "last_seq", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("conversations", sa.Column(
        "updated_at", _TIME, nullable=False, server_default="1970-01-01 00:00:00"))
    op.add_column("messages", sa.Column("reply_to", sa.Integer()))
    op.add_column("needs", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("needs", sa.Column("closed_at", _TIME))
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_index("ix_needs_closed_at", "needs", ["closed_at"])


def _fill() -> None:
    op.execute(
        "UPDATE conversations SET "
        "last_seq = coalesce((SELECT max(seq) FROM messages m "
        "WHERE m.conversation_id = conversations.id), 0), "
        "updated_at = coalesce((SELECT max(created_at) FROM messages m "
        "WHERE m.conversation_id = conversations.id), created_at)")
    op.execute(
        "UPDATE messages SET reply_to = (SELECT max(q.seq) FROM messages q WHERE "
        "q.conversation_id = messages.conversation_id AND q.seq < messages.seq "
        "AND q.role = 'user') WHERE role = 'assistant'")
    closing = ("FROM need_events e WHERE e.id = (SELECT max(id) FROM need_events l "
               "WHERE l.need_id = needs.id)")
    op.execute(f"UPDATE needs SET closed_at = (SELECT at {closing}), "
               f"reason = coalesce((SELECT note {closing}), '') "
               "WHERE status IN ('已授信', '未成')")


def _tables() -> None:
    op.create_table(
        "shares", sa.Column("token_hash", sa.Text(), primary_key=True, nullable=False),
        sa.Column("conversation_id", sa.Text(),
                  sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("until_seq", sa.Integer(), nullable=False), *_times("created_at", "expires_at"))
    op.create_table(
        "feedback", sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False), *_texts("thumb", "reason", "text"),
        *_times("created_at", "updated_at"), sa.PrimaryKeyConstraint("conversation_id", "seq"),
        sa.ForeignKeyConstraint(["conversation_id", "seq"],
                                ["messages.conversation_id", "messages.seq"], ondelete="CASCADE"))
    op.create_table(
        "whitelist", sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        *_texts("firm", "credit_code", "project", "region", "bank", "note"),
        *_times("created_at", "changed_at"), *_texts("changed_by", "change"),
        sa.UniqueConstraint("credit_code", "project"))
    for table, column in (("shares", "conversation_id"), ("feedback", "updated_at"),
                          ("whitelist", "region"), ("whitelist", "bank")):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, _TIME, nullable=False) for name in names]
