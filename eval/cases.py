"""Question sets: one JSON object a line, with the clauses and points that a right answer has."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadRow, MissingFile

FOLDER = Path(__file__).parent / "cases"
BUILT_IN = FOLDER / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold clauses (ids) and answer points (literal strings)."""

    id: str
    type: str
    persona: str
    request: dict[str, Any]
    gold: frozenset[str]
    also_ok: frozenset[str]
    points: tuple[str, ...]
    answerable: bool


def load_cases(path: Path = BUILT_IN) -> list[Case]:
    """Read the cases in `path`; BadRow names the line that breaks the shape."""
    return [case_of(row) for row in load_case_rows(path)]


def load_case_rows(path: Path = BUILT_IN) -> list[dict[str, Any]]:
    """Read the objects in `path`, each checked to be a case; BadRow as above."""
    if not path.is_file():
        raise MissingFile(str(path))
    return [_row(path, number, line)
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if line.strip()]


def case_of(row: Mapping[str, Any]) -> Case:
    """Return the case that one object of a set holds; KeyError and TypeError for bad shapes."""
    return Case(
        id=row["id"], type=row["type"], persona=row.get("persona") or "",
        request={key: row.get(key) for key in ("id", "question", "history", "region")},
        gold=frozenset(row["gold_clauses"]), also_ok=frozenset(row["also_ok"]),
        points=tuple(row["answer_points"]), answerable=bool(row["answerable"]))


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        case_of(row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRow(f"{path.name}:{number}", str(error)) from error
    return row
