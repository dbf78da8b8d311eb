"""The body of a request: read whole before anything is done, but never too much or for too long."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from chat.api.errors import Problem

MOST_BYTES = 1024 * 1024
_BODY_S = 15.0
_DRAIN_BYTES, _DRAIN_S = 16 * 1024 * 1024, 3.0
_CLOSE = {"Connection": "close"}
TOO_LARGE = Problem(413, "body_too_large", "请求太大，请控制在 1 MB 以内。", _CLOSE)
TOO_SLOW = Problem(408, "body_too_slow", "请求发送得太慢，没有收完；请重新发送。", _CLOSE)


class HungUp(Exception):
    """The client left while it was sending."""


async def read_body(scope: Scope, receive: Receive, *, limit_s: float = _BODY_S) -> bytes | Problem:
    """Return the body, or why it is not taken; HungUp."""
    stated = Headers(scope=scope).get("content-length", "0")
    if not stated.isdecimal() or int(stated) > MOST_BYTES:
        return TOO_LARGE
    pieces = bytearray()
    try:
        async with asyncio.timeout(limit_s):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise HungUp
                pieces += message.get("body", b"")
                if len(pieces) > MOST_BYTES:
                    return TOO_LARGE
                if not message.get("more_body"):
                    return bytes(pieces)
    except TimeoutError:
        return TOO_SLOW


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives `body` first, then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Say at once that the body is not taken, then let the client finish for a little while.

    A connection that is closed while the client still sends would lose the answer on its way.
    """
    response = problem.response(scope["path"])
    await send({"type": "http.response.start", "status": response.status_code,
                "headers": response.raw_headers})
    await send({"type": "http.response.body", "body": response.body, "more_body": True})
    if problem is TOO_LARGE:
        await _drain(receive)
    await send({"type": "http.response.body", "body": b""})


async def _drain(receive: Receive) -> None:
    left = _DRAIN_BYTES
    try:
        async with asyncio.timeout(_DRAIN_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b"")) + 1
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return
