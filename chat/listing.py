"""Lists that are complete: every clause that a unit leads or is responsible for."""

import re
from collections.abc import Sequence

from chat.turn import Turn
from corpus.model import Clause, Policy
from indexing.search import Hit

_LEADS = re.compile(r"牵头|排头|打头|第一位|首位|领头|挑头")
_PLACE = re.compile(r"^[省市区县]")
_SHORTEST = 3  # characters of a unit's name


class Listing:
    """Finds all clauses of a unit that a question names."""

    def __init__(self, policies: Sequence[Policy]) -> None:
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
