"""Sets of cases as JSONL: one object a line, with the keys that its scorer needs."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadRow

Row = dict[str, Any]


def load_rows(path: Path, needed: Sequence[str]) -> list[Row]:
    """Read the objects in `path`; BadRow names a line that is none or lacks a `needed` key."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            rows.append(row | {name: row[name] for name in needed})
        except (ValueError, KeyError, TypeError) as error:
            raise BadRow(f"{path.name}:{number}", str(error)) from error
    return rows
