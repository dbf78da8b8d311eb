"""Files of cases: JSONL with the keys of the built-in sets, or xlsx with their Chinese names.

Good rows are read, bad ones named by row and column. In a cell of an xlsx each clause, point or
turn has a line of its own; a turn begins with 问： or 答：.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.decode import decode
from corpus.errors import BinaryFile, FormError, MissingFile, UnsupportedFormat
from eval.sets.draft import LABELS, PERSONAS, CaseDraft, from_row
from matcher.desk.sheet import read_cells, write_sheet

_LISTS = ("gold_clauses", "also_ok", "answer_points")
_SPEAKERS = {"问": "user", "答": "assistant"}
_YES, _NO = ("是", "可答", "true", "1", ""), ("否", "不可答", "false", "0")
_NEEDED = ("编号", "题型", "问题")
_LARGEST = 20_000_000  # bytes
_MOST_ROWS = 5_000


@dataclass(slots=True)
class ReadCases:
    """The cases of a file in order, and a Chinese line for each fault in it."""

    drafts: list[CaseDraft] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_cases(path: Path) -> ReadCases:
    """Read a JSONL or xlsx of cases; bad rows are left out and named.

    Raises:
        SourceError: the file cannot be read.
        FormError: the header of a sheet lacks columns, or there are too many rows.

    """
    if not path.is_file():
        raise MissingFile(str(path))
    kind = path.suffix.lower()
    if kind not in (".jsonl", ".xlsx"):
        raise UnsupportedFormat(path.name)
    found, first = ReadCases(), dict[str, int]()
    for count, (number, row) in enumerate(_sheet(path) if kind == ".xlsx" else _lines(path), 1):
        if count > _MOST_ROWS:
            raise FormError("行数", f"最多 {_MOST_ROWS} 行")
        try:
            if isinstance(row, FormError):
                raise row
            draft = from_row(row)
            if draft.label in first:
                raise FormError(LABELS["label"], f"“{draft.label}”与第 {first[draft.label]} 行重复")
        except FormError as error:
            found.problems.append(f"第 {number} 行 {error.value}：{error.detail}")
            continue
        first[draft.label] = number
        found.drafts.append(draft)
    return found


def to_jsonl(drafts: Iterable[CaseDraft]) -> str:
    """Return the cases as JSONL."""
    return "".join(json.dumps(draft.row(), ensure_ascii=False) + "\n" for draft in drafts)


def to_xlsx(drafts: Iterable[CaseDraft]) -> bytes:
    """Return the cases as an xlsx that `read_cases` reads again."""
    return write_sheet("题目", [list(LABELS.values()), *(_cells(draft) for draft in drafts)])


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | FormError]]:
    if path.stat().st_size > _LARGEST:
        raise BinaryFile(path.name, "larger than 20 MB")
    text = decode(path.read_bytes(), path.name)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, FormError("整行", f"不是有效的 JSON（{str(error)[:60]}）")
            continue
        yield number, row if isinstance(row, dict) else FormError("整行", "应为一个 JSON 对象")


def _sheet(path: Path) -> Iterator[tuple[int, dict[str, Any] | FormError]]:
    rows = read_cells(path)
    _, header = next(rows, (0, []))
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        known = "、".join(LABELS.values())
        raise FormError("表头", f"缺少“{'”“'.join(missing)}”。可用的列：{known}")
    for number, cells in rows:
        values = dict(zip(header, cells, strict=False))
        try:
            yield number, _row({name: values.get(label, "") for name, label in LABELS.items()})
        except FormError as error:
            yield number, error


def _row(cells: dict[str, str]) -> dict[str, Any]:
    """Return the object of a JSONL set that the cells of a row, by field, stand for."""
    told = cells["answerable"].strip().lower()
    if told not in _YES + _NO:
        raise FormError(LABELS["answerable"], f"“{told[:20]}”应为 是 或 否")
    by_name = {name: key for key, name in PERSONAS.items()}
    return cells | {name: cells[name].splitlines() for name in _LISTS} | {
        "id": cells["label"], "persona": by_name.get(cells["persona"], cells["persona"]),
        "history": [_turn(line) for line in cells["history"].splitlines() if line.strip()],
        "answerable": told in _YES}


def _turn(line: str) -> dict[str, str]:
    speaker, mark, text = line.replace(":", "：", 1).partition("：")
    if not mark or speaker.strip() not in _SPEAKERS:
        raise FormError(LABELS["history"], f"“{line[:20]}”应以“问：”或“答：”开头")
    return {"role": _SPEAKERS[speaker.strip()], "content": text.strip()}


def _cells(draft: CaseDraft) -> Sequence[str]:
    speakers = {role: name for name, role in _SPEAKERS.items()}
    shown: dict[str, str] = {
        name: "\n".join(getattr(draft, name)) for name in _LISTS} | {
        "persona": PERSONAS.get(draft.persona, ""),
        "answerable": "是" if draft.answerable else "否",
        "history": "\n".join(f"{speakers[role]}：{' '.join(text.split())}"
                             for role, text in draft.history)}
    return [shown[name] if name in shown else getattr(draft, name) or "" for name in LABELS]
