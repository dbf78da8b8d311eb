"""Pages of staff and the door for programs, built at the first request for them.

So the page of enterprises need not wait.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.loading import Pending
from corpus.records.doorway import Doorway
from corpus.settings import Settings

if TYPE_CHECKING:
    from chat.assistant import Assistant


class Later:
    """An application that `make` builds once, in a thread, when the first request comes."""

    def __init__(self, make: Callable[[], FastAPI]) -> None:
        self._make = make
        self._lock = asyncio.Lock()
        self._running = AsyncExitStack()
        self._app: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the first ones wait until the application stands."""
        async with self._lock:
            if self._app is None:
                app = await run_in_threadpool(self._make)
                await self._running.enter_async_context(app.router.lifespan_context(app))
                self._app = app
        await self._app(scope, receive, send)


def api_room(assistant: "Pending[Assistant]", doorway: Doorway, settings: Settings) -> Later:
    """Return the door for other programs."""
    def make() -> FastAPI:
        from chat.api.app import api_app

        return api_app(assistant, doorway, settings)

    return Later(make)


class Rooms:
    """Sends what lies below the path of a room to that room, all else to `front`."""

    def __init__(self, front: ASGIApp, rooms: Mapping[str, ASGIApp]) -> None:
        self._front = front
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the lifespan of the front."""
        path = scope.get("path", "")
        found = (room for root, room in self._rooms.items() if f"{path}/".startswith(f"{root}/"))
        await next(found, self._front)(scope, receive, send)
