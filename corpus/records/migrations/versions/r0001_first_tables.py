"""Make the first tables: accounts, visitors, the audit log, conversations, needs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)
_OWNED = "(visitor_id IS NULL) <> (account_id IS NULL)"


def upgrade() -> None:
    """Make the tables, and the trigger that keeps the audit log as it was written."""
    _people()
    _audit()
    _conversations()
    _needs()


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _time(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, _TIME, nullable=null)


def _key(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True, nullable=False)


def _of(name: str, target: str, *, null: bool = True, gone: str = "CASCADE") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), sa.ForeignKey(target, ondelete=gone), nullable=null)


def _count(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _people() -> None:
    op.create_table(
        "accounts", _key(), _text("name"), sa.Column("name_key", sa.Text(), nullable=False),
        _text("role"), _text("institution"), sa.Column("regions", sa.JSON(), nullable=False),
        _text("password_hash"), sa.Column("disabled", sa.Boolean(), nullable=False),
        _time("created_at"), _time("password_at"), sa.UniqueConstraint("name_key"))
    op.create_table(
        "attempts", _key("name_hash"), _count("failures"), _time("tried_at"),
        _time("locked_until", null=True))
    op.create_table(
        "sessions", _key("token_hash"), _of("account_id", "accounts.id", null=False),
        _time("created_at"), _time("seen_at"))
    op.create_table(
        "visitors", _key(), _text("token_hash"), _time("created_at"), _time("seen_at"),
        sa.UniqueConstraint("token_hash"))
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])


def _audit() -> None:
    op.create_table(
        "audit", sa.Column("id", sa.Integer(), primary_key=True, nullable=False), _time("at"),
        _text("who"), _text("action"), _text("target"), sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()), sqlite_autoincrement=True)
    for column in ("at", "action", "target"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TRIGGER audit_stays BEFORE UPDATE ON audit "
                   "BEGIN SELECT RAISE(ABORT, 'the audit log is not changed'); END")
        return
    op.execute("CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
               "$$ BEGIN RAISE EXCEPTION 'the audit log is not changed'; END $$")
    op.execute("CREATE TRIGGER audit_stays BEFORE UPDATE ON audit "
               "FOR EACH ROW EXECUTE FUNCTION audit_stays()")


def _conversations() -> None:
    op.create_table(
        "conversations", _key(), _of("visitor_id", "visitors.id"),
        _of("account_id", "accounts.id"), _text("title"), _time("created_at"),
        sa.CheckConstraint(_OWNED, name=op.f("ck_conversations_owned")))
    op.create_table(
        "messages", _of("conversation_id", "conversations.id", null=False), _count("seq"),
        _text("role"), _text("text"), sa.Column("answer", sa.JSON()),
        sa.Column("versions", sa.JSON()), _time("created_at"),
        sa.PrimaryKeyConstraint("conversation_id", "seq"))
    for column in ("visitor_id", "account_id"):
        op.create_index(f"ix_conversations_{column}", "conversations", [column])


def _needs() -> None:
    op.create_table(
        "needs", _key(), _of("visitor_id", "visitors.id"), _of("account_id", "accounts.id"),
        *(_text(name) for name in ("form_key", "firm", "contact", "phone", "region", "industry")),
        sa.Column("amount_wan", sa.Float(), nullable=False), _count("term_months"),
        *(_text(name) for name in ("purpose", "text", "status")),
        _of("claimed_by", "accounts.id", gone="SET NULL"), _text("institution", null=True),
        _time("created_at"), sa.UniqueConstraint("visitor_id", "form_key"),
        sa.UniqueConstraint("account_id", "form_key"),
        sa.CheckConstraint(_OWNED, name=op.f("ck_needs_owned")))
    op.create_table(
        "need_events", sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _of("need_id", "needs.id", null=False), _time("at"), _text("who"), _text("status"),
        _text("note"), sqlite_autoincrement=True)
    op.create_index("ix_needs_status_region", "needs", ["status", "region"])
    op.create_index("ix_needs_claimed_by", "needs", ["claimed_by"])
    op.create_index("ix_needs_created_at", "needs", ["created_at"])
    op.create_index("ix_need_events_need_id", "need_events", ["need_id"])
