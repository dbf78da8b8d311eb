"""What a comparison sets side by side: places and papers named now, earlier, or all there are."""

import re
from collections.abc import Sequence

from chat.understanding.kind import asks, compares
from chat.understanding.mentions import Mentions
from corpus.regions import Region

_COUNT = {"两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4, "五": 5, "5": 5}
_COUNTED = re.compile(r"([两二三四五2-5])\s*个?(?:地|省|市|边|家)")
_EMPTY = re.compile(
    r"那么?|这|它|和|跟|与|同|再|也|都|比较?|对比|相比|一下|换成|改成|的话?|规定|政策|文件|地方?|三|两|四|五|个|份|边|哪|谁|更|高|低"
    r"|多|少|严|松|有|什么|啥|不同|区别|差别|怎么样|如何|呢|吗|吧|是|说|[？?！!。，, ]")
_SHORTEST = 2  # characters of a topic

Sides = tuple[tuple[str, ...], ...]


class SideFinder:
    """Finds the sides of comparisons, as ids of policies of each side."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions

    def sides(self, question: str, named: Sequence[Region], documents: Sequence[str]) -> Sides:
        """Return the sides that `question` itself compares, () when it compares nothing."""
        sides = self._named(named, documents)
        if len(sides) == 1 and asks("scope", "papers", question):
            own = self._mentions.of_region(self._mentions.region_of(sides[0][0]))
            sides = [(policy,) for policy in own]
        if not sides and asks("scope", "each_paper", question):
            return self._mentions.each()
        if not sides and asks("scope", "each_place", question):
            return self._mentions.each_place(nation=asks("scope", "four_places", question))
        return _distinct(sides) if compares(question) else ()

    def joined(self, question: str, named: Sequence[Region], documents: Sequence[str],
               before: Sequence[Sequence[Region]]) -> Sides:
        """Return the sides of a follow-up: what it names beside what was spoken of before.

        `before` are the places of earlier questions, the latest first. () when it names both sides
        itself, or compares nothing.
        """
        if not compares(question):
            return ()
        now = self._named(named, documents)
        counted = _COUNTED.search(question)
        wanted = _COUNT[counted[1]] if counted else 2
        if not now and not counted and not asks("scope", "together", question):
            return ()
        earlier = [side for places in before for side in self._named(places, ())]
        return _distinct(tuple(reversed(_distinct([*now, *earlier], 1)[:wanted])))

    def _named(self, named: Sequence[Region], documents: Sequence[str]) -> list[tuple[str, ...]]:
        owners = [self._mentions.region_of(policy) for policy in documents]
        sides: list[tuple[str, ...]] = [(policy,) for policy in documents]
        sides += [self._mentions.of_region(region) for region in named
                  if not any(o == region or (o.code and o.covers(region)) for o in owners)]
        return sides


def is_empty(topic: str) -> bool:
    """Whether `topic`, without names of places and papers, says nothing but 那…呢, 和…比."""
    return len(_EMPTY.sub("", topic)) < _SHORTEST


def _distinct(sides: Sequence[tuple[str, ...]], least: int = 2) -> Sides:
    distinct = tuple(dict.fromkeys(side for side in sides if side))
    return distinct if len(distinct) >= least else ()
