"""What a clause is about, in one word or heading, and how tables name it."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus.citation import document_name
from corpus.model import Clause, Policy
from corpus.product import Product

MISSED, NO_CLAUSE, GONE = "未命中", "寒暄或没有引用条款", "已撤下的条款"
_LETTERHEAD = "文件名称、文号和日期"
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十百\d]+[）)、.．]\s*")


class Topics:
    """The topics of the clauses of `policies`: instruments that each names, else its heading."""

    def __init__(self, policies: Iterable[Policy], catalog: Iterable[Product]) -> None:
        kinds: dict[str, Counter[str]] = {}
        for product in catalog:
            if product.clause:
                kinds.setdefault(product.clause, Counter())[product.kind] += 1
        clauses = [(policy, clause) for policy in policies for clause in policy.clauses]
        self._topics = {clause.id: kinds[clause.id].most_common(1)[0][0] if clause.id in kinds
                        else _heading(clause) for _, clause in clauses}
        self._names = {clause.id: (f"{clause.label} {clause.title or ''}".strip(),
                                   document_name(policy)) for policy, clause in clauses}

    def of(self, clause: str) -> str:
        """Return the topic of a clause by id."""
        return self._topics.get(clause, GONE)

    def name(self, clause: str) -> tuple[str, str]:
        """Return label and title of a clause, and its document."""
        policy, _, label = clause.partition("#")
        return self._names.get(clause, (label, policy))


def _heading(clause: Clause) -> str:
    if clause.label in ("文首", "文末"):
        return _LETTERHEAD
    text = clause.heading_path[-1] if clause.heading_path else clause.title or clause.label
    return _NUMBER.sub("", text)
