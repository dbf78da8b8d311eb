"""The ledger of versions: what each policy and catalog said, who published it, and from when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.model import Policy
from corpus.notes import parse_notes
from corpus.reader import parse_policy
from corpus.records.clock import BEIJING
from corpus.records.engine import Records
from corpus.records.publishing_tables import VersionRow
from corpus.settings import Settings


class Kind(StrEnum):
    """What is published."""

    POLICY = "政策文件"
    CATALOG = "产品库"


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "草稿"
    PUBLISHED = "已发布"
    WITHDRAWN = "已撤回"
    REPLACED = "已被替换"


@dataclass(frozen=True, slots=True)
class Version:
    """One version; a draft has no `number`. For the columns see `VersionRow`; times are UTC."""

    id: str
    kind: Kind
    document: str
    number: int | None
    status: State
    title: str
    source: str
    notes: str
    digest: str
    base: int | None
    replaces: int | None
    restores: int | None
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str | None
    effective_from: date | None
    effective_until: date | None

    @property
    def policy(self) -> Policy:
        """The policy as it was then."""
        return parse_policy(self.source, self.document, self.extra)

    @property
    def extra(self) -> dict[str, Any]:
        """What its data file says."""
        return parse_notes(self.notes, f"{self.document}.toml")

    def held_on(self, day: date) -> bool:
        """Whether it was in force on `day`."""
        return (self.status is not State.DRAFT
                and (self.effective_from is None or self.effective_from <= day)
                and (self.effective_until is None or day < self.effective_until))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ledger and the folders that hold what is in force."""

    records: Records
    policies_dir: Path
    catalog_dir: Path

    @classmethod
    def of(cls, records: Records, settings: Settings) -> "Shelf":
        """Return the shelf of the folders that `settings` name."""
        return cls(records, settings.policies_dir, settings.catalog_dir)

    def folder(self, kind: Kind) -> Path:
        """Return where the files of a kind lie."""
        return self.policies_dir if kind is Kind.POLICY else self.catalog_dir

    def today(self) -> date:
        """Return the present day in Beijing."""
        return self.records.now().astimezone(BEIJING).date()


def versions(records: Records, document: str | None = None,
             kind: Kind | None = None) -> list[Version]:
    """Return all published versions, drafts aside: by document, the newest first."""
    query = (select(VersionRow).where(VersionRow.number.is_not(None))
             .order_by(VersionRow.kind, VersionRow.document, VersionRow.number.desc()))
    if document is not None:
        query = query.where(VersionRow.document == document)
    if kind is not None:
        query = query.where(VersionRow.kind == kind)
    with records.reading() as session:
        return [version_of(row) for row in session.scalars(query)]


def as_of(records: Records, day: date) -> list[Version]:
    """Return which version of each policy was in force on `day`."""
    with records.reading() as session:
        query = (select(VersionRow).where(
            VersionRow.kind == Kind.POLICY, VersionRow.number.is_not(None),
            or_(VersionRow.effective_from.is_(None), VersionRow.effective_from <= day),
            or_(VersionRow.effective_until.is_(None), VersionRow.effective_until > day))
            .order_by(VersionRow.document, VersionRow.number))
        return list({row.document: version_of(row) for row in session.scalars(query)}.values())


def clause_as_of(records: Records, clause_id: str, day: date) -> tuple[Version, str]:
    """Return the version of a clause's policy that was in force on `day`, and its text then.

    Raises:
        NotFound: no version was in force then, or it had no such clause.

    """
    document, _, label = clause_id.partition("#")
    for version in as_of(records, day):
        if version.document == document:
            texts = {clause.label: clause.text for clause in version.policy.clauses}
            if label in texts:
                return version, texts[label]
    raise NotFound("条款在那一天的文本", clause_id)


def find_version(records: Records, document: str, digest: str) -> Version:
    """Return the newest published version of a policy with these words; NotFound."""
    query = (select(VersionRow).where(
        VersionRow.kind == Kind.POLICY, VersionRow.document == document,
        VersionRow.digest == digest, VersionRow.number.is_not(None))
        .order_by(VersionRow.number.desc()).limit(1))
    with records.reading() as session:
        row = session.scalar(query)
        if row is None:
            raise NotFound("版本", f"{document}@{digest}"[:64])
        return version_of(row)


def head(session: Session, kind: Kind, document: str) -> VersionRow | None:
    """Return the version in force, None when there is none."""
    return session.scalar(select(VersionRow).where(
        VersionRow.kind == kind, VersionRow.document == document,
        VersionRow.status == State.PUBLISHED))


def rows_of(session: Session, kind: Kind, document: str) -> Sequence[VersionRow]:
    """Return the published versions of a document, the oldest first."""
    return session.scalars(select(VersionRow).where(
        VersionRow.kind == kind, VersionRow.document == document,
        VersionRow.number.is_not(None)).order_by(VersionRow.number)).all()


def lock(session: Session) -> None:
    """Let no other publication begin before this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE document_versions IN SHARE ROW EXCLUSIVE MODE"))


def version_of(row: VersionRow) -> Version:
    """Return what a row says."""
    values = {name: getattr(row, name) for name in Version.__slots__}
    return Version(**values | {"kind": Kind(row.kind), "status": State(row.status)})
