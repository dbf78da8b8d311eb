"""What is indexed: rows of text that each lead to one clause, and what kind of text they are."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from corpus.model import Clause, Policy
from corpus.sentences import sentence_spans
from indexing.laws import is_law
from indexing.words import WORDS_DIR

ASKED_DIR = WORDS_DIR / "asked_as"


class Kind(StrEnum):
    """Where the text of an entry comes from."""

    TEXT = "text"  # a node: part of a clause
    SENTENCE = "sentence"  # one sentence of a clause, for vectors
    FIELD = "field"  # title, heading path and units of a clause
    ASKED = "asked"  # a question as people ask it, from words/asked_as
    WHOLE = "whole"  # a clause together with all its questions
    POLICY = "policy"  # a whole policy, in the name of its first clause


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an index: `text` leads to `clause` (an id)."""

    clause: str
    kind: Kind
    text: str


def clause_entries(policy: Policy) -> list[Entry]:
    """Return fields and sentences of each clause of `policy`; an article of law is read whole."""
    found, law = [], is_law(policy)
    for clause in policy.clauses:
        found.append(Entry(clause.id, Kind.FIELD, field_text(clause)))
        for start, end in () if law else sentence_spans(clause.text):
            found.append(Entry(clause.id, Kind.SENTENCE, clause.text[start:end]))
    return found


def whole_entries(policies: Iterable[Policy], asked: Iterable[Entry]) -> list[Entry]:
    """Return one entry a clause: fields, text, and the questions among `asked` that lead to it."""
    questions: dict[str, list[str]] = {}
    for entry in asked:
        questions.setdefault(entry.clause, []).append(entry.text)
    return [
        Entry(clause.id, Kind.WHOLE,
              " ".join((field_text(clause), clause.text, *questions.get(clause.id, ()))))
        for policy in policies for clause in policy.clauses]


def policy_entries(policies: Iterable[Policy]) -> list[Entry]:
    """Return one entry a policy: its title, and fields and text of all its clauses."""
    return [
        Entry(policy.clauses[0].id, Kind.POLICY, " ".join(
            (policy.title, *(f"{field_text(c)} {c.text}" for c in policy.clauses))))
        for policy in policies if policy.clauses]


def field_text(clause: Clause) -> str:
    """Return heading path, title and units of `clause` as one line."""
    return " ".join((*clause.heading_path, clause.title or "", *clause.leads, *clause.units))


def asked_files(policies: Iterable[Policy], folders: Sequence[Path]) -> dict[str, Path]:
    """Return the file of asked-as questions of each policy, of the last folder that has one."""
    return {policy.id: path for policy in policies for folder in folders
            if (path := folder / f"{policy.id}.tsv").is_file()}


def asked_entries(policies: Sequence[Policy], folders: Sequence[Path]) -> list[Entry]:
    """Return the asked-as questions of those `policies` that have a file in `folders`.

    Lines that name a clause the policy does not have are left out (a replaced policy).
    """
    files = asked_files(policies, folders)
    found = []
    for policy in policies:
        known = {clause.label for clause in policy.clauses}
        if policy.id in files:
            with files[policy.id].open(encoding="utf-8", newline="") as rows:
                found += [Entry(f"{policy.id}#{row[0]}", Kind.ASKED, row[1])
                          for row in csv.reader(rows, delimiter="\t")
                          if len(row) == 2 and row[0] in known]
    return found


def save_entries(entries: Sequence[Entry], path: Path) -> None:
    """Write `entries` to `path`, one JSON object a line."""
    lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    path.write_text("\n".join(lines), encoding="utf-8")


def load_entries(path: Path) -> list[Entry]:
    """Read what `save_entries` wrote."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Entry(row["clause"], Kind(row["kind"]), row["text"]) for row in rows]
