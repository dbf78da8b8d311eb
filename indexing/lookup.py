"""查条款: clauses and products for a few words and filters, each with the reason it was found."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.errors import NotFound, QuestionError
from corpus.model import Policy
from corpus.product import Product
from indexing.filters import Filters, policy_status, units_of
from indexing.marks import query_words
from indexing.offers import OfferHit, find_offers, offers_of
from indexing.reasons import Asked, Reason, reasons
from indexing.search import Hit, Searcher
from indexing.words import characters, fold

LONGEST_QUERY = 200  # characters
_RANKED, _JUDGED = 1_000, 200  # clauses looked at; those whose reasons are looked for
_LEAST = 0.1  # of the best score: what is further off is not listed
_SHORTEST_NAME = 4  # characters that tell a document by its number or title
_TOPIC = 400  # characters of a clause that stand for its topic
_ALIKE = 0.5  # of the nearest clause's score: others that are on the same topic


@dataclass(frozen=True, slots=True)
class Found:
    """One clause of the list, with why it stands there (() when it was not searched for)."""

    hit: Hit
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found, best first; `asked` None means that filters alone made the list."""

    query: str
    asked: Asked | None
    clauses: tuple[Found, ...]
    offers: tuple[OfferHit, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The words to be marked."""
        return self.asked.marks if self.asked else ()


class Lookup:
    """Looks clauses and products up. Safe to share between threads."""

    def __init__(self, searcher: Searcher, catalog: Sequence[Product],
                 today: date | None = None) -> None:
        self.searcher, self.catalog = searcher, catalog
        self.policies = searcher.policies
        self.offers = offers_of(catalog, self.policies)
        self._today = today

    @property
    def today(self) -> date:
        """The day that statuses are told for."""
        return self._today or date.today()

    def find(self, query: str, filters: Filters) -> Listing:
        """Return clauses and products for `query`; for an empty one, all that `filters` admit.

        Raises:
            QuestionError: `query` is too long or holds nothing that can be searched for.

        """
        query = checked(query)
        policies = {p.id for p in self.policies if filters.admits_policy(p, today=self.today)}
        offers = [offer for offer in self.offers if filters.admits_offer(offer)]
        of_kind = {offer.clause.id for offer in offers if offer.clause} if filters.kind else None
        if not query:
            hits = self._all(policies) if filters.any else []
            found = [Found(h) for h in hits if _admitted(h, filters, policies, of_kind)]
            shown = [OfferHit(offer, 0.0, ()) for offer in offers] if filters.any else []
            return Listing(query, None, tuple(found), tuple(shown))
        asked = Asked(query, query_words(query), self.searcher.meanings(query),
                      self.searcher.weights.dense)
        hits = [hit for hit in self._ranked(query, filters, policies)
                if _admitted(hit, filters, policies, of_kind)]
        terms = [term for terms in asked.meanings.values() for term in terms]
        return Listing(query, asked, tuple(self._explained(hits, asked)),
                       tuple(find_offers(offers, query, asked.words, terms)))

    def related(self, clause_id: str, *, k: int = 4) -> list[Hit]:
        """Return the nearest clause of each other document, best first; NotFound."""
        hit = self.clause(clause_id)
        clause, own = hit.clause, hit.policy.id
        others = {p.id for p in self.policies if p.id != own}
        if not others:
            return []
        topic = f"{clause.title or ''} {clause.body}"[:_TOPIC]
        nearest: dict[str, Hit] = {}
        for found in self.searcher.search(topic, k=_RANKED, policies=others):
            if found.policy.id in others:
                nearest.setdefault(found.policy.id, found)
        best = max((found.score for found in nearest.values()), default=0.0)
        return [found for found in nearest.values() if found.score >= _ALIKE * best > 0][:k]

    def clause(self, clause_id: str) -> Hit:
        """Return the clause with this id as a hit; NotFound."""
        if hits := self.searcher.hits_of([clause_id]):
            return hits[0]
        raise NotFound("条款", clause_id[:80])

    def status(self, policy: Policy) -> str:
        """Return where `policy` stands today."""
        return policy_status(policy, self.today)

    def units(self) -> list[str]:
        """Return the units named by clauses, those with most clauses first."""
        counts: dict[str, int] = {}
        for policy in self.policies:
            for clause in policy.clauses:
                for unit in units_of(clause):
                    counts[unit] = counts.get(unit, 0) + 1
        return sorted(counts, key=lambda unit: -counts[unit])

    def _all(self, policies: Collection[str]) -> list[Hit]:
        return self.searcher.hits_of({c.id for p in self.policies if p.id in policies
                                      for c in p.clauses})

    def _ranked(self, query: str, filters: Filters, policies: Collection[str]) -> list[Hit]:
        if not policies:
            return []
        regions = (filters.region,) if filters.region else ()
        found = self.searcher.search(query, k=_RANKED, regions=regions, policies=policies,
                                     letterhead=self._names_document(query))
        said = fold(query)  # who looks for a term wants the clauses that have it
        return sorted(found, key=lambda hit: (not hit.applies, said not in fold(hit.clause.text)))

    def _explained(self, hits: Sequence[Hit], asked: Asked) -> Iterator[Found]:
        """Yield those of `hits`, best first, that some reason speaks for."""
        for hit in hits[:_JUDGED]:
            share = self.searcher.share(asked.query, hit.clause)
            near = hit.score >= _LEAST * hits[0].score
            if near and (why := reasons(hit, asked, share)):
                yield Found(hit, why)

    def _names_document(self, query: str) -> bool:
        """Whether `query` is (part of) the number or the title of a document."""
        wanted = fold(query)
        return len(wanted) >= _SHORTEST_NAME and any(
            wanted in fold(name) for p in self.policies for name in (p.title, p.number or ""))


def checked(query: str) -> str:
    """Return `query` without blanks around it; QuestionError "too long" or "no words"."""
    query = query.strip()
    if len(query) > LONGEST_QUERY:
        raise QuestionError(len(query), "too long")
    if query and not characters(query):
        raise QuestionError(query, "no words")
    return query


def _admitted(hit: Hit, filters: Filters, policies: Collection[str],
              of_kind: Collection[str] | None) -> bool:
    return (hit.policy.id in policies and filters.admits_clause(hit.clause)
            and (of_kind is None or hit.clause.id in of_kind))
