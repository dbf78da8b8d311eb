"""A clause asked for by its number: 黑龙江（十七）原文, 黔江第12条, 国家通知第（七）条."""

import re
from collections.abc import Sequence

from chat.understanding.kind import is_command
from chat.understanding.turn import Turn
from corpus.model import Policy
from indexing.search import Hit
from matcher.reading.amounts import read_number

_HAN = "[一二三四五六七八九十]+"
_NUMBER = re.compile(rf"第\s*[（(]?({_HAN}|\d{{1,3}})[）)]?\s*(?:条|款|项|任务)|[（(]({_HAN})[）)]")
_LABELS = re.compile(rf"（({_HAN})）|第({_HAN})条|(\d+)")


def clause_asked(turn: Turn, policies: Sequence[Policy]) -> Hit | None:
    """Return the clause whose number `turn` names, in the papers it is about; None when unclear."""
    match = _NUMBER.search(turn.question)
    placed = turn.policies or turn.regions
    if not match or not placed or turn.sides or is_command(turn.question):
        return None
    number = read_number(match[1] or match[2])
    about = [p for p in policies if p.id in turn.policies] or [
        p for p in policies if any(p.region.covers(r) and bool(p.region.code) == bool(r.code)
                                   for r in turn.regions)]
    found = [Hit(clause, policy, 1.0, True, {}) for policy in about for clause in policy.clauses
             if _number_of(clause.label) == number]
    return found[0] if len(found) == 1 else None


def _number_of(label: str) -> float | None:
    match = _LABELS.fullmatch(label)
    return read_number(match[1] or match[2] or match[3]) if match else None
