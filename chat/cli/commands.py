"""What the commands of the terminal do, but for those that serve pages or score sets."""

import argparse
import json
import sys
from typing import Any

from chat.cli.console import readable
from corpus.errors import MissingFile, QuestionError
from corpus.settings import Settings


def run_wire(settings: Settings, arguments: argparse.Namespace) -> None:
    """Answer one request of the command line, or the JSON lines of standard input."""
    from chat.assembly import load_assistant
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


def run_compare(settings: Settings, arguments: argparse.Namespace) -> None:
    """Set products side by side."""
    from chat.assembly import load_assistant
    from chat.wire import Wire

    request = {"names": arguments.names, "region": arguments.region}
    print(readable("compare", Wire(load_assistant(settings)).compare(request)))


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
    from corpus.live import keep_versions

    keep_versions(settings)  # what is replaced now stays readable
    for line in add_files(arguments.files, settings.policies_dir, settings.catalog_dir,
                          region=arguments.region):
        print(line)
    keep_versions(settings)
    run_index(settings, arguments)
