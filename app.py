"""融策通: the command line and the web server. `python app.py --help` lists the commands."""

import argparse
import json
import logging
import os
import re
import socket
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chat.console import parser, readable
from chat.loading import Pending
from chat.wording import sentence
from corpus.errors import MissingFile, QuestionError, RongceError, ServeError
from corpus.settings import Settings, load_settings

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from chat.assistant import Assistant

_HEAD_START = 0.3  # seconds that the page has before the heavy imports begin
log = logging.getLogger("rongce")


def load_assistant(settings: Settings, *, progress: bool = False) -> "Assistant":
    """Return the assistant over all policies, building the index when missing or stale."""
    from chat.assistant import Assistant
    from corpus.catalog import load_all
    from corpus.library import load_policies
    from indexing.search import Searcher
    from indexing.words import warm_up

    policies = load_policies(settings.policies_dir)
    warm_up()
    searcher = Searcher.open(policies, settings, progress=progress)
    narrator = None
    if settings.llm_base_url:
        from chat.model import ChatModel
        from chat.narrate import Narrator

        narrator = Narrator(ChatModel(settings), policies)
    return Assistant(searcher, load_all(settings.catalog_dir), narrator)


def build_app(assistant: "Pending[Assistant]", settings: Settings) -> "gr.Blocks":
    """Return the web pages; they wait for `assistant` when a question comes."""
    import gradio as gr

    from chat.page import chat_page, region_choices

    with gr.Blocks(title="融策通", analytics_enabled=False) as blocks:
        chat_page(assistant, lambda: region_choices(settings.policies_dir))
    return blocks


def build_server(assistant: "Pending[Assistant]", settings: Settings) -> "FastAPI":
    """Return the pages and the plain policy pages as one web application."""
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    from chat.page import STYLE
    from corpus.page import policy_page

    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @server.get("/policy/{policy_id}", response_class=HTMLResponse)
    def show_policy(policy_id: str, start: str = "", end: str = "") -> HTMLResponse:
        try:
            policies = {p.id: p for p in assistant.get().searcher.policies}
        except RongceError as error:
            return HTMLResponse(f"<meta charset=utf-8>{sentence(error)}", status_code=503)
        if policy_id not in policies:
            return HTMLResponse("<meta charset=utf-8>没有这份文件，请返回查找。", status_code=404)
        given = all(re.fullmatch(r"[0-9]{1,9}", offset) for offset in (start, end))
        span = (int(start), int(end)) if given else None
        return HTMLResponse(policy_page(policies[policy_id], span))

    font = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    mounted: FastAPI = gr.mount_gradio_app(
        server, build_app(assistant, settings).queue(default_concurrency_limit=8), path="/",
        theme=gr.themes.Default(primary_hue="blue", font=font), css_paths=STYLE, footer_links=[])
    return mounted


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; ServeError when the port is taken."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise ServeError(f"{host}:{port} 无法使用（{error}）") from error
    import uvicorn

    assistant = Pending(lambda: load_assistant(settings, progress=sys.stderr.isatty()))
    server = build_server(assistant, settings)
    threading.Timer(_HEAD_START, assistant.start).start()
    print(f"融策通：http://{host}:{port}", flush=True)
    uvicorn.run(server, host=host, port=port, log_level="warning")




def run_wire(settings: Settings, arguments: argparse.Namespace) -> None:
    """Answer one request of the command line, or the JSON lines of standard input."""
    from chat.wire import Handler, Wire, answer_lines

    wire = Wire(load_assistant(settings, progress=sys.stderr.isatty()))
    handlers: dict[str, Handler] = {"ask": wire.ask, "match": wire.match,
                                    "search": lambda r: wire.search(r, k=arguments.k)}
    handle = handlers[arguments.command]
    if arguments.jsonl:
        lines = (raw.decode("utf-8", errors="replace") for raw in sys.stdin.buffer)
        for line in answer_lines(lines, handle):
            print(line, flush=True)
    else:
        print(readable(arguments.command, handle(_request(arguments))))


def _request(arguments: argparse.Namespace) -> dict[str, Any]:
    request: dict[str, Any] = {"question": arguments.text or "", "region": arguments.region}
    if arguments.command == "match":
        request["profile"] = {"text": arguments.text or "", "region": arguments.region}
        if arguments.profile:
            try:
                request["profile"] = json.loads(arguments.profile.read_text(encoding="utf-8"))
            except OSError as error:
                raise MissingFile(str(arguments.profile)) from error
            except ValueError as error:
                raise QuestionError(str(arguments.profile), "json") from error
    return request


def run_index(settings: Settings, _: argparse.Namespace) -> None:
    """Build or refresh the index."""
    from corpus.library import load_policies
    from indexing.build import build_index

    policies = load_policies(settings.policies_dir)
    folder = build_index(policies, settings, progress=True)
    clauses = sum(len(policy.clauses) for policy in policies)
    print(f"索引可用：{len(policies)} 份文件，{clauses} 条条款（{folder}）")


def run_add(settings: Settings, arguments: argparse.Namespace) -> None:
    """Add or replace policies and catalogs, all or none, then refresh the index."""
    from corpus.intake import add_files

    for line in add_files(arguments.files, settings.policies_dir, settings.catalog_dir,
                          region=arguments.region):
        print(line)
    run_index(settings, arguments)


def run_eval(settings: Settings, arguments: argparse.Namespace) -> None:
    """Score a question set and write the report."""
    from eval.run import evaluate

    print(evaluate(load_assistant(settings), arguments.set, settings.data_dir / "reports"))


def run_serve(settings: Settings, arguments: argparse.Namespace) -> None:
    """Serve the web app."""
    serve(settings, getattr(arguments, "host", settings.host),
          getattr(arguments, "port", settings.port))


COMMANDS = {"serve": run_serve, "index": run_index, "add": run_add, "eval": run_eval,
            "ask": run_wire, "search": run_wire, "match": run_wire}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("httpx", "faiss", "sentence_transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    arguments = parser().parse_args(argv)
    try:
        COMMANDS[arguments.command or "serve"](load_settings(), arguments)
    except RongceError as error:
        log.debug("%s", error)
        print(sentence(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
