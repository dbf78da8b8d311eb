"""The rows of sets of cases: found, written, stamped with who changed them, each change logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from corpus.errors import FormError, NotFound, StaleEdit
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once, new_id
from corpus.records.eval_tables import CaseRow, CaseSetRow
from corpus.records.people import Account, label
from eval.sets.draft import LABELS, CaseDraft, stored_draft


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes something, and when (UTC)."""

    who: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case of a set; `version` goes with every change of it."""

    id: str
    set_id: str
    draft: CaseDraft
    version: int
    changed_at: datetime
    changed_by: str


def find_set(session: Session, set_id: str) -> CaseSetRow:
    """Return the row of a set; NotFound."""
    row = session.get(CaseSetRow, set_id)
    if row is None:
        raise NotFound("题集", set_id[:32])
    return row


def fresh(session: Session, case_id: str, version: int) -> CaseRow:
    """Return the row of a case, locked; NotFound, StaleEdit unless it still has this version."""
    row = session.get(CaseRow, case_id, with_for_update=True)
    if row is None:
        raise NotFound("评测题", case_id[:32])
    if row.version != version:
        raise StaleEdit(row.label, row.changed_by)
    return row


def stored(row: CaseRow) -> StoredCase:
    """Return the case that a row holds."""
    return StoredCase(row.id, row.set_id, stored_draft(row.body), row.version, row.changed_at,
                      row.changed_by)


def put(session: Session, stamp: Stamp, home: CaseSetRow, draft: CaseDraft) -> str:
    """Add a case at the end of a set; return its id. FormError when its label is taken."""
    seq = session.scalars(update(CaseSetRow).where(CaseSetRow.id == home.id).values(
        last_seq=CaseSetRow.last_seq + 1).returning(CaseSetRow.last_seq)).one()
    row = {"id": new_id(), "set_id": home.id, "seq": seq, "label": draft.label, "version": 1,
           "body": draft.row(), "changed_at": stamp.at, "changed_by": label(stamp.who)}
    if not insert_once(session, CaseRow, row):
        raise _taken(draft)
    touch(session, stamp, home, Act("新增评测题", f"{home.name} {draft.label}", None, draft.row()))
    return str(row["id"])


def replace(session: Session, stamp: Stamp, row: CaseRow, draft: CaseDraft) -> None:
    """Put `draft` in the place of a case; FormError when another case has its label."""
    home, old, now = find_set(session, row.set_id), row.body, draft.row()
    if session.scalar(select(CaseRow.id).where(
            CaseRow.set_id == row.set_id, CaseRow.label == draft.label, CaseRow.id != row.id)):
        raise _taken(draft)
    row.label, row.body, row.version = draft.label, now, row.version + 1
    row.changed_at, row.changed_by = stamp.at, label(stamp.who)
    touch(session, stamp, home, Act(
        "修改评测题", f"{home.name} {row.label}", *_difference(old, now)))


def touch(session: Session, stamp: Stamp, home: CaseSetRow, act: Act) -> None:
    """Mark a set as changed, and log the change."""
    home.changed_at, home.changed_by = stamp.at, label(stamp.who)
    audit.write(session, stamp.at, stamp.who, act)


def _taken(draft: CaseDraft) -> FormError:
    return FormError(LABELS["label"], f"“{draft.label}”在这个题集里已经有了，请换一个")


def _difference(old: Mapping[str, Any],
                now: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what changes, before and after."""
    names = [name for name in now if old.get(name) != now[name]]
    return {name: old.get(name) for name in names}, {name: now[name] for name in names}
