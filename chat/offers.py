"""Products that go with an answer to a firm: what the matcher offers for its own words."""

from collections.abc import Sequence
from dataclasses import replace

from chat.answer import Offer
from chat.turn import Turn
from corpus.product import Product
from corpus.regions import Gazetteer
from indexing.search import Searcher
from matcher.firm import read_firm
from matcher.matching import match
from matcher.profile import Profile
from matcher.relevance import relevance_for

_SHOWN = 6


def offers_for(turn: Turn, searcher: Searcher, catalog: Sequence[Product],
               gazetteer: Gazetteer) -> tuple[Offer, ...]:
    """Return the products that fit the firm which `turn` describes, the best first."""
    firm = read_firm(Profile(text=turn.question), gazetteer)
    if turn.regions:
        firm = replace(firm, region=turn.regions[0])
    policies = {policy.id: policy for policy in searcher.policies}
    found = match(firm, catalog, policies, relevance_for(firm, searcher), gazetteer.one)
    return tuple(Offer(offer.product.name, (offer.product.clause,) if offer.product.clause else ())
                 for offer in found.offers[:_SHOWN])
