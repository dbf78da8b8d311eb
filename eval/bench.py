"""Measure speed and memory beside a bare Gradio app and bm25s alone; needs the extra `test`.

python -m eval.bench      → a table, and data/reports/bench.json

Compare figures of one run only: another machine, or a busy one, moves all of them.
"""

import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import bm25s
import psutil
from playwright.sync_api import sync_playwright

from chat.assistant import Assistant
from chat.wire import Wire
from corpus.catalog import load_all
from corpus.errors import ServeError
from corpus.library import load_policies
from corpus.settings import load_settings
from eval.cases import load_cases
from indexing.build import build_index
from indexing.search import Searcher
from indexing.words import pairs

_APP = str(Path(__file__).parents[1] / "app.py")
_SERVE = (_APP, "serve", "--host", "127.0.0.1")
_READY = "资料已就绪"  # what the server logs when the assistant is loaded
_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update"]
_BARE = """import gradio as gr, sys
with gr.Blocks() as page:
    gr.Button("发送")
page.launch(server_name="127.0.0.1", server_port=int(sys.argv[2]), quiet=True)"""
_ANSWERED = """n => [...document.querySelectorAll('#chat [data-testid="bot"]')].filter(
  e => !e.innerText.startsWith("正在")).length === n && !document.querySelector(".generating")"""


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one quantity, none when skipped; `mark`, where there is one, is what may be."""

    name: str
    unit: str
    samples: Sequence[float]
    mark: float | None = None
    share: float = 0.5  # of the samples, which `value` is not below

    @property
    def value(self) -> float | None:
        """Return the percentile (nearest rank) that stands for the samples."""
        rank = max(ceil(self.share * len(self.samples)), 1)
        return sorted(self.samples)[rank - 1] if self.samples else None

    @property
    def verdict(self) -> str:
        """Say 达标 or 未达标; 未测 without samples, — without a mark."""
        if self.value is None or self.mark is None:
            return "未测" if self.value is None else "—"
        return "达标" if self.value <= self.mark else "未达标"


class Server:
    """A web server in a process of its own, on a free port; `close` stops it."""

    def __init__(self, *command: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._output = Path(self._folder.name, "log")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._started = time.perf_counter()
        with self._output.open("wb") as to:
            self.process = psutil.Popen([sys.executable, *command, "--port", str(self.port)],
                                        stdout=to, stderr=to)

    def seconds_until(self, logged: str = "") -> float:
        """Return the time from the start until the page answers, or until `logged` is logged."""
        while not (logged in self._output.read_text("utf-8") if logged else self._page_up()):
            if self.process.poll() is not None or time.perf_counter() - self._started > 90:
                raise ServeError(self.port, self._output.read_text("utf-8")[-500:])
            time.sleep(0.01)
        return time.perf_counter() - self._started

    def _page_up(self) -> bool:
        with (closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection,
              suppress(OSError, HTTPException)):
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        return False

    def close(self) -> None:
        """Stop the process and wait for its end."""
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()


def start_figures(question: str) -> list[Figure]:
    """Measure process start to page and to first answer, in turns with a bare page."""
    bare, page, answer = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        (script := Path(folder, "bare.py")).write_text(_BARE, "utf-8")
        for _ in range(1 + 5):  # the first round warms up, and builds a missing index
            with closing(Server(str(script))) as server:
                bare.append(server.seconds_until())
            with closing(Server(*_SERVE)) as server:
                page.append(server.seconds_until())
                ready = server.seconds_until(logged=_READY)
            # The page's chat event has no API name, so the first answer is put together: when the
            # server's log says that it can answer, plus the first `ask` of a fresh process.
            fresh = subprocess.run([sys.executable, _APP, "ask", "--jsonl"], check=True, text=True,
                                   input=json.dumps({"question": question}), stdout=-1)
            answer.append(ready + json.loads(fresh.stdout)["ms"] / 1000)
    base = Figure("裸 Gradio 页面可访问", "秒", bare[1:])
    return [base, Figure("网页可访问（裸页 1.5 倍内）", "秒", page[1:], 1.5 * (base.value or 0)),
            Figure("首个回答可得（裸页 2.5 倍内）", "秒", answer[1:], 2.5 * (base.value or 0))]


def answer_figures(requests: Sequence[dict[str, Any]]) -> list[Figure]:
    """Measure `ask` in this process, and a search beside bm25s alone."""
    settings = load_settings()
    policies = load_policies(settings.policies_dir)
    searcher = Searcher.open(policies, settings)
    asked = milliseconds(Wire(Assistant(searcher, load_all(settings.catalog_dir))).ask, requests)
    bare = bm25s.BM25()
    bare.index([pairs(c.text) for p in policies for c in p.clauses], show_progress=False)
    questions = [request["question"] for request in requests]
    alone = milliseconds(lambda q: bare.retrieve([pairs(q)], k=10, show_progress=False), questions)
    return [Figure("ask p50", "毫秒", asked, 15), Figure("ask p95", "毫秒", asked, 40, 0.95),
            Figure("检索 p50", "毫秒", milliseconds(searcher.search, questions)),
            Figure("仅 bm25s（两字切分）检索 p50", "毫秒", alone)]


def build_seconds() -> float:
    """Return how long the index of the built-in policies takes, all imports done before."""
    for name in ("torch", "sentence_transformers", "llama_index.core", "indexing.nodes"):
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings().model_copy(update={"data_dir": Path(folder)})
        policies = load_policies(settings.policies_dir)
        started = time.perf_counter()
        build_index(policies, settings)
        return time.perf_counter() - started


def memory_figures(questions: Sequence[str], visit: int = 10) -> list[Figure]:
    """Measure the server (MB: 10^6 bytes resident) after `questions`, `visit` on each visit."""
    names = f"网页上答 {len(questions)} 题后服务进程内存", f"网页上问 {len(questions)} 题用时"
    if not _CHROMIUM.exists():
        return [Figure(f"{names[0]}（没有 {_CHROMIUM}）", "MB", [], 700)]
    with closing(Server(*_SERVE)) as server, sync_playwright() as play:
        server.seconds_until(logged=_READY)
        page = play.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS).new_page()
        started = time.perf_counter()
        for number, question in enumerate(questions):
            if number % visit == 0:
                page.goto(f"http://127.0.0.1:{server.port}/")
            page.fill("#question textarea", question)
            page.click("#send")
            page.wait_for_function(_ANSWERED, arg=number % visit + 1)
        seconds = time.perf_counter() - started
        memory = server.process.memory_info().rss / 1e6
    return [Figure(names[0], "MB", [memory], 700), Figure(names[1], "秒", [seconds], 120)]


def milliseconds(call: Callable[[Any], object], arguments: Sequence[Any]) -> list[float]:
    """Return the time of `call` on each of `arguments`, after one call that warms up."""
    call(arguments[0])
    clock = time.perf_counter
    runs = [(clock(), call(argument), clock()) for argument in arguments]
    return [(end - start) * 1000 for start, _, end in runs]


def table(figures: Sequence[Figure]) -> str:
    """Return `figures` as a markdown table, with the least and the greatest of the samples."""
    lines = ["| 项目 | 实测 | 标准 | 结论 | 最小–最大 |", "|---|---|---|---|---|"]
    for f in figures:
        value = "—" if f.value is None else f"{f.value:.2f} {f.unit}"
        mark = "—" if f.mark is None else f"≤ {f.mark:.2f} {f.unit}"
        ends = f"{min(f.samples):.2f}–{max(f.samples):.2f}" if len(f.samples) > 1 else "—"
        lines.append(f"| {f.name} | {value} | {mark} | {f.verdict} | {ends} |")
    return "\n".join(lines)


def main() -> None:
    """Measure everything, print the table and write the report."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    requests = [case.request for case in load_cases()]
    figures = start_figures(requests[0]["question"]) + answer_figures(requests)
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:  # a fresh process each time
        times = [pool.apply(build_seconds) for _ in range(3)]
    figures.append(Figure("建立索引（不含导入）", "秒", times, 3))
    figures += memory_figures([request["question"] for request in requests[:100]])
    print(table(figures))
    path = load_settings().data_dir / "reports" / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(f) | {"value": f.value, "verdict": f.verdict} for f in figures]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
