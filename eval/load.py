"""Many people at once: `python -m eval.load` asks through the page's own events, then looks.

A server is started on a free port with an empty data folder; PEOPLE browsers, each with a cookie of
its own, ask one question after another for SECONDS, with a pause to read. Half way the server is
stopped and started again. Measured: errors, the time of an answer, memory, and whether every answer
that was confirmed before the stop is still in the records of its browser.

    python -m eval.load --people 50 --seconds 120 [--no-restart]
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from eval.cases import load_cases
from eval.figures import Figure, table
from eval.server import Server

_ARRIVAL_S = 10.0  # within which all have opened the page
_PAUSE_S = (3.0, 9.0)  # between an answer and the next question of one person
_MARK_S, _GROWTH_MB = 1.0, 60.0
_WARM_S = 20  # from the start of the asking until memory is first read


@dataclass(slots=True)
class Tally:
    """What all people met; `kept` are (cookie, conversation id) of confirmed answers."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    interrupted: int = 0
    kept: set[tuple[str, str]] = field(default_factory=set)
    memory_mb: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where and how long to ask; `down` is set while the server is stopped on purpose."""

    address: str
    until: float
    event: int
    down: asyncio.Event


async def person(number: int, plan: Plan, tally: Tally, questions: Sequence[str]) -> None:
    """Ask questions until the plan is over."""
    draw = random.Random(number)
    headers = {"accept": "text/html"}
    await asyncio.sleep(draw.uniform(0, _ARRIVAL_S))
    async with httpx.AsyncClient(base_url=plan.address, headers=headers, timeout=30) as client:
        await client.get("/")
        cookie = client.cookies.get("rongce_visitor") or ""
        while time.monotonic() < plan.until:
            try:
                started = time.monotonic()
                talk = await _ask(client, plan.event, f"s{number}",
                                  draw.choice(questions))
                tally.seconds.append(time.monotonic() - started)
                tally.kept.add((cookie, talk))
            except (httpx.HTTPError, ValueError) as error:
                if plan.down.is_set():
                    tally.interrupted += 1
                else:
                    tally.errors.append(f"{type(error).__name__}: {error}"[:200])
            while plan.down.is_set():
                await asyncio.sleep(0.2)
            await asyncio.sleep(draw.uniform(*_PAUSE_S))


async def _ask(client: httpx.AsyncClient, event: int, session: str, question: str) -> str:
    """Ask one question; return the id of the saved talk, ValueError when there is none."""
    joined = await client.post("/gradio_api/queue/join", json={
        "data": [question, "不限地区", None], "fn_index": event, "session_hash": session,
        "event_data": None, "trigger_id": None})
    joined.raise_for_status()
    async with client.stream("GET", "/gradio_api/queue/data",
                             params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            message = json.loads(line[6:]) if line.startswith("data: ") else {}
            if message.get("msg") == "process_completed":
                return _talk_id(message)
    raise ValueError("the stream ended early")


def _talk_id(message: dict[str, Any]) -> str:
    values = message.get("output", {}).get("data", [])
    if not message.get("success") or len(values) < 3 or not values[2]:
        raise ValueError(f"no saved talk: {str(message.get('output'))[:150]}")
    return str(values[2])


def send_event(address: str) -> int:
    """Return the number of the event that the send button fires."""
    config = httpx.get(f"{address}/config", timeout=30).json()
    ids = {c["id"] for c in config["components"] if c["props"].get("elem_id") == "send"}
    return next(int(d["id"]) for d in config["dependencies"]
                if any(target[0] in ids for target in d["targets"]))


async def run(server: Server, people: int, seconds: float, *, restart: bool) -> Tally:
    """Let `people` ask for `seconds`; stop and start the server half way when `restart`."""
    address, tally = f"http://127.0.0.1:{server.port}", Tally()
    plan = Plan(address, time.monotonic() + seconds, send_event(address), asyncio.Event())
    questions = [case.request["question"] for case in load_cases()]
    asking = [asyncio.create_task(person(n, plan, tally, questions)) for n in range(people)]
    watching = asyncio.create_task(_watch(server, plan, tally))
    if restart:
        await asyncio.sleep(seconds / 2)
        plan.down.set()
        await asyncio.to_thread(server.restart)
        plan.down.clear()
    await asyncio.gather(*asking, watching)
    await _check_kept(address, tally)
    return tally


async def _watch(server: Server, plan: Plan, tally: Tally) -> None:
    await asyncio.sleep(_WARM_S)
    while time.monotonic() < plan.until:
        if not plan.down.is_set():
            tally.memory_mb.append(server.process.memory_info().rss / 1e6)
        await asyncio.sleep(2)


async def _check_kept(address: str, tally: Tally) -> None:
    """Count a confirmed talk that its browser does not find any more as an error."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        for cookie, talk in sorted(tally.kept):
            found = await client.get(f"/talk/{talk}.md", cookies={"rongce_visitor": cookie})
            if found.status_code != 200:
                tally.errors.append(f"lost: {talk}")


def figures(tally: Tally, *, restart: bool) -> list[Figure]:
    """Return what was measured; with a restart memory begins anew and is not compared."""
    found = [Figure("回答用时 p50", "秒", tally.seconds),
             Figure("回答用时 p95", "秒", tally.seconds, _MARK_S, 0.95),
             Figure("出错", "次", [len(tally.errors)], 0),
             Figure("重启时中断（重试即可）", "次", [tally.interrupted])]
    if not restart and tally.memory_mb:
        growth = tally.memory_mb[-1] - tally.memory_mb[0]
        found.append(Figure("内存增长", "MB", [growth], _GROWTH_MB))
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the load and print the figures; 1 when there was any error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--no-restart", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, str(Path(__file__).parents[1] / "app.py"), "serve",
                        data=Path(folder, "data"))
        try:
            server.seconds_until(loaded=True)
            tally = asyncio.run(run(server, options.people, options.seconds,
                                    restart=not options.no_restart))
        finally:
            server.close()
    print(f"{options.people} 人，{options.seconds:.0f} 秒，{len(tally.seconds)} 个回答")
    print(table(figures(tally, restart=not options.no_restart)))
    print("\n".join(tally.errors[:10]))
    return 1 if tally.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
