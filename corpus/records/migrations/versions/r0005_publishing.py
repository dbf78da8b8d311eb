"""Add versions of policies and catalogs, links between policies, and steps of publishing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "document_versions", sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        *_texts("kind", "document"), sa.Column("number", sa.Integer()),
        *_texts("status", "title", "source", "notes", "digest"),
        *(sa.Column(name, sa.Integer()) for name in ("base", "replaces", "restores")),
        sa.Column("created_at", _TIME, nullable=False), *_texts("created_by"),
        sa.Column("published_at", _TIME), sa.Column("published_by", sa.Text()),
        sa.Column("effective_from", sa.Date()), sa.Column("effective_until", sa.Date()),
        sa.UniqueConstraint("kind", "document", "number"))
    for column in ("status", "digest"):
        op.create_index(f"ix_document_versions_{column}", "document_versions", [column])
    op.create_table(
        "document_links", sa.Column("ended", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False), *_texts("kind"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False), *_texts("created_by"),
        sa.PrimaryKeyConstraint("ended", "by"))
    op.create_table(
        "publishing_steps", sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("at", _TIME, nullable=False))


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
