"""Names of products in a question: which clauses name them, whether other places' alone, or none.

A name counts when it is proper: by its ending, or because a policy sets it in quotation marks.
"""

import re
from collections.abc import Sequence

from chat.understanding.spelling import sound
from chat.understanding.turn import Turn
from corpus.product import Product
from indexing.search import Hit, Searcher

_PROPER = re.compile(r"(贷款?|基金|券|平台|池|周转金|名单|通)$|[A-Za-z]")
_SHORTEST = 3  # characters of a product name that counts as one
_LEANS = 0.2  # from this weight on, the question before tells what this one is about
# 苏科贷, 郑好融: two characters that are no verb, pronoun or number, and the ending of a product
_LIKE_A_NAME = re.compile(
    r"(?=(?P<asked>(?:专门|听说|[叫种个“])的?)?(?P<stem>[一-鿿]{2})(?:贷(?![款到得出下来过上了给不个点多一方前后我你有这能是还吗呢么])"
    r"|融(?![资通合入券到租化汇进安了洽会媒])))")
_NO_STEM = re.compile(
    "[我你他她它们想要能会可不没有来去给再还借办批放拿申请多少怎么银行家的了吗呢吧啊和与及或在是就都也很太先后"
    "这那哪什几个点些笔次求找问说听看到用从向对把被让为年月日万亿元钱款金信首续转抽断惜惧投普产短中直]")


def _names(product: Product) -> set[str]:
    """Return the ways to write the name of `product`: parts in brackets, and without 款."""
    whole = (product.name, *product.aliases)
    parts = {part for name in whole for part in re.split(r"[“”（）、\s]", name)}
    return parts | {part.removesuffix("款") for part in parts if part.endswith("贷款")}


class ProductNames:
    """The names of products that clauses state."""

    def __init__(self, searcher: Searcher, catalog: Sequence[Product]) -> None:
        self._searcher = searcher
        self._clauses_of: dict[str, set[str]] = {}
        for product in catalog:
            for name in _names(product):
                if len(name) >= _SHORTEST and product.clause and self._is_proper(name):
                    self._clauses_of.setdefault(name, set()).add(product.clause)
        self._stems = {stem: sound(stem) for stem in (n[-_SHORTEST:-1] for n in self._clauses_of)}
        self._texts = {p.id: re.sub(r"[“”（）\s]", "", p.source) for p in searcher.policies}
        self._by_length = sorted(self._clauses_of, key=len, reverse=True)

    def clauses(self, question: str) -> list[str]:
        """Return the ids of the clauses of products that `question` names, each product once."""
        found: dict[str, None] = {}
        for name in self._by_length:
            if name in question and not any(name in longer for longer in found):
                found[name] = None
        return list(dict.fromkeys(min(self._clauses_of[name]) for name in found))

    def only_elsewhere(self, turn: Turn) -> tuple[Hit, ...]:
        """Return the best clause elsewhere if a product that only other places have is named."""
        if not turn.regions or turn.sides:
            return ()
        here = {p.id for p in self._searcher.policies
                if any(p.region.covers(region) for region in turn.regions)}
        before = turn.earlier[-1] if turn.earlier and turn.context_weight >= _LEANS else ""
        asked = f"{turn.question} {before}"
        for name, clauses in self._clauses_of.items():
            policies = {clause.split("#")[0] for clause in clauses}
            if name in asked and not policies & here and not any(
                    name in self._texts[policy] for policy in here):
                return tuple(self._searcher.search(turn.query, k=1, policies=policies))
        return ()

    def has_unknown(self, question: str) -> bool:
        """Whether `question` names what sounds like a product and is in no document."""
        return any(not _NO_STEM.search(match["stem"]) and self._is_new(match)
                   for match in _LIKE_A_NAME.finditer(question))

    def _is_new(self, match: re.Match[str]) -> bool:
        """Whether no document has the stem of a name, or, of what is asked for by name, its end."""
        stem = match["stem"]
        if self._is_misspelt(stem):
            return False
        end = stem[-1] + match.string[match.end("stem")]
        return not self._searcher.knows(stem) or bool(
            match["asked"] and not self._searcher.knows(end))

    def _is_misspelt(self, stem: str) -> bool:
        """Whether `stem` sounds like that of a product, or has one character of it in its place."""
        said = sound(stem)
        return any(said == sounds or stem[0] == known[0] or stem[1] == known[1]
                   for known, sounds in self._stems.items())

    def _is_proper(self, name: str) -> bool:
        quoted = any(f"“{name}”" in policy.source for policy in self._searcher.policies)
        return quoted or bool(_PROPER.search(name))
