"""Load the assistant in the background, so that the page is up before the heavy parts are."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.errors import RongceError

log = logging.getLogger(__name__)
T = TypeVar("T")


class _Attempt(Generic[T]):
    """One try at making the value; what it holds is written before `done` is set."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.values: list[T] = []
        self.error: RongceError | None = None


class Pending(Generic[T]):
    """A value that a thread makes; `get` waits for it. A failed attempt is made again by `get`."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._attempt: _Attempt[T] | None = None

    @property
    def ready(self) -> bool:
        """Whether the value is there."""
        return self._attempt is not None and bool(self._attempt.values)

    def start(self) -> _Attempt[T]:
        """Begin to load, once; after a failure, begin anew. Return the attempt under way."""
        with self._lock:
            if self._attempt is None or self._attempt.error:
                self._attempt = _Attempt()
                threading.Thread(target=self._load, args=(self._attempt,), name="load",
                                 daemon=True).start()
            return self._attempt

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

    def _load(self, attempt: _Attempt[T]) -> None:
        started = time.perf_counter()
        try:
            attempt.values.append(self._make())
            log.info("资料已就绪，用时 %.1f 秒", time.perf_counter() - started)
        except RongceError as error:
            log.error("资料加载失败：%s", error)
            attempt.error = error
        except BaseException as error:  # the waiters must be served whatever happens
            attempt.error = RongceError("load", str(error))
            raise
        finally:
            attempt.done.set()
