"""What rests on clauses that a new version changes or ends: products, questions, test cases."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.product import Product
from corpus.settings import Settings
from indexing.build import asked_folders

Case = tuple[str, Mapping[str, Any]]  # the name of its set, and what it holds
CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Citing:
    """Something that rests on `clauses` (labels): `where` it stands and what it says."""

    where: str
    name: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """All that rests on clauses of one policy."""

    products: tuple[Citing, ...] = ()
    questions: tuple[Citing, ...] = ()
    cases: tuple[Citing, ...] = ()

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.products) + len(self.questions) + len(self.cases)


def impact(policy_id: str, labels: Sequence[str], catalog: Iterable[Product],
           settings: Settings, *, more: Iterable[Case] = ()) -> Impact:
    """Return what rests on the clauses with `labels` of a policy; for `more` see citing_cases."""
    if not labels:
        return Impact()
    return Impact(tuple(citing_products(policy_id, labels, catalog)),
                  tuple(asked_questions(policy_id, labels, settings)),
                  tuple(citing_cases(policy_id, labels, more)))


def citing_products(policy_id: str, labels: Sequence[str],
                    catalog: Iterable[Product]) -> Iterator[Citing]:
    """Yield products and instruments whose clause is one of those."""
    wanted = {f"{policy_id}#{label}": label for label in labels}
    for product in catalog:
        if product.clause in wanted:
            yield Citing(product.institution or product.kind, product.name,
                         (wanted[product.clause],))


def asked_questions(policy_id: str, labels: Sequence[str], settings: Settings) -> Iterator[Citing]:
    """Yield the questions as people ask them that lead to one of those clauses."""
    for folder in reversed(asked_folders(settings)):
        path = folder / f"{policy_id}.tsv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as rows:
                for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                    if len(row) > 1 and row[0] in labels:
                        yield Citing("问法", row[1], (row[0],))
            return


def citing_cases(policy_id: str, labels: Sequence[str],
                 more: Iterable[Case] = ()) -> Iterator[Citing]:
    """Yield the test cases that name one of those clauses.

    `more` are further cases, each with the name of its set, in any shape of JSON.
    """
    wanted = {f"{policy_id}#{label}": label for label in labels}
    for where, case in (*_built_in(), *more):
        found = tuple(dict.fromkeys(wanted[text] for text in _texts(case) if text in wanted))
        if found:
            said = case.get("question") or case.get("text") or (
                case.get("profile") or {}).get("text") or ""
            yield Citing(where, f"{case.get('id', '')} {said}".strip(), found)


def _built_in() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield path.stem, json.loads(line)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
