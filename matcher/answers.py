"""The open questions of a match as inputs, and a firm with their answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import FormError
from corpus.regions import Gazetteer
from matcher.criteria import ANSWER, Judged, Verdict
from matcher.matching import Matching
from matcher.reading.firm import Firm, read_firm
from matcher.reading.merge import merge
from matcher.reading.profile import Profile
from matcher.reading.words import words

YES, NO = "是", "否"
_GRADES = ("A级", "B级", "M级", "C级", "D级")
# What a bare figure as an answer stands for.
_AS_SAID = {"need_amount_wan": "想贷{}万元", "term_months": "期限{}个月", "years": "经营了{}年",
            "liability": "资产负债率{}%", "size": "员工{}人"}
_IN_WORDS = ("region", "industry", *_AS_SAID)


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question: its field, and what to choose from ("" choices: own words).

    `settles` are the (field, value) that a yes or no is about.
    """

    field: str
    question: str
    choices: tuple[str, ...] = ()
    settles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what the firm answered."""

    asked: Asked
    answer: str


def open_questions(found: Matching) -> list[Asked]:
    """Return the questions of a match in their order, each with its way of being answered."""
    open_ = {j.criterion.question: j for offer in found.offers for j in offer.judged
             if j.verdict is Verdict.UNKNOWN}
    return [_asked(q.field, q.question, open_.get(q.question)) for q in found.questions]


def _asked(field: str, question: str, judged: Judged | None) -> Asked:
    if judged is None or (field in _IN_WORDS and not question.startswith(("是否", "企业是否属于"))):
        return Asked(field, question)
    criterion = judged.criterion
    if criterion.field == "tax":
        return Asked(field, question, _GRADES)
    pairs = tuple((criterion.field, value) for value in criterion.values)
    return Asked(field, question, (YES, NO), pairs)


def with_answers(firm: Firm, answers: Sequence[Answered], gazetteer: Gazetteer) -> Firm:
    """Return `firm` with its answers, in order.

    Raises:
        FormError: an answer in words says nothing that can be read.
        UnknownRegion: nobody knows the place.

    """
    for given in answers:
        firm = _with(firm, given, gazetteer)
    return firm


def _with(firm: Firm, given: Answered, gazetteer: Gazetteer) -> Firm:
    asked, answer = given.asked, given.answer.strip()
    if asked.choices == (YES, NO):
        pairs = {*asked.settles, (ANSWER, asked.question)}
        if answer == NO:
            return replace(firm, known=firm.known - pairs, denied=firm.denied | pairs)
        needs = tuple(value for field, value in asked.settles
                      if field == "purpose" and value in words()["needs"])
        return replace(firm, known=firm.known | pairs, denied=firm.denied - pairs,
                       needs=tuple(dict.fromkeys((*needs, *firm.needs))))
    if asked.field == "region":
        doubts = tuple(d for d in firm.doubts if d.field != "region")
        return replace(firm, region=gazetteer.one(answer), doubts=doubts)
    if asked.choices:
        return replace(firm, tax_grade=answer[:1])
    later = read_firm(Profile(text=_said(asked.field, answer)), gazetteer)
    now = merge(firm, later)
    if not later.told:
        raise FormError(asked.question, f"没有读懂您的回答“{answer}”")
    return now


def _said(field: str, answer: str) -> str:
    """Return an answer as a sentence, where it is a bare figure."""
    bare = answer.replace(".", "", 1).isdecimal()
    return _AS_SAID[field].format(answer) if bare and field in _AS_SAID else answer
