"""What was read together with the words that say it, and what in those words does not fit."""

import re
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# 1:1, so that places in the text stay what they are.
_PLAIN = str.maketrans("０１２３４５６７８９．％ＷｗＡＢＣＤＭ＄￥萬億圓圆佰仟",
                       "0123456789.%WwABCDM$¥万亿元元百千")

_PLAIN |= str.maketrans("嘅喺唔冇咗哋係嚟畀攞", "的在不没了们是来给拿")  # Cantonese
_FIGURES = "0-9一二两三四五六七八九十百千几"
# What, before or after a blank, shows that the phrase goes on.
_OPEN = re.compile(r"(^|(?<!\d)[A-Za-z]|[做搞产在借贷要是的，。；！？,;!?：:、(（])$")
_BEFORE_FIGURE = re.compile(
    r"([贷借要需款额收入工限期立求约值到至为共整来差缺弄数本于]|员工|人员|营收)$")
_UNIT = re.compile(rf"[{_FIGURES}]\s+[万亿元个人名号年月天吨台套条%w]")
_CLOSED = re.compile("($|[A-Za-z%，。；！？,;!?：:、)）])")


class Told(NamedTuple, Generic[T]):
    """A value and the exact words that it was read from."""

    value: T
    words: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Statements that do not fit together, or one that cannot be: what to ask about `field`."""

    field: str
    sentence: str
    question: str


def plain(text: str) -> str:
    """Return `text`, as long as it was, with full-width digits, old units and dialect replaced."""
    return text.translate(_PLAIN).replace("莫得", "没得")


def phrased(text: str) -> str:
    """Return `text`, as long as it was, with a comma for each blank that ends a phrase.

    A blank between a word and its figure (想贷 800, 员工 45), within a figure or beside Latin
    letters ends none.
    """
    return re.sub(r"\s+", lambda m: f"，{m[0][1:]}" if _ends(text, m) else m[0], text)


def _ends(text: str, blank: re.Match[str]) -> bool:
    before, after = text[max(0, blank.start() - 3) : blank.start()], text[blank.end() :]
    if _OPEN.search(before) or _CLOSED.match(after) or _UNIT.match(text, blank.start() - 1):
        return False
    return not (re.match(f"[{_FIGURES}]", after) and _BEFORE_FIGURE.search(before))
