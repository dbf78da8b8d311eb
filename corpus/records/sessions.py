"""Signed-in browsers: a random token in a cookie, its hash here; idle and absolute expiry."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from corpus.errors import SignInError
from corpus.records.base import insert_once
from corpus.records.engine import Records
from corpus.records.people import Account, account_of
from corpus.records.tables import AccountRow, SessionRow
from corpus.records.tokens import new_token, token_hash

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_NOTE_EVERY = timedelta(minutes=1)  # the last use is noted no more often than this


class Sessions:
    """The signed-in browsers in `records`."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def start(self, account: Account) -> str:
        """Start a session for `account`, just signed in; return the token for its cookie."""
        token, at = new_token(), self._records.now()
        with self._records.writing() as session:
            insert_once(session, SessionRow, {
                "token_hash": token_hash(token), "account_id": account.id, "created_at": at,
                "seen_at": at})
        return token

    def account(self, token: str) -> Account:
        """Return who holds `token`; SignInError "expired" when it is unknown, old or revoked."""
        key, at = token_hash(token), self._records.now()
        with self._records.reading() as session:
            found = session.execute(
                select(SessionRow, AccountRow).join(
                    AccountRow, AccountRow.id == SessionRow.account_id)
                .where(SessionRow.token_hash == key, SessionRow.seen_at > at - IDLE,
                       SessionRow.created_at > at - ABSOLUTE, AccountRow.disabled.is_(False))
            ).first()
        if found is None:
            raise SignInError("session", "expired")
        if at - found[0].seen_at >= _NOTE_EVERY:
            with self._records.writing() as session:
                session.execute(update(SessionRow).where(SessionRow.token_hash == key)
                                .values(seen_at=at))
        return account_of(found[1])

    def revoke(self, token: str) -> None:
        """End the session of `token`; nothing happens when there is none."""
        with self._records.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash(token)))

    def revoke_all(self, account: Account) -> int:
        """End all sessions of `account`; return how many there were."""
        with self._records.writing() as session:
            gone = session.execute(delete(SessionRow).where(SessionRow.account_id == account.id)
                                   .returning(SessionRow.token_hash))
            return len(gone.all())
