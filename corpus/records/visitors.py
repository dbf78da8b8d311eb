"""Visitors: a browser without an account, known by a random cookie whose hash is kept here.

Make one only when there is something to keep (a first message, a need), not for every page view.
"""

from datetime import timedelta

from sqlalchemy import select, update

from corpus.records.base import insert_once, new_id
from corpus.records.engine import Records
from corpus.records.people import Visitor
from corpus.records.tables import VisitorRow
from corpus.records.tokens import new_token, token_hash

_NOTE_EVERY = timedelta(days=1)


class Visitors:
    """The visitors in `records`; one that stays away longer than `known_for` is not known."""

    def __init__(self, records: Records, known_for: timedelta = timedelta(days=180)) -> None:
        self._records = records
        self._known_for = known_for

    def add(self) -> tuple[Visitor, str]:
        """Return a new visitor and the token for the cookie."""
        visitor, token, at = Visitor(new_id()), new_token(), self._records.now()
        with self._records.writing() as session:
            insert_once(session, VisitorRow, {
                "id": visitor.id, "token_hash": token_hash(token), "created_at": at,
                "seen_at": at})
        return visitor, token

    def adopt(self, token: str) -> Visitor:
        """Return whose cookie `token` is, remembering it when it is new; it must be a new token."""
        if known := self.find(token):
            return known
        at = self._records.now()
        with self._records.writing() as session:
            insert_once(session, VisitorRow, {
                "id": new_id(), "token_hash": token_hash(token), "created_at": at, "seen_at": at})
            row = session.scalars(select(VisitorRow).where(
                VisitorRow.token_hash == token_hash(token))).one()
            row.seen_at = at
            return Visitor(row.id)

    def find(self, token: str) -> Visitor | None:
        """Return whose cookie `token` is; None when it is unknown, forged or too old."""
        at = self._records.now()
        with self._records.reading() as session:
            row = session.scalar(select(VisitorRow).where(
                VisitorRow.token_hash == token_hash(token),
                VisitorRow.seen_at > at - self._known_for))
        if row is not None and at - row.seen_at >= _NOTE_EVERY:
            with self._records.writing() as session:
                session.execute(update(VisitorRow).where(VisitorRow.id == row.id)
                                .values(seen_at=at))
        return Visitor(row.id) if row else None
