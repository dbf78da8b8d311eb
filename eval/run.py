"""Run a set of cases on the command line and write a report.

`python app.py eval [SET.jsonl]` writes data/reports/<set>.json, .md and .html;
`python app.py eval --set 名称` runs a set that staff keep and stores the run as well.
"""

from pathlib import Path

from chat.assistant import Assistant
from chat.wire import Wire
from corpus.errors import MissingFile
from eval.cases import BUILT_IN, load_cases
from eval.matching import evaluate_matches, is_match_set
from eval.profiles import evaluate_profiles, is_profile_set
from eval.report import write_report
from eval.score import Scorer
from eval.summary import summary


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
    rows = [scorer.score(case) for case in load_cases(path)]
    return write_report(path.stem, summary(rows), rows, folder)
