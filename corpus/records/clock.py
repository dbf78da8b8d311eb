"""Times: UTC in the database, Beijing time where people read them."""

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991


def utc_now() -> datetime:
    """Return the present, in UTC."""
    return datetime.now(UTC)


def shown(at: datetime) -> str:
    """Return `at` as people in China read it: 2026-03-01 08:30:05."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def month(at: datetime) -> str:
    """Return the month of `at` in Beijing: 2026-03."""
    return at.astimezone(BEIJING).strftime("%Y-%m")
