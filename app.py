"""融策通: the command line and the web server. `python app.py --help` lists the commands."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chat.cli.booklet_commands import run_booklet, run_quarters, run_showcase
from chat.cli.commands import run_add, run_compare, run_index, run_wire
from chat.cli.console import parser
from chat.cli.library_commands import run_account, run_catalog, run_key, run_purge
from chat.web.ports import check_free
from chat.wording import sentence
from corpus.errors import RongceError
from corpus.live import keep_live
from corpus.loading import Pending
from corpus.records.doorway import Doorway
from corpus.records.masking import mask_logs
from corpus.settings import Settings, load_settings

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from chat.assistant import Assistant

WALLS = {"/bank": "银行", "/desk": "政策"}
_HEAD_START = 0.3  # seconds that the page has before the heavy imports begin
log = logging.getLogger("rongce")


def build_app(assistant: "Pending[Assistant]", doorway: Doorway,
              settings: Settings) -> "gr.Blocks":
    """Return the pages of enterprises; they wait for `assistant` when a question comes."""
    import gradio as gr

    from chat.page import chat_page
    from chat.talks.talks import Talks
    from chat.web.page_parts import head
    from chat.web.region_part import region_choices
    from matcher.page import Tools, match_page

    tools = Tools(lambda: assistant.get().matcher, lambda: assistant.get().gazetteer, sentence)
    with gr.Blocks(title="融策通", analytics_enabled=False) as blocks:
        gr.HTML(head())
        with gr.Tab("问政策"):
            chat_page(blocks, Talks(assistant, doorway), lambda: assistant.ready,
                      lambda: region_choices(assistant, settings.policies_dir))
        with gr.Tab("配产品"):
            match_page(tools, doorway, keep_needs_days=settings.keep_needs_days)
    return blocks


def build_staff(assistant: "Pending[Assistant]", doorway: Doorway, role: str,
                settings: Settings) -> "gr.Blocks":
    """Return the pages of staff with `role`."""
    import gradio as gr

    from chat.web.staff import staff_head
    from corpus.records.people import Role
    from eval.desk.tabs import desk_tabs
    from eval.desk.tools import DeskTools
    from indexing.page import lookup_page

    title = f"融策通 · {role}"
    with gr.Blocks(title=title, analytics_enabled=False, delete_cache=(3600, 3600)) as blocks:
        staff_head(title, doorway)
        with gr.Tabs():
            with gr.Tab("查条款"):
                lookup_page(lambda: assistant.get().searcher, lambda: assistant.get().catalog)
            staff_tabs(blocks, assistant, doorway, role)
            if role == Role.POLICY:
                desk_tabs(blocks, DeskTools(assistant, doorway, settings))
    return blocks


def staff_tabs(blocks: "gr.Blocks", assistant: "Pending[Assistant]", doorway: Doorway,
               role: str) -> None:
    """Add the tabs of financing needs and of the white list to `blocks`, which is open."""
    import gradio as gr

    from corpus.records.people import Role
    from matcher.desk.needs_page import needs_page
    from matcher.desk.staff import Staff
    from matcher.desk.whitelist_page import whitelist_page

    staff = Staff(Role(role), doorway, lambda: assistant.get().gazetteer, sentence)
    with gr.Tab("融资需求对接"):
        needs_page(blocks, staff)
    with gr.Tab("白名单"):
        whitelist_page(blocks, staff)


def build_server(assistant: "Pending[Assistant]", settings: Settings) -> "ASGIApp":
    """Return all pages as one web application, with the walls between their audiences."""
    from fastapi import FastAPI

    from chat.web.gate import KEYED, Gate
    from chat.web.login import login_routes
    from chat.web.look import mounted
    from chat.web.rooms import Later, Rooms, api_room
    from chat.web.sources import source_routes
    from chat.web.talk_routes import talk_routes, told

    doorway = Doorway(settings)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    server.include_router(source_routes(assistant, doorway))
    server.include_router(login_routes(doorway))
    server.include_router(talk_routes(doorway))
    server.add_exception_handler(RongceError, told)
    front = mounted(server, build_app(assistant, doorway, settings), "/")
    rooms = {path: Later(lambda path=path: _staff_room(  # type: ignore[misc]
        assistant, doorway, path, settings)) for path in WALLS}
    programs = dict.fromkeys(KEYED, api_room(assistant, doorway, settings))
    return Gate(Rooms(front, rooms | programs), doorway, WALLS)


def _staff_room(assistant: "Pending[Assistant]", doorway: Doorway, path: str,
                settings: Settings) -> "FastAPI":
    """Return the pages and files of the staff who work below `path`."""
    from fastapi import FastAPI

    from chat.web.look import mounted
    from eval.desk.tabs import STYLES, DeskTools, desk_routes
    from matcher.desk.files import file_routes

    room = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    room.include_router(file_routes(doorway, sentence))
    room.include_router(desk_routes(DeskTools(assistant, doorway, settings)))
    return mounted(room, build_staff(assistant, doorway, WALLS[path], settings), path, *STYLES)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; ServeError when the port is taken."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("GRADIO_DEFAULT_CONCURRENCY_LIMIT", "8")
    check_free(host, port)
    import uvicorn

    assistant = Pending(lambda: _load(settings))
    server = build_server(assistant, settings)
    assistant.start_in(_HEAD_START)
    keep_live(assistant, settings)
    print(f"融策通：http://{host}:{port}", flush=True)
    uvicorn.run(server, host=host, port=port, log_level="warning")


def _load(settings: Settings) -> "Assistant":
    """Return the assistant; its imports are heavy, so the page comes first."""
    from chat.assembly import load_assistant

    return load_assistant(settings, progress=sys.stderr.isatty())


def run_eval(settings: Settings, arguments: argparse.Namespace) -> None:
    """Score a question set and write the report."""
    from eval.run import run_set

    print(run_set(settings, arguments.set, arguments.stored, judging=arguments.judge))


def run_serve(settings: Settings, arguments: argparse.Namespace) -> None:
    """Serve the web app."""
    serve(settings, getattr(arguments, "host", settings.host),
          getattr(arguments, "port", settings.port))


COMMANDS = {"serve": run_serve, "index": run_index, "add": run_add, "eval": run_eval,
            "ask": run_wire, "search": run_wire, "match": run_wire,
            "compare": run_compare, "catalog": run_catalog, "account": run_account,
            "key": run_key, "purge": run_purge, "booklet": run_booklet, "showcase": run_showcase,
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
