"""Keys of other programs: add, list, disable, change the limit, find whose a key is.

A key is shown once, when it is made; the database holds its SHA-256. It has 256 random bits, so it
needs no slow hash and cannot be guessed.
"""

import logging
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import Conflict, FormError, NotFound, RecordsError
from corpus.records import audit
from corpus.records.api_tables import ApiKeyRow
from corpus.records.audit import Act
from corpus.records.base import insert_once, new_id
from corpus.records.engine import Records
from corpus.records.people import Person, Role, require
from corpus.records.tokens import new_token, token_hash

PREFIX = "rc_"
SCOPES = {"ask": "提问", "search": "查条款", "match": "配产品", "metrics": "运行指标"}
USUAL = ("ask", "search", "match")
PER_MINUTE, MOST_PER_MINUTE = 60, 6000
_NAME = re.compile(r"[\w.\-@]{2,32}")
_KEY = re.compile(r"rc_[A-Za-z0-9_-]{43}")
_NOTE_EVERY = timedelta(minutes=1)
_ACT = "管理接口密钥"
log = logging.getLogger("rongce")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; the key itself is not. Times are UTC."""

    id: str
    name: str
    scopes: tuple[str, ...]
    per_minute: int
    disabled: bool
    created_at: datetime
    used_at: datetime | None


class ApiKeys:
    """The keys in `records`; changes are logged under `by`, policy staff or the command line."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, name: str, *, per_minute: int = PER_MINUTE, scopes: Sequence[str] = USUAL,
            by: Person | None = None) -> tuple[ApiKey, str]:
        """Return the new key's record and the key; FormError, Conflict for a taken name."""
        _allowed(by)
        tidy = unicodedata.normalize("NFKC", name[:200]).strip()
        if not _NAME.fullmatch(tidy):
            raise FormError("名称", "应为 2 到 32 个汉字、字母、数字或 . - _ @")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise FormError("权限", f"至少选一项：{'、'.join(SCOPES)}")
        key, at = PREFIX + new_token(), self._records.now()
        told = {"scopes": [scope for scope in SCOPES if scope in scopes],
                "per_minute": _checked_limit(per_minute)}
        row = told | {"id": new_id(), "name": tidy, "name_key": tidy.casefold(),
                      "key_hash": token_hash(key), "disabled": False, "created_at": at,
                      "used_at": None}
        with self._records.writing() as session:
            if not insert_once(session, ApiKeyRow, row):
                raise Conflict(tidy, "key name taken")
            audit.write(session, at, by, Act("新增接口密钥", tidy, after=told))
            made = session.scalars(select(ApiKeyRow).where(ApiKeyRow.id == row["id"])).one()
            return _record(made), key

    def list(self, by: Person | None = None) -> Sequence[ApiKey]:
        """Return all keys by name, disabled ones too."""
        _allowed(by)
        with self._records.reading() as session:
            return [*map(_record, session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.name_key)))]

    def one(self, name: str, *, by: Person | None = None) -> ApiKey:
        """Return the key called `name`; NotFound."""
        _allowed(by)
        with self._records.reading() as session:
            return _record(_named(session, name))

    def set_disabled(self, name: str, disabled: bool, *, by: Person | None = None) -> None:
        """Disable a key at once, or enable it; NotFound for an unknown name."""
        _allowed(by)
        with self._records.writing() as session:
            row = _named(session, name)
            before, row.disabled = row.disabled, disabled
            audit.write(session, self._records.now(), by, Act(
                "停用接口密钥" if disabled else "启用接口密钥", row.name,
                {"disabled": before}, {"disabled": disabled}))

    def set_limit(self, name: str, per_minute: int, *, by: Person | None = None) -> None:
        """Set how many requests a minute are let through; FormError, NotFound."""
        _allowed(by)
        limit = _checked_limit(per_minute)
        with self._records.writing() as session:
            row = _named(session, name)
            before, row.per_minute = row.per_minute, limit
            audit.write(session, self._records.now(), by, Act(
                "修改接口密钥限额", row.name, {"per_minute": before}, {"per_minute": limit}))

    def find(self, key: str) -> ApiKey | None:
        """Return whose key this is, None for an unknown or disabled one; note that it was used."""
        if not _KEY.fullmatch(key):
            return None
        with self._records.reading() as session:
            row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == token_hash(key)))
        if row is None or row.disabled:
            return None
        if row.used_at is None or self._records.now() - row.used_at >= _NOTE_EVERY:
            self._note(row.id)
        return _record(row)

    def _note(self, key_id: str) -> None:
        try:
            with self._records.writing() as session:
                session.query(ApiKeyRow).where(ApiKeyRow.id == key_id).update(
                    {"used_at": self._records.now()})
        except RecordsError as error:  # the request itself needs no writing
            log.warning("接口密钥的使用时间没有记下：%s", error)


def _allowed(by: Person | None) -> None:
    if by is not None:
        require(by, Role.POLICY, _ACT)


def _checked_limit(per_minute: int) -> int:
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise FormError("每分钟次数", f"应为 1 到 {MOST_PER_MINUTE} 的整数")
    return per_minute


def _named(session: Session, name: str) -> ApiKeyRow:
    key = unicodedata.normalize("NFKC", name[:200]).strip().casefold()
    row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.name_key == key))
    if row is None:
        raise NotFound("接口密钥", name[:32])
    return row


def _record(row: ApiKeyRow) -> ApiKey:
    return ApiKey(row.id, row.name, tuple(row.scopes), row.per_minute, row.disabled,
                  row.created_at, row.used_at)
