"""Drafts: files that were brought in and not yet published. They stay until someone drops them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.convert import to_text
from corpus.errors import BadRow, Conflict, FormError, LargeFile
from corpus.library import BUILT_IN, policy_files
from corpus.model import Policy
from corpus.notes import notes_text, read_notes
from corpus.publishing.contents import products_text
from corpus.publishing.follow import text_digest
from corpus.publishing.letterhead_form import corrections
from corpus.publishing.versions import Kind, Shelf, State, Version, head, version_of
from corpus.reader import parse_policy, read_policy
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.people import Person, Role, require
from corpus.records.publishing_tables import VersionRow
from corpus.sheets.catalog_file import CATALOG_SUFFIXES, MACRO_SUFFIXES, read_file

LARGEST_MB = 20
_ACT = "编辑文件草稿"
_ID = re.compile(r"[\w\-（）()〔〕.]{1,80}")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft that was made of a file; `notes` are Chinese lines about what was left out."""

    draft: Version
    notes: tuple[str, ...] = ()


def take_in(shelf: Shelf, who: Person, path: Path) -> Taken:
    """Keep the policy or the catalog in `path` as a draft.

    A policy with the number or the title of one in force is a new version of that one.

    Raises:
        SourceError: the file cannot be read, or is too large.

    """
    account = require(who, Role.POLICY, _ACT)
    size = path.stat().st_size / 1_000_000
    if size > LARGEST_MB:
        raise LargeFile(path.name, f"有 {size:.0f} MB，最多 {LARGEST_MB} MB")
    row, notes = _catalog(path) if path.suffix.lower() in CATALOG_SUFFIXES | MACRO_SUFFIXES else (
        _policy(shelf, path), ())
    with shelf.records.writing() as session:
        now = head(session, Kind(row.kind), row.document)
        row.status, row.base = State.DRAFT, now.number if now else None
        row.created_at, row.created_by = shelf.records.now(), account.name
        session.add(row)
        session.flush()
        _log(session, shelf, account, "上传草稿", row)
        return Taken(version_of(row), notes)


def drafts(shelf: Shelf) -> list[Version]:
    """Return all drafts, the newest first."""
    query = (select(VersionRow).where(VersionRow.status == State.DRAFT)
             .order_by(VersionRow.created_at.desc(), VersionRow.id))
    with shelf.records.reading() as session:
        return [version_of(row) for row in session.scalars(query)]


def one_draft(shelf: Shelf, draft_id: str) -> tuple[Version, Version | None]:
    """Return a draft and the version in force that it would replace; Conflict when it is gone."""
    with shelf.records.reading() as session:
        row = session.get(VersionRow, draft_id)
        if row is None or row.number is not None:
            raise Conflict("草稿", "published")
        now = head(session, Kind(row.kind), row.document)
        return version_of(row), version_of(now) if now else None


def edit(shelf: Shelf, who: Person, draft_id: str, document: str,
         given: Mapping[str, str]) -> Version:
    """Put right a policy's letterhead and which document it is; FormError, Conflict."""
    account = require(who, Role.POLICY, _ACT)
    document = document.strip()
    if not _ID.fullmatch(document):
        raise FormError("文件编号", "只能用文字、数字和 - _ . （）〔〕，最多 80 字")
    with shelf.records.writing() as session:
        row = session.get(VersionRow, draft_id)
        if row is None or row.number is not None:
            raise Conflict("草稿", "published")
        before = version_of(row)
        notes = before.extra
        if document != row.document:  # what belongs to the document stays with it
            notes = {k: v for k, v in notes.items() if k not in ("nicknames", "places")}
            now = head(session, Kind.POLICY, document)
            notes |= _belonging(version_of(now)) if now else {}
        row.document = document
        row.notes = corrections(parse_policy(row.source, document, notes), notes, given)
        if (row.document, row.notes) == (before.document, before.notes):
            return before
        policy = version_of(row).policy
        row.title, row.digest = policy.title, policy.version
        _log(session, shelf, account, "修改草稿", row)
        return version_of(row)


def drop(shelf: Shelf, who: Person, draft_id: str) -> None:
    """Delete a draft; Conflict when it is gone."""
    account = require(who, Role.POLICY, _ACT)
    with shelf.records.writing() as session:
        row = session.get(VersionRow, draft_id)
        if row is None or row.number is not None:
            raise Conflict("草稿", "published")
        _log(session, shelf, account, "丢弃草稿", row)
        session.delete(row)


def _policy(shelf: Shelf, path: Path) -> VersionRow:
    source = _UNSTORABLE.sub("", to_text(path))
    name = re.sub(r"[^\w\-（）()〔〕.]", "_", path.stem)[:80]
    read = parse_policy(source, name)
    document, notes = name, read_notes(path.with_suffix(".toml"))
    if known := _same_paper(shelf, read):
        document, notes = known
    policy = parse_policy(source, document, notes)
    return VersionRow(kind=Kind.POLICY, document=document, title=policy.title, source=source,
                      notes=notes_text(notes), digest=policy.version)


def _same_paper(shelf: Shelf, read: Policy) -> tuple[str, dict[str, object]] | None:
    """Return the id and notes of the policy in force that `read` is a version of."""
    for path in policy_files([BUILT_IN, shelf.policies_dir]):
        known = read_policy(path)
        numbered = known.number is not None and known.number == read.number
        if numbered or known.title == read.title or known.id == read.id:
            notes = read_notes(path.with_suffix(".toml"))
            return known.id, {k: v for k, v in notes.items() if k in ("nicknames", "places")}
    return None


def _belonging(version: Version) -> dict[str, object]:
    return {k: v for k, v in version.extra.items() if k in ("nicknames", "places")}


def _catalog(path: Path) -> tuple[VersionRow, tuple[str, ...]]:
    read = read_file(path)
    if not read.products:
        raise BadRow(path.name, read.problems[0].removeprefix(path.name).strip())
    text = _UNSTORABLE.sub("", products_text(read.products))
    name = re.sub(r"[^\w\-（）()〔〕.]", "_", path.stem)[:80]
    row = VersionRow(kind=Kind.CATALOG, document=name, title=name, source=text, notes="",
                     digest=text_digest(text))
    return row, (*(f"未采用：{problem}" for problem in read.problems),
                 *(f"提示：{notice}" for notice in read.notices))


def _log(session: Session, shelf: Shelf, who: Person, action: str, row: VersionRow) -> None:
    audit.write(session, shelf.records.now(), who, Act(
        action, row.document, None, {"标题": row.title, "文本": row.digest}))
