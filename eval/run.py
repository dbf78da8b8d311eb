"""Run a set of cases on the command line and write a report.

`python app.py eval [SET.jsonl]` writes data/reports/<set>.json, .md and .html;
`python app.py eval --set 名称` runs a set that staff keep and stores the run as well.
"""

import re
from pathlib import Path
from typing import Any

from chat.assembly import load_assistant
from chat.assistant import Assistant
from chat.narration.model import open_llm
from chat.wire import Wire
from corpus.errors import MissingFile
from corpus.records.engine import Records, open_records
from corpus.settings import Settings
from eval.cases import BUILT_IN, load_cases
from eval.matching import evaluate_matches, is_match_set
from eval.profiles import evaluate_profiles, is_profile_set
from eval.report import write_report
from eval.runs.runner import lock_of, work
from eval.runs.runs import Runs
from eval.score import Scorer
from eval.sets.case_sets import set_named
from eval.summary import summary

Row = dict[str, Any]


def run_set(settings: Settings, path: Path | None, stored: str | None, *, judging: bool) -> str:
    """Run the set with the name `stored`, else the one in `path`; return the report in Chinese."""
    assistant = load_assistant(settings)
    if not stored:
        return evaluate(assistant, path, settings.data_dir / "reports")
    records = open_records(settings.records_url)
    try:
        return evaluate_stored(assistant, records, settings, stored, judging=judging)
    finally:
        records.close()


def evaluate(assistant: Assistant, path: Path | None, folder: Path) -> str:
    """Score the set in `path` (the built-in one by default); return the report in Chinese."""
    path = path or BUILT_IN
    if not path.is_file():
        raise MissingFile(str(path))
    if is_match_set(path):
        return evaluate_matches(Wire(assistant), path, folder)
    if is_profile_set(path):
        gazetteer = assistant.understanding.mentions.gazetteer
        return evaluate_profiles(gazetteer, path, folder)
    scorer = Scorer(assistant)
    return _reported(path.stem, [scorer.score(case) for case in load_cases(path)], folder)


def evaluate_stored(assistant: Assistant, records: Records, settings: Settings, name: str, *,
                    judging: bool = False) -> str:
    """Run the set with this name, store the run, return the report; NotFound, SettingsError."""
    if judging:
        open_llm(settings)
    runs = Runs(records)
    with lock_of(settings):
        run_id = runs.start(None, set_named(records, name), judging=judging)
        work(records, run_id, assistant, settings)
    return _reported(name, runs.rows(run_id), settings.data_dir / "reports")


def _reported(name: str, rows: list[Row], folder: Path) -> str:
    return write_report(re.sub(r"[^\w.-]", "_", name), summary(rows), rows, folder)
