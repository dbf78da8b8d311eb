"""What was read together with the words that say it, and what in those words does not fit."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# 1:1, so that places in the text stay what they are.
_PLAIN = str.maketrans("０１２３４５６７８９．％ＷｗＡＢＣＤＭ＄￥萬億圓圆佰仟",
                       "0123456789.%WwABCDM$¥万亿元元百千")


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
    """Return `text`, as long as it was, with full-width digits and old forms of units replaced."""
    return text.translate(_PLAIN)
