"""What is known of a firm: the form and its own words, read into the closed words of the catalog.

Every set holds what is known to be so; `denied` what the firm said is not so. What is in neither is
unknown, and stays unknown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns, load_patterns
from corpus.regions import Gazetteer, Region
from matcher.amounts import read_need
from matcher.profile import Profile
from matcher.size import read_size

_WORDS = Path(__file__).with_name("words.toml")
_DENIAL = re.compile(r"(没有?|无|不是|未|不打算|没人|别|并非)[^，。；,;]{0,6}$")
_PLEDGED = re.compile(  # not free to pledge
    r"^.{0,8}(?<!没)(?<!没有)(押|抵押?|质押)(了|出去|光|完|满|着|给|在)"
    r"|^.{0,6}(都)?(是)?租|^.{0,4}(在申请|没授权|还没批)|^.{0,4}在.{0,4}(押|抵)着?")
_HAS_NONE = re.compile(r"(没有?|无)[^，。；押抵期]{0,4}$")
_NOT_GIVEN = re.compile(
    r"^[^，。；]{0,14}?((没|未|不)(有)?(评|认|通过|过|拿|申|算|续)|正在申报|到期)")
_NOT_OURS = re.compile(
    r"(没有?|无|未|不)[^，。；]{0,3}$|(?<![跟和与])(客户|对方|供应商)[^，。；]{0,6}$")
_SETTLED = re.compile(r"(官司|诉讼|案子)[^。；]{0,12}(结了|了结|结案|赢了|撤了|打完)")
_PHRASES = re.compile(r"[，。；！？,;!?\s]+")
_PLAIN_LOAN = ("流动资金", "无抵押信用", "担保增信")  # what a wish for a loan alone stands for
_SMALL = ("微型", "小型", "小微")
_NOTHING = re.compile(r"(没|无)(有)?.{0,4}(可?(抵|押)|抵押|东西|房|地|不动产)")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as the criteria see it. `needs` come most explicit first."""

    region: Region | None
    size: str | None
    amount_wan: float | None
    currency: str
    needs: tuple[str, ...]
    known: frozenset[tuple[str, str]]
    denied: frozenset[tuple[str, str]]
    text: str
    contradicted: Region | None = None  # a place in the words that is not in the region of the form

    def has(self, field: str, value: str) -> bool | None:
        """Return whether the firm has `value` of `field`, None when it is not known."""
        if (field, value) in self.known:
            return True
        return False if (field, value) in self.denied else None

    def any_of(self, field: str, values: Iterable[str]) -> bool | None:
        """Return whether the firm has any of `values`: no only when all are denied."""
        found = [self.has(field, value) for value in values]
        if True in found:
            return True
        return False if found and all(answer is False for answer in found) else None

    @property
    def is_small(self) -> bool | None:
        """Whether it is small or micro, None when its size is not known."""
        return None if self.size is None else any(word in self.size for word in _SMALL)


def read_firm(profile: Profile, gazetteer: Gazetteer) -> Firm:
    """Return what `profile`, form and words together, tells of the firm.

    Raises:
        UnknownRegion: the form names a place that nobody knows.

    """
    spoken = "，".join(filter(None, (profile.purpose, profile.text)))
    listed = "，".join((*profile.qualifications, *profile.collateral))
    known, denied = _facts(f"{spoken}，{listed}，{profile.credit_status or ''}")
    if _NOTHING.search(spoken) and not profile.collateral:
        denied |= {("collateral", value) for value in words()["collateral"]} - known
    amount = read_need(profile.text) if profile.need_amount_wan is None else None
    region, contradicted = _regions(profile, gazetteer)
    return Firm(
        region=region, contradicted=contradicted, size=profile.size or read_size(profile.text),
        amount_wan=amount.wan if amount else profile.need_amount_wan,
        currency=amount.currency if amount else profile.currency,
        needs=_needs(profile.purpose or "", spoken, listed),
        known=frozenset(known), denied=frozenset(denied - known), text=spoken)


@lru_cache(maxsize=1)
def words() -> Patterns:
    """Return the patterns of words.toml by field and value."""
    return load_patterns(_WORDS)


def _facts(text: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the (field, value) pairs that phrases of `text` state, and those they deny."""
    known: set[tuple[str, str]] = set()
    denied: set[tuple[str, str]] = set()
    for phrase in _PHRASES.split(text):
        for field in ("qualification", "collateral", "role", "event", "credit"):
            for value, pattern in words()[field].items():
                if match := pattern.search(phrase):
                    no = _denies(field, phrase[: match.start()], phrase[match.end() :])
                    (denied if no else known).add((field, value))
    if _SETTLED.search(text):
        denied.add(("credit", "涉诉"))
    cleared = {pair for pair in denied if pair[0] in ("credit", "qualification")}
    return known - cleared, denied


def _denies(field: str, before: str, after: str) -> bool:
    """Whether what stands around a word says that it is not so, or not free to pledge."""
    if field == "credit":
        return bool(_NOT_OURS.search(before))
    if field == "collateral":
        return bool(_PLEDGED.search(after) or _HAS_NONE.search(before))
    return bool(_DENIAL.search(before) or (field == "qualification" and _NOT_GIVEN.search(after)))


def _needs(purpose: str, spoken: str, listed: str) -> tuple[str, ...]:
    """Return needs by how plainly they are stated: purpose first, then words, then what is held."""
    found: dict[str, None] = {}
    for text in (purpose, spoken, listed):
        for need, pattern in words()["needs"].items():
            if pattern.search(text):
                found[need] = None
    if not found and re.search("贷|借|融资|钱|款", spoken):
        found = dict.fromkeys(_PLAIN_LOAN)
    return tuple(found)


def _regions(profile: Profile, gazetteer: Gazetteer) -> tuple[Region | None, Region | None]:
    """Return the region of the firm, and a place in its words that contradicts the form."""
    spoken = gazetteer.find(profile.text)
    if not profile.region:
        return (spoken[0] if spoken else None), None
    stated = gazetteer.one(profile.region)
    closer = [region for region in spoken if stated.covers(region)]
    strangers = [r for r in spoken if not stated.covers(r) and not r.covers(stated)]
    return (closer[0] if closer else stated), (strangers[0] if strangers and not closer else None)
