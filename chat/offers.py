"""Products that go with an answer to a firm: what the matcher offers for its own words."""

from dataclasses import replace

from chat.answer import Offer
from chat.turn import Turn
from corpus.regions import Gazetteer
from matcher.firm import read_firm
from matcher.matching import Matcher
from matcher.profile import Profile

_SHOWN = 6


def offers_for(turn: Turn, matcher: Matcher, gazetteer: Gazetteer) -> tuple[Offer, ...]:
    """Return the products that fit the firm which `turn` describes, the best first."""
    firm = read_firm(Profile(text=turn.question), gazetteer)
    if turn.regions:
        firm = replace(firm, region=turn.regions[0])
    return tuple(Offer(offer.product.name, (offer.product.clause,) if offer.product.clause else ())
                 for offer in matcher.match(firm).offers[:_SHOWN])
