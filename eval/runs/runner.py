"""Work on runs, one at a time: in the background of the server, or on the command line.

A lock on a file of the data folder says that some process is at work; it goes with its process,
so a run that is marked as working while the lock is free was left behind.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import closing

from filelock import FileLock, Timeout

from chat.assistant import Assistant
from corpus.records.engine import Records
from corpus.settings import Settings
from eval.cases import case_of
from eval.runs.judged import Judge
from eval.runs.run_steps import RunSteps
from eval.runs.runs import Run, Runs, State
from eval.runs.versions import differing, versions_of
from eval.score import Scorer
from eval.summary import summary

log = logging.getLogger(__name__)


def lock_of(settings: Settings) -> FileLock:
    """Return the lock that whoever works on a run holds."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.data_dir / "eval.lock")


def settle(records: Records, settings: Settings) -> None:
    """Mark runs as 中断 that their process left behind."""
    try:
        with lock_of(settings).acquire(timeout=0):
            RunSteps(records).settle()
    except Timeout:
        return


def work(records: Records, run_id: str, assistant: Assistant, settings: Settings) -> State:
    """Do what is left of a run; return how it ended. The caller holds the lock."""
    runs, steps = Runs(records), RunSteps(records)
    run, rows = runs.one(run_id), runs.cases(run_id)
    versions = versions_of(assistant, settings, rows)
    if run.versions and (changed := differing(run.versions, versions)):
        steps.end(run_id, State.INTERRUPTED,
                  note=f"{'、'.join(changed)}已变，不能接着运行；请重新开始一次")
        return State.INTERRUPTED
    steps.begin(run_id, versions)
    state = State.INTERRUPTED
    try:
        stopped = _score(runs, steps, run, Scorer(assistant))
        if not stopped and run.judging:
            with closing(Judge(settings)) as judge:
                stopped = _judge(runs, steps, run, judge)
        state = State.STOPPED if stopped else State.DONE
    finally:
        found = runs.rows(run_id)
        steps.end(run_id, state, figures=summary(found) if found else None,
                  note="运行中出错，详见日志" if state is State.INTERRUPTED else "")
    return state


def _score(runs: Runs, steps: RunSteps, run: Run, scorer: Scorer) -> bool:
    done = {row["seq"] for row in runs.rows(run.id)}
    return any(steps.put(run.id, seq, scorer.score(case_of(row)))
               for seq, row in enumerate(runs.cases(run.id), 1) if seq not in done)


def _judge(runs: Runs, steps: RunSteps, run: Run, judge: Judge) -> bool:
    return any(steps.put_judged(run.id, row["seq"], judge.judge(row))
               for row in runs.rows(run.id) if row["judged"] is None)


class Runner:
    """Works on the queue in a thread of the server."""

    def __init__(self, assistant: Callable[[], Assistant], records: Callable[[], Records],
                 settings: Settings) -> None:
        self._assistant = assistant
        self._records = records
        self._settings = settings
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def kick(self) -> None:
        """Let the thread look at the queue."""
        self._wake.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="evaluation", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Mark runs as 中断 that a process left behind, and go on with those that wait."""
        settle(self._records(), self._settings)
        if RunSteps(self._records()).next_queued():
            self.kick()

    def _loop(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            with lock_of(self._settings):
                while run_id := RunSteps(self._records()).next_queued():
                    state = work(self._records(), run_id, self._assistant(), self._settings)
                    log.info("评测 %s：%s", run_id[:8], state)
