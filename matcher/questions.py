"""What to ask a firm next: the unknown field whose answer decides most of its offers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.criteria import Judged, Verdict
from matcher.reading.firm import Firm
from matcher.routing import needs_guarantee

_PROFILE_FIELDS = {"qualification": "qualifications", "amount": "need_amount_wan",
                   "term": "term_months", "credit": "credit_status"}


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the firm next: a profile field and the question."""

    field: str
    question: str


def questions_for(firm: Firm, offers: Sequence[Sequence[Judged]]) -> list[Question]:
    """Return what is worth asking, one question a field, what decides most first.

    `offers` are the judged criteria of each product offered; a field that none of them leaves
    open is never asked for, but for the region and, where it decides the routing, the size.
    """
    found = {q.field: q for q in reversed([*_first(firm)])}
    unknown = Counter(
        (j.criterion.field, j.criterion.question) for judged in offers for j in judged
        if j.verdict is Verdict.UNKNOWN and j.criterion.question)
    for (field, question), _ in unknown.most_common():
        name = _PROFILE_FIELDS.get(field, field)
        found.setdefault(name, Question(name, question))
    return list(found.values())


def _first(firm: Firm) -> Iterator[Question]:
    """Yield what decides more than any one product."""
    for doubt in firm.doubts:
        yield Question(doubt.field, doubt.sentence + doubt.question)
    if firm.region is None:
        yield Question("region", "贵公司在哪个省、市、区县？")
    if firm.size is None and needs_guarantee(firm):
        yield Question("size", "贵公司是否小型或微型企业（人数、年营业收入大约多少）？")
