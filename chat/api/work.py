"""Answering in threads: only so many at once, the others wait their turn or are sent away.

Whoever hangs up gives the place free as soon as the step under way is done.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from corpus.errors import Busy

T = TypeVar("T")
Parts = Generator[T, None, None]


class Workers:
    """`at_once` answers are made at a time; `queue` more wait at most `patience_s`."""

    def __init__(self, at_once: int, *, queue: int = 32, patience_s: float = 10) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._queue = queue
        self._patience_s = patience_s
        self.waiting = 0
        self.busy = 0

    async def whole(self, request: Request, make: Callable[[], Parts[T]]) -> T:
        """Return the last of what `make` yields; Busy.

        When the client hangs up, the steps that are left are not done.
        """
        gone = threading.Event()

        def work() -> T:
            parts = make()
            part = next(parts)
            while not gone.is_set() and (more := next(parts, None)) is not None:
                part = more
            return part

        async with self._place():
            watch = asyncio.create_task(_gone(request, gone))
            try:
                return await run_in_threadpool(work)
            finally:
                watch.cancel()

    async def growing(self, make: Callable[[], Parts[T]]) -> AsyncGenerator[T, None]:
        """Yield what `make` yields as it comes; Busy. Close this to stop the work."""
        async with self._place():
            parts = make()
            try:
                while (part := await run_in_threadpool(_next, parts)) is not None:
                    yield part
            finally:
                with anyio.CancelScope(shield=True):
                    await run_in_threadpool(parts.close)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        with self._waiting():
            try:
                async with asyncio.timeout(self._patience_s):
                    await self._places.acquire()
            except TimeoutError as error:
                raise Busy("answers", "waited too long") from error
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1
            self._places.release()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        if self.waiting >= self._queue:
            raise Busy("answers", "too many wait")
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1


def _next(parts: Parts[T]) -> T | None:
    return next(parts, None)


async def _gone(request: Request, gone: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()
