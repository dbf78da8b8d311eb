"""Measure speed and memory, beside a bare Gradio app and bm25s alone, in one run.

python -m eval.bench      → a table, and data/reports/bench.json; needs the extra `test`

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from statistics import median
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
from indexing.words import pairs, warm_up

_ROUNDS = 5
_APP = str(Path(__file__).parents[1] / "app.py")
_READY = "资料已就绪"  # what the server logs when the assistant is loaded
_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
          "--disable-background-networking --disable-component-update").split()
_BARE = """import gradio as gr, sys
with gr.Blocks() as page:
    gr.Button("发送")
page.launch(server_name="127.0.0.1", server_port=int(sys.argv[2]), quiet=True)
"""
_ANSWERED = """n => [...document.querySelectorAll('#chat [data-testid="bot"]')].filter(
  e => !e.innerText.startsWith("正在")).length === n && !document.querySelector(".generating")"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: `value` is None when skipped, `mark` (at most) None when it informs."""

    name: str
    value: float | None
    unit: str
    mark: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Say 达标 or 未达标; 未测 without a value, — without a mark."""
        if self.value is None or self.mark is None:
            return "未测" if self.value is None else "—"
        return "达标" if self.value <= self.mark else "未达标"


@dataclass(frozen=True, slots=True)
class Server:
    """A web server in a process of its own; `started` is on the clock of perf_counter."""

    process: subprocess.Popen[bytes]
    port: int
    started: float
    output: Path

    def seconds_until(self, check: Callable[["Server"], bool]) -> float:
        """Try `check` every 10 ms, for 90 s; return the time since the start when it held."""
        while not check(self):
            if self.process.poll() is not None or time.perf_counter() - self.started > 90:
                raise ServeError(self.port, self.output.read_text("utf-8", "replace")[-500:])
            time.sleep(0.01)
        return time.perf_counter() - self.started

    def page_up(self) -> bool:
        """Tell whether the page answers HTTP 200."""
        with (closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection,
              suppress(OSError, HTTPException)):
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        return False

    def loaded(self) -> bool:
        """Tell whether the server has logged that its assistant is loaded."""
        return _READY in self.output.read_text("utf-8", "replace")


@contextmanager
def serving(*command: str) -> Iterator[Server]:
    """Run Python with `command` and `--port N`, N being free; stop it in every case."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False", "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryDirectory() as folder, (output := Path(folder, "log")).open("wb") as to:
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, *command, "--port", str(port)],
                                   stdout=to, stderr=to, env=environment)
        try:
            yield Server(process, port, started, output)
        finally:
            process.kill()
            process.wait()


def start_figures(question: str) -> list[Figure]:
    """Measure process start to page and to first answer, in turns with a bare page."""
    bare, page, ready, first = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        (script := Path(folder, "bare.py")).write_text(_BARE, "utf-8")
        for _ in range(_ROUNDS + 1):  # the first round warms up, and builds a missing index
            with serving(str(script)) as server:
                bare.append(server.seconds_until(Server.page_up))
            with serving(_APP, "serve", "--host", "127.0.0.1") as server:
                page.append(server.seconds_until(Server.page_up))
                ready.append(server.seconds_until(Server.loaded))
            # The page's chat event has no API name, so the first answer is put together: when the
            # server's log says that it can answer, plus the first `ask` of a fresh process.
            fresh = subprocess.run([sys.executable, _APP, "ask", "--jsonl"], check=True, text=True,
                                   input=json.dumps({"question": question}), stdout=-1)
            first.append(json.loads(fresh.stdout)["ms"] / 1000)
    base, up = median(bare[1:]), median(page[1:])
    answer = median(r + f for r, f in zip(ready[1:], first[1:], strict=True))
    return [Figure("裸 Gradio 页面可访问", base, "秒", None, spread(bare[1:])),
            Figure("网页可访问", up, "秒", 1.5 * base, f"裸页 × {up / base:.2f}；{spread(page[1:])}"),
            Figure("首个回答可得", answer, "秒", 2.5 * base,
                   f"裸页 × {answer / base:.2f}；就绪 {spread(ready[1:])}＋首问 {median(first):.3f}")]


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
    ours = milliseconds(searcher.search, questions)
    return [Figure("ask p50", percentile(asked, 0.5), "毫秒", 15, f"{len(asked)} 题"),
            Figure("ask p95", percentile(asked, 0.95), "毫秒", 40, f"最慢 {max(asked):.1f}"),
            Figure("检索 p50", percentile(ours, 0.5), "毫秒", None, "全部信号"),
            Figure("仅 bm25s p50", percentile(alone, 0.5), "毫秒", None, "条款全文，两字切分")]


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
    names = f"答 {len(questions)} 题后服务内存", f"网页上问 {len(questions)} 题"
    if not _CHROMIUM.exists():
        return [Figure(names[0], None, "MB", 700, f"没有 {_CHROMIUM}，未测")]
    with serving(_APP, "serve", "--host", "127.0.0.1") as server, sync_playwright() as play:
        server.seconds_until(Server.loaded)
        process = psutil.Process(server.process.pid)
        before = process.memory_info().rss / 1e6
        page = play.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS).new_page()
        started = time.perf_counter()
        for number, question in enumerate(questions):
            if number % visit == 0:
                page.goto(f"http://127.0.0.1:{server.port}/")
            page.fill("#question textarea", question)
            page.click("#send")
            page.wait_for_function(_ANSWERED, arg=number % visit + 1)
        seconds, after = time.perf_counter() - started, process.memory_info().rss / 1e6
    return [Figure(names[0], after, "MB", 700, f"就绪时 {before:.0f}"),
            Figure(names[1], seconds, "秒", 120, "含浏览器")]


def milliseconds(call: Callable[[Any], object], arguments: Sequence[Any]) -> list[float]:
    """Return the time of `call` on each of `arguments`, after one call that warms up."""
    call(arguments[0])
    times = []
    for argument in arguments:
        started = time.perf_counter()
        call(argument)
        times.append((time.perf_counter() - started) * 1000)
    return times


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that `share` of them do not exceed (nearest rank)."""
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def spread(values: Sequence[float]) -> str:
    """Return the least and the greatest of `values`."""
    return f"{min(values):.2f}–{max(values):.2f}"


def table(figures: Sequence[Figure]) -> str:
    """Return `figures` as a markdown table."""
    lines = ["| 项目 | 实测 | 标准 | 结论 | 说明 |", "|---|---|---|---|---|"]
    for f in figures:
        value = "—" if f.value is None else f"{f.value:.2f} {f.unit}"
        mark = "—" if f.mark is None else f"≤ {f.mark:.2f} {f.unit}"
        lines.append(f"| {f.name} | {value} | {mark} | {f.verdict} | {f.note} |")
    return "\n".join(lines)


def main() -> None:
    """Measure everything, print the table and write the report."""
    requests = [case.request for case in load_cases()]
    questions = [request["question"] for request in requests]
    figures = start_figures(questions[0]) + answer_figures(requests)
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:  # a fresh process each time
        times = [pool.apply(build_seconds) for _ in range(3)]
    figures.append(Figure("建立索引（不含导入）", median(times), "秒", 3, spread(times)))
    figures += memory_figures(questions[:100])
    print(table(figures))
    folder = load_settings().data_dir / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(figure) | {"verdict": figure.verdict} for figure in figures]
    (folder / "bench.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
