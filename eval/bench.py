"""Measure speed and memory beside a bare Gradio app and bm25s alone; needs the extra `test`.

python -m eval.bench      → a table, and data/reports/bench.json; compare within one run only
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import bm25s
from playwright.sync_api import sync_playwright

from chat.assistant import Assistant
from chat.wire import Wire
from corpus.catalog import load_all
from corpus.library import load_policies
from corpus.settings import load_settings
from eval.cases import load_cases
from eval.figures import Figure, milliseconds, table
from eval.matching_speed import matching_figures
from eval.server import Server
from indexing.build import build_index
from indexing.search import Searcher
from indexing.words import pairs

_APP = str(Path(__file__).parents[1] / "app.py")
_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update"]
_BARE = """import os, sys; os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"; import gradio as gr
with gr.Blocks() as page: gr.Button("发送")
page.launch(server_name="127.0.0.1", server_port=int(sys.argv[2]), quiet=True)"""
_ANSWERED = """n => [...document.querySelectorAll('#chat [data-testid="bot"]')].filter(
  e => !e.innerText.startsWith("正在")).length === n && !document.querySelector(".generating")"""


def start_figures(question: str) -> list[Figure]:
    """Measure process start to page and to first answer, in turns with a bare page."""
    bare, page, answer = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        (script := Path(folder, "bare.py")).write_text(_BARE, "utf-8")
        for _ in range(1 + 5):  # the first round warms up, and builds a missing index
            with closing(Server(folder, str(script))) as server:
                bare.append(server.seconds_until())
            with closing(Server(folder, _APP, "serve")) as server:
                page.append(server.seconds_until())
                ready = server.seconds_until(loaded=True)
            # The chat event has no API name, so the first answer is put together: the time until
            # the server logs that all is loaded, plus the first `ask` of a fresh process.
            fresh = subprocess.check_output([sys.executable, _APP, "ask", "--jsonl"],
                                            input=json.dumps({"question": question}).encode())
            answer.append(ready + json.loads(fresh)["ms"] / 1000)
    base = Figure("裸 Gradio 页面可访问", "秒", bare[1:])
    return [base, Figure("网页可访问（裸页 1.5 倍内）", "秒", page[1:], 1.5 * base.value),
            Figure("首个回答可得（裸页 2.5 倍内）", "秒", answer[1:], 2.5 * base.value)]


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
    return [Figure("ask p50", "毫秒", asked, 15), Figure("ask p95", "毫秒", asked, 40, 0.95),
            Figure("检索 p50", "毫秒", ours), Figure("仅 bm25s（两字切分）检索 p50", "毫秒", alone)]


def build_seconds() -> float:
    """Return how long the index of the built-in policies takes, all imports done before."""
    for name in ("torch", "sentence_transformers", "llama_index.core", "indexing.nodes"):
        __import__(name)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings().model_copy(update={"data_dir": Path(folder)})
        policies = load_policies(settings.policies_dir)
        started = perf_counter()
        build_index(policies, settings)
        return perf_counter() - started


def memory_figures(questions: Sequence[str], visit: int = 10) -> list[Figure]:
    """Measure the server (MB: 10^6 bytes resident) after `questions`, `visit` on each visit."""
    if not _CHROMIUM.exists():
        print(f"没有 {_CHROMIUM}，未测内存。")
        return []
    with (tempfile.TemporaryDirectory() as folder, closing(Server(folder, _APP, "serve")) as server,
          sync_playwright() as play):
        server.seconds_until(loaded=True)
        page = play.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS).new_page()
        started = perf_counter()
        for number, question in enumerate(questions):
            if number % visit == 0:
                page.goto(f"http://127.0.0.1:{server.port}/")
                page.evaluate("sessionStorage.clear()")  # so that the visit begins a talk
                page.reload()
            page.fill("#question textarea", question)
            page.click("#send")
            page.wait_for_function(_ANSWERED, arg=number % visit + 1)
        return [Figure(f"网页上答 {len(questions)} 题用时", "秒", [perf_counter() - started], 120),
                Figure("此后服务进程内存", "MB", [server.process.memory_info().rss / 1e6], 700)]


def main() -> None:
    """Measure everything, print the table and write the report."""
    requests = [case.request for case in load_cases()]
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:  # a fresh process each time
        times = [pool.apply(build_seconds) for _ in range(3)]
    figures = [*start_figures(requests[0]["question"]), *answer_figures(requests),
               *matching_figures(),
               Figure("建立索引（不含导入）", "秒", times, 3),
               *memory_figures([request["question"] for request in requests[:100]])]
    print(table(figures))
    (folder := load_settings().data_dir / "reports").mkdir(parents=True, exist_ok=True)
    rows = [asdict(f) | {"value": f.value, "verdict": f.verdict} for f in figures]
    (folder / "bench.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
