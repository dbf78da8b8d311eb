"""Score a set of firms: what must and must not be offered, routing, questions.

`python app.py eval eval/cases/matches.jsonl` runs it; names are compared as they stand.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from chat.wire import Wire
from eval.report import write_report
from eval.rows import Row, load_rows

BUILT_IN = Path(__file__).parent / "cases" / "matches.jsonl"
_FIRST = 5
_LABELS = ("standing", "verdict")  # of a wanted product, where the case states them


def is_match_set(path: Path) -> bool:
    """Whether the first line of the set in `path` holds a profile."""
    with path.open(encoding="utf-8") as lines:
        return '"profile"' in lines.readline()


def load_firms(path: Path = BUILT_IN) -> list[Row]:
    """Read the cases; BadRow names a line that breaks the shape."""
    return load_rows(path, ("must_include", "profile"))


def evaluate_matches(wire: Wire, path: Path, folder: Path) -> str:
    """Score the firms in `path`; return the report in Chinese."""
    rows = [score_firm(firm, wire) for firm in load_firms(path)]
    return write_report(path.stem, summary(rows), rows, folder)


def score_firm(firm: Row, wire: Wire) -> Row:
    """Return what was offered to one firm against what must and must not be."""
    out = wire.match({"profile": firm["profile"]})
    offered = [_key(offer["name"], offer["clauses"]) for offer in out["matches"]]
    wanted = [_key(w["name"], [w["clause"]]) for w in firm["must_include"]]
    barred = [_key(w["name"], [w["clause"]]) for w in firm["must_not_include"]]
    asked = {question["field"] for question in out["ask"]}
    needed = {ask.split(":")[0].strip() for ask in firm["must_ask"]}
    shown = {_key(o["name"], o["clauses"]): o for o in out["matches"]}
    mislabelled = [f"{w['name']}：{shown[key][label]}"
                   for key, w in zip(wanted, firm["must_include"], strict=True) if key in shown
                   for label in _LABELS if label in w and shown[key][label] != w[label]]
    labels = sum(label in w for w in firm["must_include"] for label in _LABELS)
    missed = [name for name, clause in wanted if (name, clause) not in offered]
    crossed = [name for name, clause in barred if (name, clause) in offered]
    return {
        "id": firm["id"], "type": "match", "question": firm["profile"].get("text", ""),
        "answerable": True, "refused": False, "gold": [name for name, _ in wanted],
        "cited": [name for name, _ in offered], "missed": missed + crossed + mislabelled,
        "ms": out["ms"],
        "wanted": len(wanted), "found": len(wanted) - len(missed),
        "early": sum(key in offered[:_FIRST] for key in wanted), "crossed": len(crossed),
        "routed": out["routing"] == firm["expected_routing"],
        "labels": labels, "mislabelled": len(mislabelled),
        "asked": len(needed & asked), "needed": len(needed),
        "points": 1.0 if not (missed or crossed or mislabelled) else 0.0}


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the figures over `rows`."""
    wanted, needed = sum(r["wanted"] for r in rows), sum(r["needed"] for r in rows)
    return {
        "wanted offered": sum(r["found"] for r in rows) / max(1, wanted),
        "wanted among the first five": sum(r["early"] for r in rows) / max(1, wanted),
        "forbidden offered": float(sum(r["crossed"] for r in rows)),
        "labelled right": 1 - sum(r["mislabelled"] for r in rows) / max(
            1, sum(r["labels"] for r in rows)),
        "routed right": sum(r["routed"] for r in rows) / len(rows),
        "needed questions asked": sum(r["asked"] for r in rows) / max(1, needed),
        "median offers": float(median(len(r["cited"]) for r in rows)),
        "p50 ms": float(median(r["ms"] for r in rows))}


def _key(name: str, clauses: Sequence[str]) -> tuple[str, str]:
    return name, clauses[0] if clauses else ""
