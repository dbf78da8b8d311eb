"""What a run rests on: texts, catalog, index, settings, code, cases.

Two runs whose versions are equal have equal figures, times aside; with a language model only as
far as the model repeats itself.
"""

import hashlib
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chat.assistant import Assistant
from corpus.library import corpus_hash
from corpus.settings import Settings
from eval.sets.case_sets import set_hash

LABELS = {"corpus": "政策文件", "catalog": "产品库", "index": "索引", "settings": "设置",
          "code": "程序", "commit": "代码提交", "set": "题集"}
_ROOT = Path(__file__).parents[2]
_ROOMS = ("corpus", "indexing", "matcher", "chat", "eval")
_LOOKS = {".css", ".js", ".pyc"}  # files that no answer depends on
_ELSEWHERE = {"cases", "policies", "migrations", "records", "__pycache__"}
_COUNTED = ("embedding_model", "node_words", "llm_model", "llm_max_tokens", "llm_timeout_s")
Versions = dict[str, str]


def versions_of(assistant: Assistant, settings: Settings,
                rows: Sequence[dict[str, Any]]) -> Versions:
    """Return the versions of all that a run of `rows` rests on, by the keys of LABELS."""
    return {"corpus": corpus_hash(assistant.searcher.policies)[:16],
            "catalog": _digest(repr(assistant.catalog).encode()),
            "index": assistant.searcher.fingerprint, "settings": _settings(settings),
            "code": f"{_version()} {code_hash()}", "commit": _commit(), "set": set_hash(rows)}


def same(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> bool:
    """Whether figures must be equal; the name of a commit says nothing beyond the code."""
    return differing(one, other) == []


def differing(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> list[str]:
    """Return the Chinese names of what differs between two runs."""
    return [label for key, label in LABELS.items() if key != "commit"
            and (one or {}).get(key) != (other or {}).get(key)]


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return a digest of the code and the data in it that answers and figures depend on."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*")):
            inside = path.relative_to(_ROOT)
            if path.is_file() and path.suffix not in _LOOKS and not _ELSEWHERE & set(inside.parts):
                digest.update(f"{inside.as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _settings(settings: Settings) -> str:
    told = {name: getattr(settings, name) for name in _COUNTED}
    if not settings.llm_base_url:
        told = {name: value for name, value in told.items() if not name.startswith("llm")}
    else:  # an address may hold a password: its host is enough
        told["llm_host"] = urlsplit(settings.llm_base_url).hostname
    return " ".join(f"{name}={value}" for name, value in told.items())


@lru_cache(maxsize=1)
def _version() -> str:
    project = _ROOT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return version("rongce")


@lru_cache(maxsize=1)
def _commit() -> str:
    """Return the commit of the working tree, "" where there is none."""
    try:
        done = subprocess.run(["git", "-C", str(_ROOT), "rev-parse", "--short=12", "HEAD"],
                              capture_output=True, text=True, check=False, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
