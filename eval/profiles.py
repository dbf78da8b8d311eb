"""Score how free text is read: what a firm's own sentence says against what was read, by field.

`python app.py eval eval/cases/profiles.jsonl` runs it. The sentences marked `after_freeze` were
written when the rules were frozen, and are counted apart. `today` of a sentence is the day on which
it is read.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpus.regions import Gazetteer
from eval.report import write_report
from eval.rows import Row, load_rows
from matcher.reading.firm import Firm, read_firm
from matcher.reading.profile import Profile

BUILT_IN = Path(__file__).parent / "cases" / "profiles.jsonl"
TODAY = date(2026, 11, 20)  # on which the sentences were labelled
_NEEDS = 3  # of the needs read, among which the main one must be
_FREEZE = "after_freeze"
# The closed words that are labelled; a firm may hold others.
_CLOSED = {
    "qualifications": {"专精特新", "小巨人", "单项冠军", "高新技术企业", "科技型中小企业",
                       "人才认定", "首台套认定"},
    "collateral": {"知识产权", "应收账款", "存货", "订单", "设备", "厂房", "票据"},
    "credit": {"不良", "涉诉", "信用贷不符", "额度已满", "轻资产"}}
_FIELD = {"qualifications": "qualification"}


def is_profile_set(path: Path) -> bool:
    """Whether the first line of the set in `path` holds a sentence with labels."""
    with path.open(encoding="utf-8") as lines:
        return '"qualifications"' in (first := lines.readline()) and '"profile"' not in first


def load_sentences(path: Path = BUILT_IN) -> list[Row]:
    """Read the sentences; BadRow names a line that breaks the shape."""
    return load_rows(path, ("id", "text"))


def evaluate_profiles(gazetteer: Gazetteer, path: Path, folder: Path) -> str:
    """Score the sentences in `path`; return the report in Chinese."""
    rows = [score_sentence(row, gazetteer) for row in load_sentences(path)]
    return write_report(path.stem, summary(rows), rows, folder)


def score_sentence(row: Row, gazetteer: Gazetteer) -> Row:
    """Return, by field that is labelled, whether what was read is right."""
    firm = read_firm(Profile(text=row["text"]), gazetteer, today=TODAY)
    read = {name: reader(firm) for name, reader in _READERS.items() if name in row}
    right = {name: _same(name, row[name], value) for name, value in read.items()}
    wrong = [name for name, good in right.items() if not good]
    return {
        "id": row["id"], "type": _FREEZE if row.get(_FREEZE) else "profile",
        "question": row["text"], "answerable": True, "refused": False,
        "gold": [f"{name}={row[name]}" for name in wrong],
        "cited": [f"{name}={read[name]}" for name in wrong], "missed": wrong, "right": right,
        "points": sum(right.values()) / len(right)}


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the share that is right by field, of all sentences and of those after the freeze."""
    late = [row for row in rows if row["type"] == _FREEZE]
    groups = (("", [row for row in rows if row["type"] != _FREEZE]), ("after freeze ", late))
    figures: dict[str, float] = {}
    for prefix, group in groups:
        for name in _READERS:
            told = [row["right"][name] for row in group if name in row["right"]]
            if told:
                figures[prefix + name] = sum(told) / len(told)
        marks = [good for row in group for good in row["right"].values()]
        if marks:
            figures[f"{prefix}all fields"] = sum(marks) / len(marks)
    return figures


def _same(name: str, wanted: object, read: object) -> bool:
    if name == "need":
        assert isinstance(read, tuple)
        return wanted in read if wanted else not read
    if isinstance(wanted, (int, float)) and isinstance(read, (int, float)):
        return abs(wanted - read) < 1e-6 * max(1.0, abs(wanted))
    return set(wanted) == read if isinstance(wanted, list) else wanted == read


def _closed(name: str) -> Callable[[Firm], set[str]]:
    field = _FIELD.get(name, name)
    return lambda firm: {v for f, v in firm.known if f == field} & _CLOSED[name]


_READERS: dict[str, Callable[[Firm], Any]] = {
    "region": lambda firm: firm.region.full_name if firm.region else None,
    "amount_wan": lambda firm: firm.amount_wan,
    "currency": lambda firm: firm.currency,
    "size": lambda firm: {"小微": "小型"}.get(firm.size or "", firm.size),
    "qualifications": _closed("qualifications"),
    "collateral": _closed("collateral"),
    "credit": _closed("credit"),
    "industry": lambda firm: firm.industry.code if firm.industry else None,
    "need": lambda firm: firm.needs[:_NEEDS] if firm.purpose_told else (),
    "term_months": lambda firm: firm.term_months,
    "years": lambda firm: firm.years,
    "liability_pct": lambda firm: firm.liability_pct,
    "tax_grade": lambda firm: firm.tax_grade,
    "staff": lambda firm: firm.staff,
    "revenue_wan": lambda firm: firm.revenue_wan,
    "loans_wan": lambda firm: sum(loan.wan for loan in firm.loans) or None,
}
