"""How often a client may ask: token buckets, filled evenly, that hold one minute's worth.

They live in this process and are used on its event loop only, so they need no lock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

_MOST = 10_000  # buckets kept; full ones say nothing and are dropped first


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bucket says; `wait_s` is the time until it gives again, 0 when it gave."""

    limit: int
    left: int
    full_s: int
    wait_s: int

    @property
    def headers(self) -> dict[str, str]:
        """The RateLimit headers, with Retry-After when nothing was given."""
        told = {"RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.left),
                "RateLimit-Reset": str(self.full_s), "RateLimit-Policy": f"{self.limit};w=60"}
        return told | ({"Retry-After": str(self.wait_s)} if self.wait_s else {})


class Buckets:
    """One bucket for each name."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = _MOST) -> None:
        self._clock = clock
        self._most = most
        self._held: dict[str, tuple[float, float]] = {}  # what is left, and when that was

    def take(self, name: str, per_minute: int, cost: int = 1) -> Taken:
        """Take `cost` tokens of 1 when there is at least one; with 0 only look."""
        now = self._clock()
        left, at = self._held.get(name, (float(per_minute), now))
        left = min(float(per_minute), left + (now - at) * per_minute / 60)
        given = left >= 1
        left -= cost if given else 0
        self._held.pop(name, None)  # the newest stand last
        self._held[name] = left, now
        if len(self._held) > self._most:
            self._held.pop(next(iter(self._held)))
        rate = per_minute / 60
        return Taken(per_minute, int(left), ceil((per_minute - left) / rate),
                     0 if given else max(1, ceil((1 - left) / rate)))
