"""What the matcher offers the firm that a talk describes."""

from dataclasses import dataclass, replace

from chat.answer import Citation, Offer, cite
from chat.understanding.kind import Kind, kind_of
from chat.understanding.turn import Turn
from corpus.model import Clause, Policy
from corpus.regions import Gazetteer
from indexing.words import fold
from matcher import matching
from matcher.comparison import basis
from matcher.matching import Matcher, Matching
from matcher.reading.known import Firm
from matcher.reading.merge import read_turns
from matcher.reading.profile import Profile
from matcher.stacking import Stack, stacks

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads the firm from a talk and matches it."""

    matcher: Matcher
    gazetteer: Gazetteer

    def firm(self, turn: Turn) -> Firm:
        """Return the firm that the form, the earlier turns and `turn` describe."""
        told = [text for text in turn.earlier if kind_of(text) is Kind.FIRM]
        form = turn.profile or Profile()
        texts = (*told, *filter(None, [form.text]), turn.question)  # a correction follows what it
        blank = form.model_copy(update={"text": ""})  # corrects, and the question has the last word
        firm = read_turns(texts, self.gazetteer, form=blank)
        return replace(firm, region=turn.regions[0]) if turn.regions else firm

    def match(self, turn: Turn) -> Matching:
        """Return what fits the firm of `turn`."""
        return self.matcher.match_each(self.firm(turn))

    def described(self, turn: Turn) -> Matching | None:
        """Return what was offered before `turn`, None when no firm has been described."""
        told = [text for text in turn.earlier if kind_of(text) is Kind.FIRM]
        return self.match(replace(turn, question=told[-1])) if told else None

    def stacks(self, turn: Turn, offers: tuple[matching.Offer, ...]) -> list[Stack]:
        """Return what goes with the products among `offers`."""
        return stacks([o.product for o in offers], self.firm(turn), self.matcher.placed)


def listed(found: Matching) -> tuple[matching.Offer, ...]:
    """Return the offers that an answer names: the best instruments, then other products."""
    tools = [offer for offer in found.offers if offer.policy][:SHOWN]
    return (*tools, *(offer for offer in found.offers if not offer.policy))


def shown(found: Matching) -> tuple[Offer, ...]:
    """Return the offers that an answer names, as it shows them."""
    return tuple(map(_shown, listed(found)))


def _shown(offer: matching.Offer) -> Offer:
    product = offer.product
    facts = (("额度", product.amount_text), ("利率或费率", product.rate_text),
             ("期限", product.term_text))
    who = f"{product.institution} " if product.institution else ""
    return Offer(
        f"{who}{product.name}" if not offer.policy else product.name,
        (product.clause,) if product.clause else (), offer.verdict, product.standing,
        tuple((j.verdict.value, j.criterion.quote) for j in offer.judged),
        tuple((label, text) for label, text in facts if text), basis(product, offer.policy))


def cite_quote(policy: Policy, clause: Clause, *quotes: str) -> Citation | None:
    """Return the citation of `clause` from the first of `quotes` to the last, None without any."""
    spans = [span for quote in quotes if (span := _span(clause.text, quote))]
    if not spans:
        return None
    return cite(policy, clause, min(a for a, _ in spans), max(b for _, b in spans))


def _span(text: str, quote: str) -> tuple[int, int] | None:
    """Return where `quote` stands in `text`; widths, case and blanks do not matter."""
    folded, places = _squeezed(text)
    wanted, _ = _squeezed(quote)
    at = folded.find(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _squeezed(text: str) -> tuple[str, list[int]]:
    signs = [(sign, place) for place, char in enumerate(text)
             for sign in fold(char) if not sign.isspace()]
    return "".join(sign for sign, _ in signs), [place for _, place in signs]
