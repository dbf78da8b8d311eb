"""What all tables share: names of constraints, ids, times in UTC, insertion once only."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Float, MetaData, Table, Text, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

Json = dict[str, Any]
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s"}


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone, stored in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
            self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return `value` in UTC; ValueError for a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(
            self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return `value` in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar = {
        str: Text(), datetime: UtcTime(), float: Float(), Json: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True)}


def insert_many(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, a thousand in a statement."""
    target = table.__table__
    assert isinstance(target, Table)
    if rows:  # only with RETURNING do both databases take many rows in one statement
        session.execute(insert(target).returning(*target.primary_key.columns), rows)


def new_id() -> str:
    """Return an id that nobody can guess: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert `values` unless a unique constraint forbids it; return whether it was inserted."""
    target = table.__table__
    assert isinstance(target, Table)
    sqlite_here = session.get_bind().dialect.name == "sqlite"
    insertion = (sqlite.insert if sqlite_here else postgresql.insert)(target)
    done = session.execute(insertion.values(**values).on_conflict_do_nothing()
                           .returning(*target.primary_key.columns))
    return done.first() is not None
