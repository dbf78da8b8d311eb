"""Load the assistant in the background, so that the page is up before the heavy parts are."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.errors import RongceError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Pending(Generic[T]):
    """A value that a thread makes; `get` waits for it. A failed load can be started again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._started = False
        self._value: T | None = None
        self._error: RongceError | None = None

    @property
    def ready(self) -> bool:
        """Whether `get` returns or raises at once."""
        return self._done.is_set()

    def start(self) -> None:
        """Begin to load, once; after a failure, begin anew."""
        with self._lock:
            if self._started and not self._error:
                return
            self._started, self._error = True, None
            self._done.clear()
        threading.Thread(target=self._load, name="load", daemon=True).start()

    def get(self) -> T:
        """Return the value; raises what went wrong while it was made."""
        self.start()
        self._done.wait()
        if self._error:
            raise self._error
        assert self._value is not None
        return self._value

    def _load(self) -> None:
        started = time.perf_counter()
        try:
            self._value = self._make()
            log.info("资料已就绪，用时 %.1f 秒", time.perf_counter() - started)
        except RongceError as error:
            log.error("资料加载失败：%s", error)
            self._error = error
        except BaseException as error:  # the thread must not die with waiters unserved
            log.exception("资料加载失败")
            self._error = RongceError("load", str(error))
            raise
        finally:
            self._done.set()
