"""Tables of wordings: a TOML file of [table] name = [pattern, …], each name compiled to one."""

import re
import tomllib
from pathlib import Path

Patterns = dict[str, dict[str, re.Pattern[str]]]


def load_patterns(path: Path, flags: re.RegexFlag = re.NOFLAG) -> Patterns:
    """Return, by table and name, what matches any of the patterns in `path`."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {table: {name: re.compile("|".join(f"(?:{p})" for p in patterns), flags)
                    for name, patterns in rows.items()}
            for table, rows in tables.items()}
