"""The product as a process of its own, for measuring from outside."""

import os
import socket
import sys
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep

import psutil

from corpus.errors import ServeError

_LOADED = "资料已就绪".encode()  # what the server logs when it can answer


class Server:
    """A web server in a process of its own, on a free port; `close` stops it.

    Its output goes to a file in `folder`; `data` is its data folder, the common one unless given.
    """

    def __init__(self, folder: str, *command: str, data: Path | None = None) -> None:
        self._output = Path(folder, "log")
        self._command = command
        self._environment = os.environ | ({"RONGCE_DATA_DIR": str(data)} if data else {})
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._start()

    def _start(self) -> None:
        self._started = perf_counter()
        with self._output.open("wb") as to:
            self.process = psutil.Popen(
                [sys.executable, *self._command, "--port", str(self.port)],
                stdout=to, stderr=to, env=self._environment)

    def restart(self) -> None:
        """Ask the process to stop, start another on the same port, wait until all is loaded."""
        self.process.terminate()
        self.process.wait()
        self._start()
        self.seconds_until(loaded=True)

    def seconds_until(self, *, loaded: bool = False) -> float:
        """Return the time from the start until the page answers 200, or until all is loaded."""
        while not (_LOADED in self._output.read_bytes() if loaded else self._page_up()):
            if self.process.poll() is not None or perf_counter() - self._started > 90:
                raise ServeError(self.port, self._output.read_text("utf-8", "replace")[-500:])
            sleep(0.01)
        return perf_counter() - self._started

    def _page_up(self) -> bool:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as to:
            to.request("GET", "/")
            return to.getresponse().status == 200
        return False

    def close(self) -> None:
        """Stop the process and wait for its end."""
        self.process.kill()
        self.process.wait()
