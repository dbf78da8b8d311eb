"""Bodies that are too slow, too large or never end, fed to the reader by hand."""

import asyncio

import pytest

from chat.api.body import TOO_LARGE, TOO_SLOW, HungUp, read_body, refuse, replayed

PIECE = {"type": "http.request", "body": b"x" * 300_000, "more_body": True}
END = {"type": "http.request", "body": b"{}", "more_body": False}


def scope(**headers):
    return {"type": "http", "path": "/api/ask",
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]}


def feed(*messages):
    left = list(messages)

    async def receive():
        if not left:
            await asyncio.sleep(60)
        return left.pop(0)

    receive.left = left
    return receive


@pytest.mark.parametrize(("headers", "messages", "want"), [
    ({}, [END], b"{}"), ({}, [PIECE, END], PIECE["body"] + b"{}"), ({}, [PIECE] * 5, TOO_LARGE),
    ({"content_length": "1048577"}, [], TOO_LARGE), ({"content_length": "٣"}, [], TOO_LARGE),
    ({}, [PIECE], TOO_SLOW), ({"content_length": "9"}, [], TOO_SLOW)],
    ids=["small", "pieces", "large", "said-large", "odd-digits", "stops", "nothing"])
def test_reading(headers, messages, want):
    assert asyncio.run(read_body(scope(**headers), feed(*messages), limit_s=0.05)) == want


def test_who_hangs_up_is_noticed():
    with pytest.raises(HungUp):
        asyncio.run(read_body(scope(), feed(PIECE, {"type": "http.disconnect"})))


def test_no_more_is_read_than_is_taken():
    receive = feed(*[PIECE] * 100)
    asyncio.run(read_body(scope(), receive))
    assert len(receive.left) == 96


def test_the_body_is_given_once_then_what_follows():
    async def both():
        receive = replayed(b"{}", feed({"type": "http.disconnect"}))
        return [(await receive())["type"] for _ in range(2)]
    assert asyncio.run(both()) == ["http.request", "http.disconnect"]


def test_a_refusal_comes_before_the_rest_is_read():
    receive, order = feed(*[PIECE] * 3, END), []

    async def send(message):
        order.append((message["type"], len(receive.left)))

    asyncio.run(refuse(TOO_LARGE, scope(), receive, send))
    assert order == [("http.response.start", 4), ("http.response.body", 4),
                     ("http.response.body", 0)]
