"""Publish a draft, withdraw what is in force, restore an older version, link two policies.

Each is one step of ledger and folder, see `settling`.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError, NotFound
from corpus.publishing.contents import Contents, contents
from corpus.publishing.entering import Done, back, enter, log
from corpus.publishing.links import KINDS, LINKS, Link, links_text
from corpus.publishing.settling import kind_of, settle
from corpus.publishing.versions import Kind, Shelf, State, head, rows_of
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.people import Person, Role, require
from corpus.records.publishing_tables import LinkRow, VersionRow

_ACT = "发布或撤回文件"


def publish(shelf: Shelf, who: Person, draft_id: str, *, base: int | None,
            since: date | None = None) -> Done:
    """Put a draft in force from `since` (today); `base` is the version it was compared with.

    Raises:
        Conflict: "base" when another version came in force since, "published" when it is gone.
        FormError: a day to come.
        RecordsError, UnwritableFolder: nothing was changed.

    """
    account, today = require(who, Role.POLICY, _ACT), shelf.today()
    if since and since > today:
        raise FormError("生效日期", "还没有到，请到那一天再发布（草稿会一直留着）")

    def change(session: Session) -> tuple[Done, Contents]:
        row = session.get(VersionRow, draft_id)
        if row is None or row.number is not None:
            raise Conflict("草稿", "published")
        kind = Kind(row.kind)
        now = _unmoved(session, row, base)
        enter(session, shelf, account, row, since or today)
        log(session, shelf, account, "发布版本", row, now)
        return (Done(row.document, row.title, row.number), contents(
            shelf.folder(kind), kind, row.document, (row.source, row.notes, row.digest)))

    try:
        kind = kind_of(shelf, draft_id)
    except NotFound as error:
        raise Conflict("草稿", "published") from error
    return settle(shelf, kind, change)


def withdraw(shelf: Shelf, who: Person, version_id: str) -> Done:
    """Take the version in force back: what it replaced is in force again, or nothing is.

    Raises:
        Conflict: "not in force" when it is so no longer.

    """
    account = require(who, Role.POLICY, _ACT)

    def change(session: Session) -> tuple[Done, Contents]:
        row = session.get(VersionRow, version_id)
        if row is None or row.status != State.PUBLISHED:
            raise Conflict(row.title if row else "文件", "not in force")
        row.status, row.effective_until = State.WITHDRAWN, shelf.today()
        session.flush()
        log(session, shelf, account, "撤回版本", row)
        before = next((r for r in rows_of(session, Kind(row.kind), row.document)
                       if r.number == row.replaces), None)
        return back(session, shelf, account, row, before)

    return settle(shelf, kind_of(shelf, version_id), change)


def restore(shelf: Shelf, who: Person, version_id: str, *, base: int | None) -> Done:
    """Put the words of an older version in force again, as a version of its own.

    Raises:
        Conflict: "base" when another version came in force since, "in force" for the same words.

    """
    account = require(who, Role.POLICY, _ACT)

    def change(session: Session) -> tuple[Done, Contents]:
        row = session.get(VersionRow, version_id)
        if row is None or row.number is None:
            raise NotFound("版本", version_id[:32])
        _unmoved(session, row, base)
        return back(session, shelf, account, row, row)

    return settle(shelf, kind_of(shelf, version_id), change)


def link(shelf: Shelf, who: Person, made: Link, *, remove: bool = False) -> None:
    """Note that one policy ends another, or (`remove`) no longer; FormError, NotFound."""
    account = require(who, Role.POLICY, "登记废止或替代")
    if made.ended == made.by or made.kind not in KINDS or not (made.ended and made.by):
        raise FormError("废止或替代", "要选两份不同的文件")

    def change(session: Session) -> tuple[None, Contents]:
        row, now = session.get(LinkRow, (made.ended, made.by)), shelf.records.now()
        if remove and row is None:
            raise NotFound("关系", made.told)
        if row is not None:
            session.delete(row)
            session.flush()
        if not remove:
            session.add(LinkRow(ended=made.ended, by=made.by, kind=made.kind, since=made.since,
                                created_at=now, created_by=account.name))
            session.flush()
        action = "取消废止或替代" if remove else "登记废止或替代"
        audit.write(session, now, account, Act(action, made.ended, None, {"关系": made.told}))
        return None, {LINKS: links_text(links_in(session))}

    settle(shelf, Kind.POLICY, change)


def links_in(session: Session) -> list[Link]:
    """Return all links of the ledger."""
    return [Link(row.ended, row.by, row.kind, row.since)
            for row in session.scalars(select(LinkRow))]


def _unmoved(session: Session, row: VersionRow, base: int | None) -> VersionRow | None:
    """Return the version in force; Conflict unless it is number `base` with other words."""
    now = head(session, Kind(row.kind), row.document)
    if (now.number if now else None) != base:
        raise Conflict(row.title, "base")
    if now and now.digest == row.digest:
        raise Conflict(row.title, "in force")
    return now
