"""Products as 查条款 finds them: by name, alias and whom they are for, with place and clause."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import UnknownRegion
from corpus.library import gazetteer_of
from corpus.model import Clause, Policy
from corpus.product import Product
from corpus.regions import Region
from indexing.marks import words_in
from indexing.words import fold

_NAMED, _DESCRIBED = 3.0, 1.0  # weight of a word in the name, and in the rest
_LEAST = 0.25  # of the best score: what is further off is not listed
_WHOLE = 6.0  # the whole query is the name or an alias, or part of it


@dataclass(frozen=True, slots=True)
class Offer:
    """A product beside the clause and policy that name it, and the region where it is offered."""

    product: Product
    clause: Clause | None
    policy: Policy | None
    region: Region | None
    names: str
    words: str


@dataclass(frozen=True, slots=True)
class OfferHit:
    """An offer that was found; `met` are the words it holds."""

    offer: Offer
    score: float
    met: tuple[str, ...]


def offers_of(catalog: Sequence[Product], policies: Sequence[Policy]) -> tuple[Offer, ...]:
    """Return the products of `catalog` with what `policies` say of where they hold."""
    gazetteer, regions = gazetteer_of(policies), dict[str, Region | None]()
    by_id = {policy.id: policy for policy in policies}
    clauses = {clause.id: clause for policy in policies for clause in policy.clauses}

    def place(name: str) -> Region | None:
        if name not in regions:
            try:
                regions[name] = gazetteer.one(name)
            except UnknownRegion:
                regions[name] = None
        return regions[name]

    found = []
    for product in catalog:
        policy = by_id.get(product.policy_id)
        own = place(product.region) if product.region else policy.region if policy else None
        found.append(Offer(product, clauses.get(product.clause or ""), policy, own,
                           fold("\n".join((product.name, *product.aliases))), _words(product)))
    return tuple(found)


def find_offers(offers: Iterable[Offer], query: str, words: Sequence[str],
                terms: Sequence[str] = ()) -> list[OfferHit]:
    """Return the offers that hold any of `words` (folded) or `terms`, best first.

    A rare word counts more; one in the name counts three times.
    """
    offers, whole = list(offers), fold(query).strip()
    wanted = tuple(dict.fromkeys([*words, *map(fold, terms)]))
    weights = {word: _rarity(word, offers) for word in wanted}
    found = []
    for offer in offers:
        if met := words_in(f"{offer.names}\n{offer.words}", wanted):
            score = sum(weights[w] * (_NAMED if w in offer.names else _DESCRIBED) for w in met)
            found.append(OfferHit(offer, score + _WHOLE * (whole in offer.names), met))
    best = max((hit.score for hit in found), default=0.0)
    return sorted((hit for hit in found if hit.score >= _LEAST * best), key=lambda hit: -hit.score)


def _rarity(word: str, offers: Sequence[Offer]) -> float:
    holding = sum(word in offer.names or word in offer.words for offer in offers)
    return math.log(1 + (len(offers) - holding + 0.5) / (holding + 0.5))


def _words(product: Product) -> str:
    parts = (product.kind, product.institution, product.region, product.target, *product.needs,
             *product.guarantees, product.guarantee_text)
    return fold("\n".join(filter(None, parts)))
