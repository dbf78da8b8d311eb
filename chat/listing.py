"""Lists that are complete: every clause of a unit, every instrument of a kind."""

import re
from collections.abc import Sequence

from chat.understanding.turn import Turn
from corpus.model import Clause, Policy
from corpus.product import Product
from indexing.search import Hit

_LEADS = re.compile(r"牵头|排头|打头|第一位|首位|领头|挑头")
_ALL_OF = re.compile(r"(?:哪些|所有|全部|列出|都有什么|都有啥).{0,10}?"
                     r"(平台|基金|补贴|保险|担保|票据|租赁|贷款|直接融资|风险补偿)")
_PLACE = re.compile(r"^[省市区县]")
_SHORTEST = 3  # characters of a unit's name


class Listing:
    """Finds all clauses of a unit, or with an instrument of a kind, that a question names."""

    def __init__(self, policies: Sequence[Policy], catalog: Sequence[Product] = ()) -> None:
        self._catalog = tuple(catalog)
        self._kinds = {product.kind for product in catalog}
        self._clauses = [(clause, policy) for policy in policies for clause in policy.clauses
                         if clause.leads or clause.units]
        names = {name for clause, _ in self._clauses for name in (*clause.leads, *clause.units)}
        self._names = sorted((n for n in names if len(n) >= _SHORTEST), key=len, reverse=True)

    def unit(self, question: str) -> str | None:
        """Return the unit that `question` names, None when it names none."""
        return next((name for name in self._names if name in question), None)

    def find(self, turn: Turn, unit: str) -> list[Hit]:
        """Return every clause that `unit` leads or is responsible for, in document order."""
        leading = bool(_LEADS.search(turn.question))
        return [Hit(clause, policy, 1.0, True, {}) for clause, policy in self._clauses
                if _about(turn, policy) and _has(clause, unit, leading=leading)]


    def kind(self, question: str) -> str | None:
        """Return the kind of instruments (平台, 基金 …) whose list is asked for, None when none."""
        asked = _ALL_OF.search(question)
        return asked[1] if asked and asked[1] in self._kinds else None

    def instruments(self, turn: Turn, kind: str) -> dict[str, list[str]]:
        """Return clause ids with the names of their instruments of `kind`, where `turn` asks."""
        policies = {policy.id: policy for _, policy in self._clauses}
        found: dict[str, list[str]] = {}
        for product in self._catalog:
            policy = policies.get((product.clause or "").split("#")[0])
            if product.kind == kind and product.clause and policy and _about(turn, policy):
                found.setdefault(product.clause, []).append(product.name)
        return found


def _about(turn: Turn, policy: Policy) -> bool:
    if turn.policies:
        return policy.id in turn.policies
    return not turn.regions or any(policy.region.covers(region) for region in turn.regions)


def _has(clause: Clause, unit: str, *, leading: bool) -> bool:
    names = (*clause.leads, *clause.units)
    if leading:
        names = clause.leads or clause.units[:1]
    wanted = _PLACE.sub("", unit)
    return any(_PLACE.sub("", name) == wanted for name in names)
