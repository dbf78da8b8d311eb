"""How well two reviewers agree: Cohen's κ, the table of their verdicts, where they differ."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select

from corpus.records.engine import Records
from corpus.records.masking import masked
from corpus.records.people import Account, Role, require
from corpus.records.review_tables import JudgementRow
from corpus.records.tables import AccountRow
from eval.review.sampling import Verdict
from eval.review.seen import Key, read_answer

_LOOK = "查看复核一致性"
_SHOWN = 120  # characters of an answer


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer on which two differ: its start, both verdicts and notes; all masked."""

    key: Key
    question: str
    answer: str
    verdicts: tuple[str, str]
    notes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over `n` answers that both judged; `kappa` None where it is not defined.

    `table` counts pairs of verdicts; `differences` are listed only for one of the two.
    """

    names: tuple[str, str]
    n: int
    kappa: float | None
    table: Counter[tuple[str, str]]
    differences: tuple[Difference, ...] = ()


def kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Return Cohen's κ of two reviewers over the same answers, None where all verdicts are one."""
    if len({*first, *second}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score  # slow to import

    return float(cohen_kappa_score(first, second, labels=[v.value for v in Verdict]))


def agreements(records: Records, who: Account) -> list[Agreement]:
    """Return how each pair of reviewers agrees, those of `who` with what they differ on."""
    require(who, Role.POLICY, _LOOK)
    said: dict[str, dict[Key, JudgementRow]] = {}
    names: dict[str, str] = {}
    query = select(JudgementRow, AccountRow.name).join(
        AccountRow, AccountRow.id == JudgementRow.account_id).order_by(AccountRow.name_key)
    with records.reading() as session:
        for row, name in session.execute(query):
            names[row.account_id] = name
            said.setdefault(row.account_id, {})[Key(row.conversation_id, row.seq)] = row
    found = []
    for one, other in combinations(sorted(said, key=lambda account: account != who.id), 2):
        if both := sorted(said[one].keys() & said[other].keys()):
            pairs = [(said[one][key], said[other][key]) for key in both]
            verdicts = [(a.verdict, b.verdict) for a, b in pairs]
            differ = _differences(records, pairs) if who.id in (one, other) else ()
            found.append(Agreement(
                (names[one], names[other]), len(both),
                kappa([a for a, _ in verdicts], [b for _, b in verdicts]), Counter(verdicts),
                differ))
    return found


def _differences(records: Records, pairs: Sequence[tuple[JudgementRow, JudgementRow]]
                 ) -> tuple[Difference, ...]:
    differ = [(a, b) for a, b in pairs if a.verdict != b.verdict]
    found = []
    with records.reading() as session:
        for a, b in differ:
            seen = read_answer(session, Key(a.conversation_id, a.seq))
            found.append(Difference(seen.key, seen.question, _start(seen.answer.text),
                                    (a.verdict, b.verdict), (masked(a.note), masked(b.note))))
    return tuple(found)


def _start(text: str) -> str:
    """Return the start of an answer, without marks."""
    plain = re.sub(r"\[\d+\]|[*|#]", "", text).strip()
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
