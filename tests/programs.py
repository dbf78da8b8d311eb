"""For tests of the door for programs: the whole web app in this process, on a free port."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import httpx
import uvicorn

from app import build_server
from chat.answer import Answer
from corpus.loading import Pending
from corpus.records.api_keys import ApiKeys
from corpus.records.engine import Records, open_records


@dataclass
class Door:
    """A running server, its records, and a key that may do all."""

    address: str
    records: Records
    key: str

    def client(self, key: str | None = None, **more) -> httpx.Client:
        headers = {"authorization": f"Bearer {key or self.key}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=30, **more)

    def new_key(self, name: str, **more) -> str:
        return ApiKeys(self.records).add(name, **more)[1]


@contextmanager
def running(assistant, settings):
    """Serve `assistant`; yield its Door."""
    pending = Pending(lambda: assistant)
    pending.get()
    records = open_records(settings.records_url)
    key = ApiKeys(records).add("甲系统", per_minute=6000,
                               scopes=["ask", "search", "match", "metrics"])[1]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(build_server(pending, settings), log_level="warning",
                                timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield Door(f"http://127.0.0.1:{listening.getsockname()[1]}", records, key)
        server.should_exit = True
        thread.join(20)
    records.close()


class Slow:
    """An assistant whose answer grows by a part each 50 ms and never ends by itself."""

    def __init__(self) -> None:
        self.open = 0
        self.searcher = SimpleNamespace(policies=())

    def reply(self, question, **_):
        self.open += 1
        text = ""
        try:
            for _ in range(200):
                text += "一段。"
                yield Answer(text, done=False)
                time.sleep(0.05)
            yield Answer(text)
        finally:
            self.open -= 1


def until(condition, seconds: float = 5.0) -> bool:
    """Wait until `condition` holds; whether it came to hold."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()
