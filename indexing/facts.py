"""Facts that a clause states: amounts, rates, times, counts, with exact span and condition.

Built from the clean text by rules; a fact's `condition` is the phrase between commas around it, so
that 不超过1% is never shown without 单户担保金额500万元及以下.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Clause
from corpus.sentences import sentence_spans

_HAN = "[一二三四五六七八九十两]"
_PHRASE = re.compile(r"[，；。：]")
_SELF_CONTAINED = 8  # characters; a shorter phrase needs the one before it
_TIER = re.compile(r"\s*及?以[上下]的")  # behind an amount: it says for whom, and is no answer
_LEANING = re.compile(r"^(占|不超过|不[高低少多]于|不得超过|最[高低多长]|达到|可达|控制在)")


class FactKind(StrEnum):
    """What a fact counts."""

    RATE = "rate"
    MONEY = "money"
    TIME = "time"
    COUNT = "count"


_PATTERNS: dict[FactKind, re.Pattern[str]] = {
    FactKind.RATE: re.compile(
        r"\d+(?:\.\d+)?\s*(?:%|‰|个百分点)|百分之\S{1,4}|千分之\S{1,3}|不低于[^，。；]{0,14}增速|翻番"),
    FactKind.MONEY: re.compile(r"\d+(?:\.\d+)?\s*(?:万元?(?![人户家个亩])|亿元?|千元|元)(?:美元)?"),
    FactKind.TIME: re.compile(
        rf"\d+\s*(?:年|个月|月底?|日|天|小时)(?:上半年|下半年)?|每(?:半年|年末?|季度|月|季)|按月|{_HAN}年内?"
        r"|不?定期|适时|[上下]半年|年底前|年末"),
    FactKind.COUNT: re.compile(
        rf"\d+\s*(?:户（个）|家|户|个(?!月|百分点)|万人|人|名|条|只|次|场|所)|{_HAN}\s*[家户个次场条只方]|逐[个户]"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated figure: `text` is `clause.text[start:end]`; `condition` the phrase around it."""

    clause: str
    kind: FactKind
    text: str
    start: int
    end: int
    condition: str


def clause_facts(clause: Clause) -> list[Fact]:
    """Return the facts of `clause`, in order of where they stand."""
    found = []
    for start, end in sentence_spans(clause.text):
        sentence = clause.text[start:end]
        for kind, pattern in _PATTERNS.items():
            for match in pattern.finditer(sentence):
                phrase = phrase_around(sentence, match.start(), match.end())
                found.append(Fact(clause.id, kind, match[0], start + match.start(),
                                  start + match.end(), phrase))
    return sorted(found, key=lambda fact: (fact.start, fact.end))


def states(text: str, kind: FactKind) -> bool:
    """Whether `text` states a figure of this kind."""
    return bool(_PATTERNS[kind].search(text))


def stating_phrases(text: str, kind: FactKind) -> list[str]:
    """Return the phrases of `text` that state a figure of this kind, each with what it leans on.

    A phrase that does not name what it counts (不超过3年) comes with the phrase before it. Amounts
    that only say for whom a rule holds (500万元及以下的) are left out.
    """
    found = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        for match in _PATTERNS[kind].finditer(sentence):
            if _TIER.match(sentence, match.end()):
                continue
            phrase = phrase_around(sentence, match.start(), match.end())
            at = sentence.find(phrase)
            leaning = len(phrase) < _SELF_CONTAINED or _LEANING.match(phrase)
            if leaning and at > 1:
                phrase = f"{phrase_around(sentence, at - 2, at - 1)}，{phrase}"
            found.append(phrase)
    return found


def phrase_around(sentence: str, start: int, end: int) -> str:
    """Return the phrase of `sentence` in which the span stands, without its closing sign."""
    signs = [match.start() for match in _PHRASE.finditer(sentence)]
    left = max((at + 1 for at in signs if at < start), default=0)
    right = min((at for at in signs if at >= end), default=len(sentence))
    return sentence[left:right]
