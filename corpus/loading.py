"""Load the assistant in the background, and make it anew while the old one keeps serving."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.errors import RongceError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Attempt(Generic[T]):
    """One try at making the value; what it holds is written before `done` is set."""

    def __init__(self) -> None:
        self.begun = False
        self.done = threading.Event()
        self.values: list[T] = []
        self.error: RongceError | None = None


class Pending(Generic[T]):
    """A value that a thread makes; `get` waits for it. A failed attempt is made again by `get`.

    `renew` makes another one in the background and switches to it in one assignment; `trouble` is
    why the last attempt failed, None when it did not; it began at `begun_at`, seconds of the clock.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._attempt: Attempt[T] | None = None
        self._next: Attempt[T] | None = None
        self._one_at_a_time = threading.Lock()
        self.trouble: RongceError | None = None
        self.begun_at = 0.0

    @property
    def ready(self) -> bool:
        """Whether the value is there."""
        return self._attempt is not None and bool(self._attempt.values)

    def start(self) -> Attempt[T]:
        """Begin to load, once; after a failure, begin anew. Return the attempt under way."""
        with self._lock:
            if self._attempt is None or self._attempt.error:
                self._attempt = Attempt()
                threading.Thread(target=self._load, args=(self._attempt,), name="load",
                                 daemon=True).start()
            return self._attempt

    def renew(self) -> Attempt[T]:
        """Make the value anew; the old one serves until then, and after a failure.

        Return the attempt, which begins after this call: one that waits already is shared.
        """
        current = self.start()
        with self._lock:
            if self._next is None or self._next.begun:
                self._next = Attempt()
                threading.Thread(target=self._renew, args=(current, self._next), name="renew",
                                 daemon=True).start()
            return self._next

    def start_in(self, seconds: float) -> None:
        """Begin to load after `seconds`."""
        threading.Timer(seconds, self.start).start()

    def get(self) -> T:
        """Return the value; raises what went wrong in the attempt that this call waited for."""
        attempt = self.start()
        attempt.done.wait()
        if attempt.error:
            raise attempt.error
        return attempt.values[0]

    def _renew(self, current: Attempt[T], attempt: Attempt[T]) -> None:
        current.done.wait()
        with self._one_at_a_time:
            with self._lock:
                attempt.begun = True
            self._load(attempt)

    def _load(self, attempt: Attempt[T]) -> None:
        started = time.perf_counter()
        self.begun_at = time.time()
        try:
            attempt.values.append(self._make())
            self._attempt = attempt
            log.info("资料已就绪，用时 %.1f 秒", time.perf_counter() - started)
        except RongceError as error:
            log.error("资料加载失败：%s", error)
            attempt.error = error
        except BaseException as error:  # the waiters must be served whatever happens
            attempt.error = RongceError("load", str(error))
            raise
        finally:
            self.trouble = attempt.error
            attempt.done.set()
