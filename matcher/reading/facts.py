"""What a firm holds and what it is not, from phrases of its words, each with the phrase.

What it wishes for (打算申报高企), what others hold (客户是专精特新) and what is over
(逾期过，已还清) is not held.
"""

import re
from dataclasses import dataclass, field

from matcher.reading.figures import bank_of
from matcher.reading.words import cues, words

Pair = tuple[str, str]
_CLAIMED = ("qualification", "project", "insured", "credit")
_TROUBLES = ("不良", "涉诉", "轻资产")
_PERSONAL = "人才认定"  # a title of a person, not of the firm
_FIELDS = ("qualification", "collateral", "role", "event", "credit", "project", "insured")
_PHRASES = re.compile(r"[，。；！？,;!?\s]+")


@dataclass
class Facts:
    """(field, value) pairs that are so, those that are not, and the phrase behind each."""

    known: set[Pair] = field(default_factory=set)
    denied: set[Pair] = field(default_factory=set)
    told: dict[Pair, str] = field(default_factory=dict)


def read_facts(text: str) -> Facts:
    """Return what the phrases of `text` state and deny; what they leave open is in neither."""
    facts = Facts()
    for phrase in filter(None, _PHRASES.split(text)):
        for name in _FIELDS:
            for value, pattern in words()[name].items():
                if match := pattern.search(phrase):
                    _note(facts, (name, value), _holds((name, value), phrase, match), phrase)
        _note_account(facts, phrase)
        if _cue("no_title").search(phrase):
            facts.denied |= {("qualification", value) for value in words()["qualification"]
                             if value != _PERSONAL} - facts.known
    _let_pass(facts, text)
    denied = {pair for pair in facts.denied if pair[0] in ("credit", "qualification", "insured")}
    facts.known -= denied
    return facts


def _note(facts: Facts, pair: Pair, holds: bool | None, phrase: str) -> None:
    if holds is not None:
        (facts.known if holds else facts.denied).add(pair)
        facts.told.setdefault(pair, phrase)


def _holds(pair: Pair, phrase: str, match: re.Match[str]) -> bool | None:
    """Return whether a phrase says that a fact is so, is not so, or (None) neither."""
    name, value = pair
    before, after = phrase[: match.start()], phrase[match.end() :]
    if _cue("supposed").search(before) or (
            name in _CLAIMED and _cue("others").search(before)):
        return None
    if name == "collateral":
        return _free(value, before, after)
    if name == "credit":
        none = value in _TROUBLES and _cue("not_ours").search(before)
        return not (none or _cue("hardly").match(after))
    return _claimed(name, before, after)


def _free(value: str, before: str, after: str) -> bool | None:
    """Return whether an asset is free to pledge; None for one that is only bought or made."""
    if value in ("设备", "厂房", "存货") and _cue("not_held").search(before):
        return None
    if value in ("设备", "厂房", "存货", "仓单") and _cue("others_own").search(after):
        return None
    return not (_cue("pledged").search(after) or _cue("has_none").search(before))


def _claimed(name: str, before: str, after: str) -> bool | None:
    """Return whether a title, policy or role is held; one that is wished for is not."""
    titled = name in ("qualification", "insured")
    if titled and _cue("asked").search(after):
        return None
    wished = titled and _cue("wished").search(before)
    planned = name == "insured" and _cue("planned").search(before)
    not_given = name == "qualification" and _cue("not_given").search(after)
    return not (_cue("denial").search(before) or wished or planned or not_given)


def _note_account(facts: Facts, phrase: str) -> None:
    bank = bank_of(phrase)
    if bank and _cue("no_account").search(phrase):
        _note(facts, ("account", bank), False, phrase)
    elif bank and _cue("account").search(phrase):
        _note(facts, ("account", bank), True, phrase)


def _let_pass(facts: Facts, text: str) -> None:
    """Drop what is over: an overdue loan paid back, a lawsuit settled, an asset pledged since."""
    bad = ("credit", "不良")
    told = facts.told.get(bad, "")
    after = text[text.find(told) :][: len(told) + 20] if told else ""
    if bad in facts.known and _cue("over").search(after) and not _cue("still").search(text):
        facts.known.discard(bad)
    if _cue("settled").search(text):
        facts.denied.add(("credit", "涉诉"))
    if refused := _cue("refused").search(text):
        _note(facts, ("credit", "信用贷不符"), True, refused[0])
    for pair in [p for p in facts.known if p[0] == "collateral"]:
        told = facts.told[pair]
        if _cue("then_gone").match(text[text.find(told) + len(told) :]):
            facts.known.discard(pair)

def _cue(name: str) -> re.Pattern[str]:
    return cues()["facts"][name]
