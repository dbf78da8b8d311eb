"""Open the database of records: SQLite in one file, or PostgreSQL; transactions with clear errors.

A transaction that fails writes nothing. On SQLite a writing transaction takes the write lock at its
start, so two writers wait for each other instead of failing halfway.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from corpus.errors import RecordsBusy, RecordsGone, SettingsError
from corpus.records.clock import utc_now
from corpus.records.failures import translated
from corpus.records.migrate import bring_up_to_date

_SETTING = "RONGCE_DATABASE_URL"
_SOCKET_S = 60  # of silence from PostgreSQL until it counts as gone
Clock = Callable[[], datetime]


class Records:
    """An open database; `now` is the clock that stamps what is written."""

    def __init__(self, engine: Engine, file: Path | None, clock: Clock) -> None:
        self.engine = engine
        self.now = clock
        self._reading = engine.execution_options(reading=True)
        self._file = file
        self._inode = file.stat().st_ino if file else None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are all kept when the block ends, or none.

        Raises:
            RecordsError: the database is locked, full, read-only or gone.

        """
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that waits for no writer; RecordsError as above."""
        with self._session(self._reading) as session:
            yield session

    def forget(self) -> None:
        """Overwrite what SQLite still holds of deleted rows in its log; PostgreSQL has VACUUM."""
        if self._file:
            with self.engine.connect() as connection:
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        name = self._file.name if self._file else str(engine.url.database)
        if self._file and (not self._file.exists() or self._file.stat().st_ino != self._inode):
            raise RecordsGone(name, "the file was removed or replaced")
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise translated(error, name) from error
        except ConnectionError as error:  # the server reset it while the driver was reading
            raise RecordsGone(name, error.strerror or "") from error
        except PoolTimeout as error:
            raise RecordsBusy(name, "no free connection") from error


def open_records(url: str, *, wait_s: float = 10, clock: Clock = utc_now) -> Records:
    """Open the database at `url`, make or migrate its tables; wait `wait_s` for locks.

    Raises:
        SettingsError: the address names neither SQLite in a file nor PostgreSQL.
        RecordsError: the database cannot be used.

    """
    address = _address(url)
    file = Path(str(address.database)) if address.get_backend_name() == "sqlite" else None
    try:
        engine = _sqlite(address, file, wait_s) if file else _postgresql(address, wait_s)
        bring_up_to_date(engine)
        return Records(engine, file, clock)
    except DBAPIError as error:
        raise translated(error, Path(str(address.database)).name) from error
    except OSError as error:
        raise RecordsGone(Path(str(address.database)).name, error.strerror or "") from error


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise SettingsError(_SETTING, "no address of a database") from error
    kind = address.get_backend_name()
    if kind == "sqlite" and address.database and address.database != ":memory:":
        return address
    if kind in ("postgresql", "postgres") and address.database:
        return address.set(drivername="postgresql+pg8000")
    raise SettingsError(_SETTING, "neither sqlite:///FILE nor postgresql://HOST/DATABASE")


def _sqlite(address: URL, file: Path, wait_s: float) -> Engine:
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(address, hide_parameters=True, pool_timeout=wait_s,
                           connect_args={"timeout": wait_s})

    @event.listens_for(engine, "connect")
    def prepare(raw: DBAPIConnection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001
        raw.isolation_level = None  # transactions begin where `begin` below says so
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _take_resets_for_lost(dialect: Dialect) -> None:
    """Let a ping that meets a reset connection count as a lost one, so that a new one is made.

    The driver passes the operating system's error on, which the pool does not know.
    """
    ping = dialect.do_ping

    def do_ping(raw: DBAPIConnection) -> bool:
        try:
            return ping(raw)
        except ConnectionError as error:
            raise dialect.loaded_dbapi.InterfaceError("network error") from error

    dialect.do_ping = do_ping  # type: ignore[method-assign, assignment]


def _postgresql(address: URL, wait_s: float) -> Engine:
    engine = create_engine(
        address, pool_pre_ping=True, hide_parameters=True, pool_timeout=wait_s,
        connect_args={"timeout": _SOCKET_S, "application_name": "rongce"})
    _take_resets_for_lost(engine.dialect)

    @event.listens_for(engine, "connect")
    def prepare(raw: DBAPIConnection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001
        cursor = raw.cursor()
        cursor.execute(f"SET lock_timeout = {int(wait_s * 1000)}")
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()
        raw.commit()

    return engine
