"""Bring the tables of a database to the newest schema, in one transaction.

Alembic is imported only when there is something to do.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from corpus.errors import RecordsNewer

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")  # oldest first
_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_236_501  # of PostgreSQL: one migration at a time


def bring_up_to_date(engine: Engine, *, to: str = REVISIONS[-1]) -> None:
    """Run the migrations that `engine` lacks; all or none.

    Raises:
        RecordsNewer: a newer version of the product has written the database.

    """
    if current(engine) == to:
        return
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:  # else dropping a table while it is rebuilt would delete what refers to it
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                _upgrade(connection, to)
        finally:
            if sqlite:
                _pragma(connection, "foreign_keys=ON")


def current(engine: Engine) -> str | None:
    """Return the revision of the tables, None for an empty database; RecordsNewer as above."""
    with engine.execution_options(reading=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is not None and revision not in REVISIONS:
        raise RecordsNewer(revision, f"this version knows {REVISIONS[-1]}")
    return revision


def _upgrade(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        assert broken is None, f"a migration left {broken} without its owner"


def _pragma(connection: Connection, pragma: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
