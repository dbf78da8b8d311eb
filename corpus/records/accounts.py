"""Accounts of bank and policy staff: add, list, disable, sign in, change the password.

There is no default account and no default password. Five wrong passwords for one name lock it for
15 minutes, whether an account has that name or not, so nobody learns which names exist.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError, NotFound, SignInError
from corpus.ladder import table as regions_table
from corpus.records import audit
from corpus.records.audit import Act
from corpus.records.base import insert_once, new_id
from corpus.records.engine import Records
from corpus.records.passwords import Passwords, check_rules
from corpus.records.people import COMMAND_LINE, Account, Person, Role, account_of
from corpus.records.tables import AccountRow, AttemptRow, SessionRow
from corpus.records.tokens import token_hash

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
_NAME = re.compile(r"[\w.\-@]{2,32}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made from; bank staff need an institution and at least one region."""

    name: str
    role: Role
    institution: str = ""
    regions: tuple[str, ...] = ()


class Accounts:
    """The accounts in `records`; acts are logged under `by`, None for the command line."""

    def __init__(self, records: Records, passwords: Passwords | None = None) -> None:
        self._records = records
        self._passwords = passwords or Passwords()

    def add(self, new: NewAccount, password: str, *, by: Person | None = None) -> Account:
        """Add an account; FormError for a bad field, Conflict when the name is taken."""
        name = _checked_name(new.name)
        _check_duties(new)
        check_rules(password, name)
        at, stored = self._records.now(), self._passwords.hash(password)
        account = Account(new_id(), name, new.role, new.institution.strip(), new.regions)
        told = {"role": new.role.value, "institution": account.institution,
                "regions": list(new.regions)}
        row = told | {"id": account.id, "name": name, "name_key": _key(name), "disabled": False,
                      "password_hash": stored, "created_at": at, "password_at": at}
        with self._records.writing() as session:
            if not insert_once(session, AccountRow, row):
                raise Conflict(name, "name taken")
            audit.write(session, at, by, Act("新增账号", name, after=told))
        return account

    def list(self) -> Sequence[Account]:
        """Return all accounts by name, disabled ones too."""
        with self._records.reading() as session:
            return [account_of(row) for row in
                    session.scalars(select(AccountRow).order_by(AccountRow.name_key))]

    def set_disabled(self, name: str, disabled: bool, *, by: Person | None = None) -> None:
        """Disable an account and end its sessions, or enable it; NotFound for an unknown name."""
        with self._records.writing() as session:
            row = _named(session, name)
            before, row.disabled = row.disabled, disabled
            if disabled:
                session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))
            audit.write(session, self._records.now(), by, Act(
                "停用账号" if disabled else "启用账号", row.name,
                {"disabled": before}, {"disabled": disabled}))

    def set_password(self, name: str, password: str, *, by: Person | None = None) -> None:
        """Set a new password, end all sessions and any lock; FormError, NotFound."""
        check_rules(password, _checked_name(name))
        stored, at = self._passwords.hash(password), self._records.now()
        with self._records.writing() as session:
            row = _named(session, name)
            row.password_hash, row.password_at = stored, at
            session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))
            session.execute(delete(AttemptRow).where(AttemptRow.name_hash == _hashed(name)))
            audit.write(session, at, by, Act("修改密码", row.name))

    def change_password(self, account: Account, old: str, new: str) -> None:
        """Let an account change its own password; SignInError when the old one is wrong."""
        self.sign_in(account.name, old)
        self.set_password(account.name, new, by=account)

    def sign_in(self, name: str, password: str) -> Account:
        """Return the account with this name and password.

        Raises:
            SignInError: "wrong" for any mistake, "locked" after too many of them.

        """
        with self._records.writing() as session:
            tries = _tries(session, name, self._records)
            row = session.scalar(select(AccountRow).where(AccountRow.name_key == _key(name)))
        if tries > MOST_FAILURES:
            raise SignInError(name[:32], "locked")
        fits = self._passwords.fits(password, row.password_hash if row else None)
        if fits and row is not None and not row.disabled:
            return self._signed_in(account_of(row))
        if tries == MOST_FAILURES and row is not None:
            self._log(Act("账号被锁定", row.name))
        raise SignInError(name[:32], "wrong")

    def _signed_in(self, account: Account) -> Account:
        with self._records.writing() as session:
            session.execute(delete(AttemptRow).where(
                AttemptRow.name_hash == _hashed(account.name)))
            audit.write(session, self._records.now(), account, Act("登录", account.name))
        return account

    def _log(self, act: Act) -> None:
        with self._records.writing() as session:
            audit.write(session, self._records.now(), None, act)


def _tries(session: Session, name: str, records: Records) -> int:
    """Count this try before it is checked, so that many at once count too; return the count.

    More than MOST_FAILURES means locked. The count begins again when a lock or 15 minutes are over.
    """
    at, key = records.now(), _hashed(name)
    insert_once(session, AttemptRow, {"name_hash": key, "failures": 0, "tried_at": at,
                                      "locked_until": None})
    row = session.scalars(select(AttemptRow).where(AttemptRow.name_hash == key)
                          .with_for_update()).one()
    if row.locked_until and row.locked_until > at:
        return MOST_FAILURES + 1
    stale = at - row.tried_at >= LOCKED_FOR or row.locked_until is not None
    row.failures, row.tried_at = (1 if stale else row.failures + 1), at
    row.locked_until = at + LOCKED_FOR if row.failures >= MOST_FAILURES else None
    return row.failures


def _named(session: Session, name: str) -> AccountRow:
    row = session.scalar(select(AccountRow).where(AccountRow.name_key == _key(name)))
    if row is None:
        raise NotFound("账号", name[:32])
    return row


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name[:200]).strip().casefold()


def _hashed(name: str) -> str:
    return token_hash(_key(name))


def _checked_name(name: str) -> str:
    tidy = unicodedata.normalize("NFKC", name[:200]).strip()
    if not _NAME.fullmatch(tidy):
        raise FormError("账号名", "应为 2 到 32 个汉字、字母、数字或 . - _ @")
    if tidy == COMMAND_LINE:
        raise FormError("账号名", "已作他用")
    return tidy


def _check_duties(new: NewAccount) -> None:
    if new.role is Role.BANK and not new.institution.strip():
        raise FormError("机构", "银行账号必须填写")
    if new.role is Role.BANK and not new.regions:
        raise FormError("地区", "银行账号至少填写一个")
    for code in new.regions:
        if code not in regions_table():
            raise FormError("地区", f"没有代码“{code}”")
