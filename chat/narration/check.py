"""Check a sentence of a language model against the clauses that it cites, before it is shown.

A sentence passes when every part of it carries a mark of a clause that was offered, and figures,
names, places and strong claims of the part stand in the clauses of its marks, and enough of its
words do. What cannot be checked: a sentence that puts a clause's own words together wrongly.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.narration.claims import unfounded_claim
from chat.narration.figures import squash, unsupported
from chat.narration.names import unknown_name
from chat.understanding.kind import is_command
from corpus.citation import document_name
from corpus.regions import Gazetteer, Region, short_name
from corpus.sentences import sentence_spans
from indexing.search import Hit
from indexing.words import cut_plain, pairs, stop_words

LEAST_WORDS, LEAST_PAIRS, LEAST_PHRASE = 0.8, 0.5, 0.65  # shares; see docs/decisions.md
_SHORTEST_PHRASE = 8  # characters between two commas that must be supported for themselves
_PIECES = 0.8  # of a word whose pairs stand in the source, but not together
_LONGEST = 220  # characters of a sentence
MARK = re.compile(r"[\[【［](\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)[\]】］]")
_SHOWN = re.compile(r"[㐀-鿿0-9A-Za-z，。；：？！、“”‘’《》（）〔〕「」·—…\-－~～,.;:?!%‰+()/×\s]*")
_FRAME = re.compile(
    "可|根据|规定|文件|条款|政策|提出|明确|要求|其中|此外|另外|同时|包括|例如|比如|就是|您好?|属于|有关|相关|方面"
    "|情况|主要|具体|通过|如|若|并|进行|对于|针对|以及|或者|内容|措施|联系|咨询|这项|帮助|使用|用来|由|这类|将"
    "|一些|需")  # words of telling, which claim nothing


class Fault(StrEnum):
    """Why a sentence is not shown."""

    MARK = "mark"  # no mark, or one of no clause
    MARKUP = "markup"  # signs that are not plain text
    FIGURE = "figure"
    NAME = "name"
    PLACE = "place"
    CLAIM = "claim"
    WORDS = "words"  # too few of its words stand in the clauses


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence and the numbers of the clauses that it cites, from 1."""

    text: str
    marks: tuple[int, ...]


class Source:
    """A clause as evidence: what it says, instructions left out, and what identifies it."""

    def __init__(self, hit: Hit) -> None:
        clause, policy = hit.clause, hit.policy
        label = clause.label if clause.label[0] in "（第文附" else f"第{clause.label}条"
        self.hit = hit
        spans = (clause.text[a:b] for a, b in sentence_spans(clause.text))
        self.sentences = [squash(text) for text in spans if not is_command(text)]
        self.names = squash("。".join(filter(None, (
            label, clause.title, *clause.heading_path, document_name(policy), policy.number,
            policy.region.full_name))))
        self.text = "。".join((*self.sentences, self.names))


class Checker:
    """Checks sentences against the clauses that were offered to the model."""

    def __init__(self, hits: Sequence[Hit], gazetteer: Gazetteer,
                 asked: Collection[Region] = ()) -> None:
        self.sources = [Source(hit) for hit in hits]
        self._gazetteer = gazetteer
        self._asked = asked

    def fault(self, sentence: str) -> Fault | None:
        """Return why `sentence` must not be shown; None when it may."""
        bare = MARK.sub("", sentence)
        if len(sentence) > _LONGEST or not _SHOWN.fullmatch(bare):
            return Fault.MARKUP
        found = parts(sentence)
        numbers = {mark for part in found for mark in part.marks}
        if not numbers or not numbers <= set(range(1, len(self.sources) + 1)):
            return Fault.MARK
        if is_command(bare):
            return Fault.CLAIM
        return next((fault for part in found if (fault := self._part(part))), None)

    def _part(self, part: Part) -> Fault | None:
        cited = [self.sources[mark - 1] for mark in part.marks]
        text, source = squash(part.text), "。".join(s.text for s in cited)
        if unsupported(text, source):
            return Fault.FIGURE
        if self._strange_place(part.text, cited):
            return Fault.PLACE
        homes = [n for s in cited for n in _names(s.hit.policy.region)]
        if unknown_name(text, source, homes):
            return Fault.NAME
        if unfounded_claim(text, source):
            return Fault.CLAIM
        return None if _supported(text, source, cited) else Fault.WORDS

    def _strange_place(self, text: str, cited: Sequence[Source]) -> bool:
        """Whether `text` names a place that is not of the cited clauses, nor covered and asked."""
        homes = [source.hit.policy.region for source in cited]
        known = {*homes, *(region for source in cited for sentence in source.sentences
                           for region in self._gazetteer.find(sentence))}
        known |= {r for r in self._asked if any(home.covers(r) for home in homes)}
        words = cut_plain(text)
        return any(region not in known and _spoken(region, text, words)
                   for region in self._gazetteer.find(text))


def parts(sentence: str) -> list[Part]:
    """Cut `sentence` at its marks: each mark speaks for the text before it.

    Text after the last mark belongs to that mark; marks before any text to the text after them.
    """
    found: list[Part] = []
    waiting: tuple[int, ...] = ()
    pieces = MARK.split(sentence)
    for at in range(0, len(pieces), 2):
        text = pieces[at]
        marks = tuple(int(n) for n in re.findall(r"\d+", pieces[at + 1])) if (
            at + 1 < len(pieces)) else ()
        said = len(re.findall(r"[㐀-鿿\w]", text)) > 2
        if said:
            tail = not marks and not waiting and found
            found.append(Part(text, waiting + marks or (found[-1].marks if tail else ())))
            waiting = ()
        elif found:
            found[-1] = Part(found[-1].text + text, found[-1].marks + marks)
        else:
            waiting += marks
    return found


def _supported(text: str, source: str, cited: Sequence[Source]) -> bool:
    """Whether the clauses hold the words of `text`, and one sentence of them those of a phrase."""
    if word_share(text, source) < LEAST_WORDS or pair_share(text, source) < LEAST_PAIRS:
        return False
    phrases = [p for p in re.split("[,;。:]", text) if len(p) >= _SHORTEST_PHRASE]
    alone = [f"{sentence}。{s.names}" for s in cited for sentence in s.sentences]
    return all(max(word_share(phrase, one) for one in alone) >= LEAST_PHRASE for phrase in phrases)


def word_share(text: str, source: str) -> float:
    """Return the share of the content words of `text`, by length, that `source` holds.

    A word that it does not hold counts a little less than the share of its pairs.
    """
    words = [w for w in cut_plain(text) if len(w) > 1 and not w[0].isdigit()
             and w not in stop_words() and not _FRAME.fullmatch(w)]
    kept = sum(len(w) * (1.0 if w in source else _PIECES * pair_share(w, source)) for w in words)
    return kept / sum(map(len, words)) if words else 0.0


def pair_share(text: str, source: str) -> float:
    """Return the share of the character pairs of `text` that `source` holds."""
    told, held = pairs(text), set(pairs(source))
    return sum(pair in held for pair in told) / len(told) if told else 0.0


def _spoken(region: Region, text: str, words: Sequence[str]) -> bool:
    """Whether `text` means `region`: 和政府 does not name 和政县."""
    name = short_name(region.name)
    return name not in text or any(word.startswith(name) for word in words)


def _names(region: Region) -> tuple[str, ...]:
    return tuple(dict.fromkeys((region.full_name, region.name, short_name(region.name))))
