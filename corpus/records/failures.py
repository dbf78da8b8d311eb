"""Errors of the two databases as errors of the product."""

from sqlalchemy.exc import DBAPIError, IntegrityError

from corpus.errors import (
    RecordsBusy,
    RecordsError,
    RecordsFull,
    RecordsGone,
    RecordsReadOnly,
)

_SQLITE = {
    "database is locked": RecordsBusy, "database table is locked": RecordsBusy,
    "disk is full": RecordsFull, "readonly database": RecordsReadOnly,
    "unable to open": RecordsGone, "disk I/O error": RecordsGone, "malformed": RecordsGone,
    "not a database": RecordsGone, "no such table": RecordsGone}
_POSTGRESQL = {  # SQLSTATE, by its beginning
    "53100": RecordsFull, "53": RecordsBusy, "55P03": RecordsBusy, "40": RecordsBusy,
    "25006": RecordsReadOnly, "57": RecordsGone, "08": RecordsGone, "3D": RecordsGone,
    "28": RecordsGone, "42P01": RecordsGone, "58": RecordsGone}
_LOST = ("network error", "communication error", "connection is closed",
         "Can't create a connection", "timed out")


def translated(error: DBAPIError, name: str) -> Exception:
    """Return the error to raise for `error` in database `name`; a programming error stays."""
    if isinstance(error, IntegrityError):
        return error
    kind = _kind(error)
    return kind(name, str(error.orig)[:200]) if kind else error


def _kind(error: DBAPIError) -> type[RecordsError] | None:
    told = error.orig.args[0] if error.orig and error.orig.args else ""
    if isinstance(told, dict):
        state = str(told.get("C", ""))
        return next((kind for code, kind in _POSTGRESQL.items() if state.startswith(code)), None)
    if error.connection_invalidated or any(text in str(told) for text in _LOST):
        return RecordsGone
    return next((kind for text, kind in _SQLITE.items() if text in str(told)), None)
