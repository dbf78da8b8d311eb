"""A real HTTP server that speaks the OpenAI chat protocol and behaves as a test tells it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class FakeModel(ThreadingHTTPServer):
    """`behave` answers requests; `asked` are their bodies; `hung_up` tells that a client left."""

    daemon_threads = True
    behave: Behaviour

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.keys: list[str] = []
        self.hung_up = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address):
        self.hung_up.set()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.keys.append(self.headers["Authorization"])
        self.server.behave(self)

    def log_message(self, *_):
        pass


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """Serve on a free port."""
    server = FakeModel()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def chunk(content: str | None = None, finish: str | None = None, **delta: str) -> bytes:
    """Return one event of a stream."""
    choice = {"index": 0, "delta": {"content": content, **delta}, "finish_reason": finish}
    event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [choice]}
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def begin(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()


def says(text: str, *, finish: str | None = "stop") -> Behaviour:
    """Stream `text` in pieces of three characters and end well."""
    def behave(handler):
        begin(handler)
        handler.wfile.write(chunk("", role="assistant"))
        for at in range(0, len(text), 3):
            handler.wfile.write(chunk(text[at : at + 3]))
        handler.wfile.write(chunk(finish=finish) + b"data: [DONE]\n\n")
    return behave


def replies(*texts: str) -> Behaviour:
    """Reply to requests that want no stream with `texts` in turn, the last one for ever."""
    left = list(texts)

    def behave(handler):
        text = left.pop(0) if len(left) > 1 else left[0]
        message = {"role": "assistant", "content": text}
        body = json.dumps({
            "id": "x", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    return behave


def fails(status: int) -> Behaviour:
    def behave(handler):
        body = b'{"error": {"message": "no", "type": "x", "code": null}}'
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Retry-After", "60")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    return behave


def sends(raw: bytes) -> Behaviour:
    """Send `raw` as the whole body."""
    def behave(handler):
        begin(handler)
        handler.wfile.write(raw)
    return behave


def breaks(text: str) -> Behaviour:
    """Announce a long body, send `text` and close the connection."""
    def behave(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(chunk(text))
    return behave


def repeats(raw: bytes, *, every: float = 0.0, begun: bytes = b"") -> Behaviour:
    """Send `begun`, then `raw` again and again until the client leaves."""
    def behave(handler):
        begin(handler)
        handler.wfile.write(begun)
        while True:
            handler.wfile.write(raw)
            time.sleep(every)
    return behave


def hangs(seconds: float) -> Behaviour:
    """Accept the request and say nothing."""
    def behave(handler):
        with suppress(OSError):
            time.sleep(seconds)
            fails(500)(handler)
    return behave
