"""The routes below /api: ask, search, match; each takes and gives what the command line does."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from chat.api.errors import Told, problem_of, to_json
from chat.api.metrics import Metrics
from chat.api.models import Answered, AskIn, Found, Matched, MatchIn, SearchIn
from chat.api.told import EVENTS, faults
from chat.api.work import Parts, Workers
from chat.wire import Wire
from corpus.errors import RongceError
from corpus.loading import Pending

if TYPE_CHECKING:
    from chat.assistant import Assistant

Json = dict[str, Any]


class Answers:
    """Gives answers through the assistant of the moment, a fixed number at a time."""

    def __init__(self, assistant: "Pending[Assistant]", workers: Workers,
                 metrics: Metrics) -> None:
        self._assistant = assistant
        self._workers = workers
        self._metrics = metrics

    async def ask(self, request: Request, wanted: Json) -> Json:
        """Return the whole answer; RongceError."""
        whole = await self._workers.whole(request, lambda: self._asking(wanted))
        self._metrics.answered(request.url.path, refused=whole["refused"])
        return whole

    async def asking(self, request: Request, wanted: Json) -> AsyncGenerator[Json, None]:
        """Yield the answer as it grows; RongceError."""
        part: Json = {}
        async with aclosing(self._workers.growing(lambda: self._asking(wanted))) as parts:
            async for part in parts:
                yield part
        self._metrics.answered(request.url.path, refused=part["refused"])

    async def once(self, request: Request, handle: Callable[[Wire], Json]) -> Json:
        """Return what `handle` makes; RongceError."""
        def work() -> Parts[Json]:
            yield handle(Wire(self._assistant.get()))

        return await self._workers.whole(request, work)

    def _asking(self, wanted: Json) -> Parts[Json]:
        yield from Wire(self._assistant.get()).asking(wanted)


class Events(StreamingResponse):
    """Server-sent events; when the client hangs up, what makes them is stopped."""

    def __init__(self, events: AsyncGenerator[str, None]) -> None:
        super().__init__(events, media_type="text/event-stream",
                         headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all events."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


async def begun(events: AsyncGenerator[str, None]) -> Events:
    """Return the response once there is something to send; until then errors have their status."""
    first = await anext(events)

    async def rest() -> AsyncGenerator[str, None]:
        async with aclosing(events):
            yield first
            async for event in events:
                yield event

    return Events(rest())


def event(data: Mapping[str, Any], name: str = "") -> str:
    """Return a server-sent event."""
    return (f"event: {name}\n" if name else "") + f"data: {to_json(data)}\n\n"


def api_routes(answers: Answers) -> APIRouter:
    """Return the routes below /api."""
    routes = APIRouter(prefix="/api", tags=["问答、查条款、配产品"])

    @routes.post("/ask", summary="提问", response_model=None,
                 responses=faults() | {200: {"model": Answered, "content": EVENTS}})
    async def ask(body: AskIn, request: Request) -> Response:
        """回答一个问题，每句话都有条款依据；文件里没有的，refused 为 true。

        stream 为 true（或请求头 Accept: text/event-stream）时逐段返回：若干 part 事件
        （到目前为止的 answer），最后一个 answer 事件是完整的 JSON。
        """
        wanted = body.model_dump(exclude={"id", "stream"})
        accepts = request.headers.get("accept", "")
        if body.stream or "text/event-stream" in accepts:
            parts = answers.asking(request, wanted)
            return await begun(_events(parts, {"id": body.id}, request.url.path))
        return Told({"id": body.id} | await answers.ask(request, wanted))

    @routes.post("/search", summary="查条款", response_model=None,
                 responses=faults() | {200: {"model": Found}})
    async def search(body: SearchIn, request: Request) -> Response:
        """找出相关条款，最相关的在前；不必是原文用语。"""
        wanted = body.model_dump(exclude={"id", "k"})
        found = await answers.once(request, lambda wire: wire.search(wanted, k=body.k))
        return Told({"id": body.id} | found)

    @routes.post("/match", summary="配产品", response_model=None,
                 responses=faults() | {200: {"model": Matched}})
    async def match(body: MatchIn, request: Request) -> Response:
        """按企业画像逐项核对产品和政策工具的条件；不承诺审批。"""
        wanted = body.model_dump(exclude={"id"})
        found = await answers.once(request, lambda wire: wire.match(wanted))
        return Told({"id": body.id} | found)

    return routes


async def _events(parts: AsyncGenerator[Json, None], identity: Json,
                  path: str) -> AsyncGenerator[str, None]:
    part: Json = {}
    begun = False
    async with aclosing(parts):
        try:
            async for part in parts:
                yield event({"answer": part["answer"]}, "part")
                begun = True
        except RongceError as error:
            if not begun:
                raise
            yield event(problem_of(error, path).body(path), "error")
            return
    yield event(identity | part, "answer")


