"""Whether clauses state the figure that is asked for: of that kind, that matter and that object."""

import re
from collections.abc import Sequence

from chat.evidence import Wanted, relevant
from chat.understanding.kind import Figure, Kind, asks_whether, states
from chat.understanding.turn import Turn
from corpus.regions import Level
from indexing.facts import FactKind, stating_phrases
from indexing.search import Hit, Searcher
from indexing.words import cut_plain, pairs

_OFFICE = re.compile(r"(长|主任|书记|负责人|联系人|经理)$")
_UNIT = re.compile(r"(局|委|办|厅|行|组|部|院|署|公司|协会|政府|办公室|银行|专班)$")
_AMOUNT = re.compile(r"多少[万亿]|几[个十百千]?[万亿]|额度|美元")  # a share does not answer this
_LASTING = re.compile(r"几个?(年|月|天)|期限|年限")
_DURATION = re.compile(r"(?<![每第\d])[\d一二三四五六七八九十两半]+\s*个?(年|月|天|日|小时)")
_AGAIN = re.compile("[每隔].{0,4}(几|多)|[更重换调评].{0,4}一?[次回遍茬]|更新|[一两]次")
_IN_DAYS = re.compile(r"几个?(天|日|工作日|小时)")
_DAYS = re.compile(r"[\d一二三四五六七八九十两半]\s*个?(天|日|工作日|小时)")
_LEVEL = re.compile(r"增速|增长|占|比重|增加值|利润率")  # a rate of these is no sum
_GIVEN = {"subsidy", "interest", "refund", "reward"}  # matters in which a firm is given money
_OF_FIRM = 3  # clauses that answer a firm; one of them must state the figure
_NEAR = 0.35  # of the best sentence's fit: other sentences that may hold the figure
_KNOWN, _STRANGE = 0.7, 0.35  # share of an object that a clause that speaks of it holds, and not
_SPOKEN_OF = 0.5  # share of an object that a clause holds which is shown instead of the figure
_NEAREST = 5  # clauses among which one that speaks of the object is looked for
_NAMED = 2  # characters of an object that can be told from others


def _last_part(question: str) -> str:
    """Return the last part of `question` between commas that says more than a word."""
    parts = [part for part in re.split("[，。？！,?!]", question) if len(part) >= _NAMED]
    return parts[-1] if parts else question


def names_person(question: str, hits: Sequence[Hit]) -> bool:
    """Whether a clause of `hits` says who holds the office that `question` asks after.

    An office is named with its unit (财政局局长); a clause that lists members or says who is 任组长
    must hold both.
    """
    words = cut_plain(question)
    offices = [(words[at - 1] if at else "", word) for at, word in enumerate(words)
               if _OFFICE.search(word)]
    texts = [re.sub(r"\s", "", hit.clause.text) for hit in hits]
    rosters = [text for text in texts if states(text, Figure.PERSON)]
    return any(word in text and (unit in text or not _UNIT.search(unit))
               for text in rosters for unit, word in offices)


def _duration(question: str) -> re.Pattern[str] | None:
    """Return how the time that `question` asks for is stated, None where any time may answer."""
    if _AGAIN.search(question):
        return None
    if _IN_DAYS.search(question):
        return _DAYS
    return _DURATION if _LASTING.search(question) else None


