"""Question sets: one JSON object a line, with the clauses and points that a right answer has."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadRow, MissingFile

BUILT_IN = Path(__file__).parent / "cases" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold clauses (ids) and answer points (literal strings)."""

    id: str
    type: str
    request: dict[str, Any]
    gold: frozenset[str]
    also_ok: frozenset[str]
    points: tuple[str, ...]
    answerable: bool


def load_cases(path: Path = BUILT_IN) -> list[Case]:
    """Read the cases in `path`; BadRow names the line that breaks the shape."""
    if not path.is_file():
        raise MissingFile(str(path))
    return [_case(path, number, line)
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if line.strip()]


def _case(path: Path, number: int, line: str) -> Case:
    try:
        row = json.loads(line)
        return Case(
            id=row["id"], type=row["type"],
            request={key: row.get(key) for key in ("id", "question", "history", "region")},
            gold=frozenset(row["gold_clauses"]), also_ok=frozenset(row["also_ok"]),
            points=tuple(row["answer_points"]), answerable=bool(row["answerable"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadRow(f"{path.name}:{number}", str(error)) from error
