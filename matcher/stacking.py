"""Which guarantee, insurance, subsidy or compensation goes with which loan, as the clauses say.

The pairs stand in stacking.toml. A pair is told only where what comes on top applies in the firm's
region and fails none of its hard criteria.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.product import Product
from matcher.criteria import Verdict, judge
from matcher.places import Placed
from matcher.reading.known import Firm

_PAIRS = Path(__file__).with_name("stacking.toml")


@dataclass(frozen=True, slots=True)
class Stack:
    """What goes with `loans`; `quote` is how the clause or page of `extra` says it."""

    extra: Product
    loans: tuple[Product, ...]
    quote: str


def stacks(loans: Sequence[Product], firm: Firm, placed: Mapping[str, Placed]) -> list[Stack]:
    """Return what `firm` may have on top of `loans`, in the order of the file; `placed` by id."""
    found = []
    for pair in pairs():
        row = placed.get(pair["with"])
        if row is None or not _may_have(firm, row):
            continue
        fitting = tuple(p for p in loans if p.id != row.product.id and _goes(pair, p))
        if fitting:
            found.append(Stack(row.product, fitting, pair["quote"]))
    return found


@lru_cache(maxsize=1)
def pairs() -> tuple[dict[str, Any], ...]:
    """Return the rows of stacking.toml."""
    return tuple(tomllib.loads(_PAIRS.read_text(encoding="utf-8"))["stack"])


def _goes(pair: Mapping[str, Any], loan: Product) -> bool:
    if loan.id in pair.get("loans", ()):
        return True
    return loan.kind == pair.get("kind") and _serves(loan.needs, pair.get("needs", ()))


def _serves(needs: Iterable[str], wanted: Sequence[str]) -> bool:
    return not wanted or any(need in wanted for need in needs)


def _may_have(firm: Firm, row: Placed) -> bool:
    """Whether it applies where the firm is, and the firm fails none of its hard criteria."""
    criteria = (c for c in row.product.criteria if c.hard)
    return row.open_to(firm.region) and all(
        judge(c, firm).verdict is not Verdict.FAILED for c in criteria)
