"""The tables of publishing: versions of policies and catalogs, links between policies, steps."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.records.base import Base, new_id


class VersionRow(Base):
    """One version of a policy or a catalog, or a draft of one, which has no `number` yet.

    `base` is the version that was in force when a draft was compared, `replaces` the one that was
    when it was published, `restores` the one whose words it brings back. It was in force from
    `effective_from` (unknown: since ever) until the day before `effective_until`.
    """

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("kind", "document", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    document: Mapped[str]
    number: Mapped[int | None]
    status: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    source: Mapped[str]
    notes: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    base: Mapped[int | None]
    replaces: Mapped[int | None]
    restores: Mapped[int | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]


class LinkRow(Base):
    """One policy ends another: `kind` is 废止 or 替代."""

    __tablename__ = "document_links"
    ended: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    since: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class StepRow(Base):
    """A change of the folders that was decided; see `corpus.publishing.steps`."""

    __tablename__ = "publishing_steps"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