class FigureCheck:
    """Checks what clauses state against what a question asks a figure of."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._pairs = [(c.text, frozenset(pairs(c.text))) for p in searcher.policies
                       for c in p.clauses]

    def missing(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> Figure | None:
        """Return the first figure that is asked for and that the clauses to show do not state."""
        if Figure.PERSON in want.asked and not names_person(turn.question, hits[:_OF_FIRM]):
            return Figure.PERSON
        if turn.kind in (Kind.UNIT, Kind.COMPARE, Kind.VALIDITY):
            return None
        shown = hits[:_OF_FIRM] if turn.kind is Kind.FIRM else hits[:1]
        figures = [figure for figure in want.asked if figure is not Figure.PERSON]
        told = want.matter.name or len(want.matter.object) >= _NAMED or not turn.context_weight
        least = _NEAR if told else 0.0  # 准备帮多少人: the words to fit stand in the turn before
        return next((figure for figure in figures
                     if not any(self._states(figure, hit, want, least) for hit in shown)), None)

    def unnamed(self, turn: Turn, hits: Sequence[Hit], want: Wanted) -> bool:
        """Whether `turn` asks if money is given for something and the best clause names none."""
        if turn.kind is not Kind.FACT or want.asked or want.matter.name not in _GIVEN:
            return False
        best = hits[0]
        return asks_whether(turn.question) and not (
            want.matter.named_in(best.clause.text)
            and self._of_object(best.clause.text, best, want))

    def about(self, hits: Sequence[Hit], want: Wanted) -> tuple[Hit, ...]:
        """Return the clause to show instead of the figure: the best, or if that states a figure
        of something else, the first of `hits` that speaks of the object; () if none does.
        """
        named, best = want.matter.object, hits[0].clause.text
        if not any(states(best, figure) for figure in want.figures):
            return tuple(hits[:1])
        if self._known(named):
            near = [hit for hit in hits[:_NEAREST] if self._share(
                named, hit.clause.text, frozenset(pairs(hit.clause.text))) >= _SPOKEN_OF]
        else:
            near = [hit for hit in hits[:_NEAREST] if want.matter.named_in(hit.clause.text)]
        return tuple(near[:1])

    def elsewhere(self, turn: Turn, own: Sequence[Hit], want: Wanted) -> tuple[Hit, ...]:
        """Return the best clause of another place if it states the figure, () otherwise."""
        applying = {hit.policy.id for hit in own}
        others = [p.id for p in self._searcher.policies
                  if p.level not in (Level.NATION, Level.UNKNOWN) and p.id not in applying
                  and not any(p.region.covers(region) for region in turn.regions)]
        if not turn.regions or not want.matter.name or not others:
            return ()
        best = self._searcher.search(turn.query, k=1, policies=others)
        known = [hit for hit in best if hit.policy.id in others and hit.score > own[0].score]
        stated = Figure.PERSON not in want.asked and all(
            self._states(figure, hit, want) for hit in known for figure in want.asked)
        return tuple(known) if stated else ()

    def _states(self, figure: Figure, hit: Hit, want: Wanted, least: float = _NEAR) -> bool:
        """Whether the sentences of `hit` that fit the question (`least`) state such a figure."""
        texts = relevant(hit.clause, want, least=least)
        if figure in (Figure.CONTACT, Figure.PROCEDURE):
            return any(states(text, figure) for text in texts)
        kinds = [FactKind(figure)]
        if figure is Figure.MONEY and not _AMOUNT.search(_last_part(want.question)):
            kinds.append(FactKind.RATE)
        levels = want.matter.name in ("growth", "share")
        phrases = [(text, phrase) for text in texts for kind in kinds
                   for phrase in stating_phrases(text, kind)
                   if levels or kind.value == figure.value or not _LEVEL.search(phrase)]
        how_long = _duration(want.question) if figure is Figure.TIME else None
        return any(self._of_object(phrase if levels else text, hit, want)
                   and want.matter.governs(phrase)
                   for text, phrase in phrases if not how_long or how_long.search(phrase))

    def _of_object(self, text: str, hit: Hit, want: Wanted) -> bool:
        """Whether `text` speaks of what the figure is asked for, as far as any clause does."""
        named = want.matter.object
        if len(named) < _NAMED:
            return True
        said = f"{hit.clause.title or ''}。{text}"
        if self._share(named, said, frozenset(pairs(said))) >= _STRANGE:
            return True
        return not self._known(named)

    def _known(self, named: str) -> bool:
        """Whether any clause speaks of `named`."""
        return len(named) >= _NAMED and any(
            self._share(named, *clause) >= _KNOWN for clause in self._pairs)

    def _share(self, named: str, text: str, held: frozenset[str]) -> float:
        """Return how much of `named` a text with the pairs `held` speaks of, 0 to 1."""
        if any(term in text for term in self._searcher.expand(named)):
            return 1.0
        weights = {pair: self._searcher.pair_weight(pair) for pair in set(pairs(named))}
        told = sum(weight for pair, weight in weights.items() if pair in held)
        return told / max(sum(weights.values()), 1e-6)
