"""What a figure is a figure of: 补贴, 贴息, 担保费 …, in a question and in a phrase of a clause.

A figure answers a question only when the phrase it stands in speaks of the matter that the question
asks about, and of sums for one firm or for all together as the question does. The wordings stand
in matters.toml.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.patterns import Patterns, load_patterns

_TABLE = Path(__file__).with_name("matters.toml")
_LABELS = {
    "subsidy": "补贴的金额或比例", "interest": "贴息的幅度", "guarantee": "担保费率",
    "refund": "返还的金额或比例", "loan_rate": "利率", "reward": "奖励的金额或比例",
    "pledge": "抵押率", "growth": "增速", "share": "占比的数值", "compensation": "补偿或分担的比例",
    "tolerance": "容忍的比例", "term": "期限"}
_CUE = re.compile(r"多少|几(?!乎|年来)|百分之|比例|[上下]限|最[高低多少]|封顶|顶格|[？?。]?$")
_NUMBER_CUE = re.compile(r"多少|几(?!乎|年来)|百分之")
_SUM = re.compile(r"多少(?!家|户|个|人|次|条|名|年|天|时间)|几[百千万亿]")
_STOP = re.compile(r"[，。？！；,?!;]")
_FIRM = re.compile(r"[^的对给，]{0,8}(企业|公司|工厂|厂家?|(?<![单每一])户|机构)的?")  # who gets it
_PRODUCT = re.compile(r"([一-鿿A-Za-z]{1,6}(?:贷(?!款)|券|险|基金))的?"
                      r"(?:单户|每户|最[高多低少]|上限|额度|期限|规模|能|可以?|贷|是|到|有|给|批)*$")
_MEANT = re.compile("(准备|打算|计划|预备|想着?|预计|要)(再|多|总共|一共|累计)?[放投发贷帮带扶助]$")
_WHETHER = re.compile("(有没有?|有无|有啥|有什么|有哪些|给不给|能不能|可不可以|是不是|会不会)$")
_NEAR = 6  # characters between a matter and 多少 that asks for its figure
_BEHIND = 4  # characters between 多少 and the matter after it: 多少钱的补贴
_FAR = 10_000  # more characters than a question has
_OBJECT = 14  # characters before the matter that tell what it is for


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that a question asks a figure of, and the words before it: what it is for.

    `name` is "" when the question names no matter, `scope` is "each", "total" or "". `near` tells
    that 多少 or 几 stands right beside it.
    """

    name: str
    object: str
    scope: str
    near: bool

    @property
    def label(self) -> str:
        """What its figure is called in an answer; "" when the question names no matter."""
        return _LABELS.get(self.name, "")

    def named_in(self, text: str) -> bool:
        """Whether `text` speaks of the matter, figure or not; any text of no matter."""
        return not self.name or bool(_patterns()["stated"][self.name].search(text))

    def governs(self, phrase: str) -> bool:
        """Whether a figure in `phrase` is a figure of this matter."""
        table = _patterns()
        if not self.named_in(phrase):
            return False
        other = {"each": "total", "total": "each"}.get(self.scope)
        if other is None or not table["sum"][other].search(phrase):
            return True
        return bool(table["sum"][self.scope].search(phrase))


def matter_asked(question: str) -> Matter:
    """Return the matter that `question` asks a figure of: the one nearest to 多少, 几, 比例 …"""
    scope = next((name for name in ("total", "each")
                  if _patterns()["scope"][name].search(question)), "")
    cues = list(_NUMBER_CUE.finditer(question)) or list(_CUE.finditer(question))
    cue = cues[-1]
    found = [(match, name) for name, pattern in _patterns()["asked"].items()
             for match in pattern.finditer(question)]
    cue_near = bool(scope) and bool(_SUM.search(question))
    if not found:
        product = _PRODUCT.search(_object(question[: cue.start()]))
        return Matter("", product[1] if product else "", scope, near=cue_near)
    match, name = min(found, key=lambda f: (_distance(question, f[0], cue), -len(f[0][0])))
    beside = _NUMBER_CUE.match(cue[0]) and _distance(question, match, cue) <= _NEAR
    near = cue_near or (bool(beside) and name != "term")
    before = question[: min(match.start(), cue.start())]
    return Matter(name, _object(before), scope, near)


def _object(before: str) -> str:
    """Return what the last words of `before` name, without those who get it."""
    named = _FIRM.sub(" ", _MEANT.sub("", _STOP.split(before)[-1]))[-_OBJECT:].strip()
    return _WHETHER.sub("", named) or named


def _distance(question: str, match: re.Match[str], cue: re.Match[str]) -> int:
    """Return how far a matter stands from the cue, in characters; one far behind counts least."""
    if match.start() >= cue.end():
        between = question[cue.end() : match.start()]
        return len(between) if len(between) <= _BEHIND and not _STOP.search(between) else _FAR
    return max(0, cue.start() - match.end())


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    return load_patterns(_TABLE, re.IGNORECASE)
