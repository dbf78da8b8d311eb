"""The 一本通: what applies in a region, compiled for printing.

`compile_booklet` gathers the content; `matcher.booklet.layout` lays it out, the printers write it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pypinyin import lazy_pinyin

from corpus.model import Policy
from corpus.place import gazetteer
from corpus.product import Product
from corpus.quarters import Changes, compare
from corpus.regions import NATION, Region
from matcher.booklet.applicable import Applicable, Entry, Place, applicable
from matcher.booklet.card import Card, arrangement, card_of
from matcher.booklet.digest import Paper, digest
from matcher.booklet.showcase import Showcase, judge_all
from matcher.booklet.showcase_rules import Rules

_MARKS = "“”\"'《》〈〉（）()【】[]「」·—-— "
_OTHER = "其他"
TITLE = "制造业金融政策与产品一本通"


@dataclass(frozen=True, slots=True)
class Section:
    """The cards of one kind that serve one need first."""

    need: str
    anchor: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The cards of one kind."""

    kind: str
    anchor: str
    sections: tuple[Section, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards of the chapter, in printed order."""
        return tuple(card for section in self.sections for card in section.cards)


@dataclass(frozen=True, slots=True)
class Booklet:
    """One compiled 一本通; see the functions of this module for what each part holds.

    `left_out` counts what does not belong here, `changes` tells what is new since an earlier
    quarter, `showcase` is the 十佳; both are None when not asked for.
    """

    region: Region
    compiled_on: date
    papers: tuple[Paper, ...]
    chapters: tuple[Chapter, ...]
    left_out: Applicable
    changes: Changes | None = None
    showcase: Showcase | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in printed order."""
        return tuple(card for chapter in self.chapters for card in chapter.cards)

    @property
    def title(self) -> str:
        """The title on the cover."""
        return f"{self.region.full_name if self.region.code else ''}{TITLE}"


def compile_booklet(policies: Sequence[Policy], catalog: Sequence[Product], *,
                    region: Region = NATION, compiled_on: date, place: Place | None = None,
                    before: Sequence[Product] | None = None,
                    rules: Rules | None = None) -> Booklet:
    """Return the booklet of `region` as of `compiled_on`; the nation's holds national offers only.

    `place` reads the region of a product, `before` is the catalog of an earlier quarter, `rules`
    are those of the showcase.

    Raises:
        UnknownRegion: a product's region is not in the region table.
        SnapshotError: the catalog or `before` holds an id twice.
        ShowcaseError: the nominations do not fit the catalog.

    """
    place = place or gazetteer().one
    known = {policy.id: policy for policy in policies}
    found = applicable(catalog, known, region, place)
    changes = showcase = None
    if before is not None:
        earlier = applicable(before, known, region, place)
        changes = compare([e.product for e in earlier.entries], [e.product for e in found.entries])
    if rules:
        showcase = judge_all(rules, catalog, found.entries, as_of=compiled_on)
    return Booklet(region, compiled_on, digest(policies, region),
                   _chapters(found.entries, compiled_on, region), found, changes, showcase)


def by_need(cards: Iterable[Card]) -> Mapping[str, tuple[Card, ...]]:
    """Return the cards that serve each need, in the order of needs; a card may serve several."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        for need in card.needs or (_OTHER,):
            found.setdefault(need, []).append(card)
    return {need: tuple(found[need]) for need in _ordered(found, arrangement().needs)}


def by_name(cards: Iterable[Card]) -> Mapping[str, tuple[tuple[str, Card], ...]]:
    """Return names and aliases with their cards, by first letter of their pinyin; # comes last."""
    entries = [(name, card) for card in cards for name in (card.name, *card.aliases)]
    entries.sort(key=lambda pair: (sort_key(pair[0]), pair[0], pair[1].number))
    groups: dict[str, list[tuple[str, Card]]] = {}
    for name, card in entries:
        letter = "".join(sort_key(name))[:1].upper()
        groups.setdefault(letter if "A" <= letter <= "Z" else "#", []).append((name, card))
    return {letter: tuple(groups[letter])
            for letter in sorted(groups, key=lambda x: (x == "#", x))}


def sort_key(name: str) -> tuple[str, ...]:
    """Return what orders `name` by pinyin, quotes and brackets left out."""
    bare = name.translate(dict.fromkeys(map(ord, _MARKS)))
    return tuple(part.lower() for part in lazy_pinyin(bare))


def _chapters(entries: Sequence[Entry], compiled_on: date,
              region: Region) -> tuple[Chapter, ...]:
    kinds: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        need = entry.product.needs[0] if entry.product.needs else _OTHER
        kinds.setdefault(entry.product.kind, {}).setdefault(need, []).append(entry)
    chapters, number = [], 0
    for i, kind in enumerate(_ordered(kinds, arrangement().kinds), 1):
        sections = []
        for j, need in enumerate(_ordered(kinds[kind], arrangement().needs), 1):
            group = sorted(kinds[kind][need], key=_rank)
            cards = tuple(card_of(entry, number + n, compiled_on, region)
                          for n, entry in enumerate(group, 1))
            number += len(cards)
            sections.append(Section(need, f"kind{i}need{j}", cards))
        chapters.append(Chapter(kind, f"kind{i}", tuple(sections)))
    return tuple(chapters)


def _rank(entry: Entry) -> tuple[bool, int]:
    """Offers of institutions first, then what the nearest government names."""
    return (entry.product.institution is None, -len(entry.region.code))


def _ordered(names: Iterable[str], order: Sequence[str]) -> list[str]:
    places = {name: i for i, name in enumerate(order)}
    return sorted(names, key=lambda name: (places.get(name, len(order)), sort_key(name)))
