"""融策通: the command line and the web server. `python app.py --help` lists the commands."""

import argparse
import logging
import os
import socket
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chat.booklet_commands import run_booklet, run_quarters, run_showcase
from chat.commands import run_add, run_compare, run_index, run_wire
from chat.console import parser
from chat.library_commands import run_account, run_catalog, run_purge
from chat.wording import sentence
from corpus.errors import RongceError, ServeError
from corpus.loading import Pending
from corpus.records.doorway import Doorway
from corpus.records.masking import mask_logs
from corpus.settings import Settings, load_settings

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp

    from chat.assistant import Assistant

WALLS = {"/bank": "银行", "/desk": "政策"}
_HEAD_START = 0.3  # seconds that the page has before the heavy imports begin
log = logging.getLogger("rongce")


def build_app(assistant: "Pending[Assistant]", doorway: Doorway,
              settings: Settings) -> "gr.Blocks":
    """Return the pages of enterprises; they wait for `assistant` when a question comes."""
    import gradio as gr

    from chat.page import chat_page, region_choices
    from chat.page_parts import head
    from chat.talks import Talks

    with gr.Blocks(title="融策通", analytics_enabled=False) as blocks:
        gr.HTML(head())
        with gr.Tab("问政策"):
            chat_page(blocks, Talks(assistant, doorway), lambda: assistant.ready,
                      lambda: region_choices(settings.policies_dir))
    return blocks


def build_bank(assistant: "Pending[Assistant]", doorway: Doorway) -> "gr.Blocks":
    """Return the pages of bank staff."""
    return _build_staff("融策通 · 银行", assistant, doorway)


def build_desk(assistant: "Pending[Assistant]", doorway: Doorway) -> "gr.Blocks":
    """Return the pages of policy staff."""
    return _build_staff("融策通 · 政策", assistant, doorway)


def _build_staff(title: str, assistant: "Pending[Assistant]", doorway: Doorway) -> "gr.Blocks":
    """Return a page with the head of staff and the tab 查条款."""
    import gradio as gr

    from chat.staff import staff_head
    from indexing.page import lookup_page

    with gr.Blocks(title=title, analytics_enabled=False, delete_cache=(3600, 3600)) as blocks:
        staff_head(title, doorway)
        with gr.Tabs(), gr.Tab("查条款"):
            lookup_page(lambda: assistant.get().searcher, lambda: assistant.get().catalog)
    return blocks


def build_server(assistant: "Pending[Assistant]", settings: Settings) -> "ASGIApp":
    """Return all pages as one web application, with the walls between their audiences."""
    import gradio as gr
    from fastapi import FastAPI

    from chat.gate import Gate
    from chat.login import login_routes
    from chat.look import STYLE, theme
    from chat.sources import source_routes
    from chat.talk_routes import talk_routes, told
    from indexing.page import STYLE as LOOKUP_STYLE

    doorway = Doorway(settings)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    server.include_router(source_routes(assistant))
    server.include_router(login_routes(doorway))
    server.include_router(talk_routes(doorway))
    server.add_exception_handler(RongceError, told)
    pages = {"/bank": build_bank(assistant, doorway), "/desk": build_desk(assistant, doorway),
             "/": build_app(assistant, doorway, settings)}
    for path, blocks in pages.items():
        server = gr.mount_gradio_app(
            server, blocks.queue(default_concurrency_limit=8), path=path, footer_links=[],
            theme=theme(), css_paths=[STYLE, LOOKUP_STYLE])
    return Gate(server, doorway, WALLS)


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

    assistant = Pending(lambda: _load(settings))
    server = build_server(assistant, settings)
    threading.Timer(_HEAD_START, assistant.start).start()
    print(f"融策通：http://{host}:{port}", flush=True)
    uvicorn.run(server, host=host, port=port, log_level="warning")


def _load(settings: Settings) -> "Assistant":
    """Return the assistant; its imports are heavy, so the page comes first."""
    from chat.assembly import load_assistant

    return load_assistant(settings, progress=sys.stderr.isatty())


def run_eval(settings: Settings, arguments: argparse.Namespace) -> None:
    """Score a question set and write the report."""
    from chat.assembly import load_assistant
    from eval.run import evaluate

    print(evaluate(load_assistant(settings), arguments.set, settings.data_dir / "reports"))


def run_serve(settings: Settings, arguments: argparse.Namespace) -> None:
    """Serve the web app."""
    serve(settings, getattr(arguments, "host", settings.host),
          getattr(arguments, "port", settings.port))


COMMANDS = {"serve": run_serve, "index": run_index, "add": run_add, "eval": run_eval,
            "ask": run_wire, "search": run_wire, "match": run_wire,
            "compare": run_compare, "catalog": run_catalog, "account": run_account,
            "purge": run_purge, "booklet": run_booklet, "showcase": run_showcase,
            "quarters": run_quarters}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    mask_logs()
    for noisy in ("alembic", "httpx", "faiss", "sentence_transformers"):
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
