"""Score one case: what was found, what was answered, and the figures of both.

The command line and the page 评测 both come here, so their figures are the same.
"""

import json
from collections.abc import Collection
from typing import Any

from chat.assistant import Assistant
from chat.wire import Wire
from chat.wording import sentence
from corpus.errors import RongceError
from eval.cases import Case
from eval.metrics import (
    citation_precision,
    citation_recall,
    documents,
    loose_numbers,
    missed_points,
    ndcg,
    recall_at,
    reciprocal_rank,
    squeeze,
)
from eval.runs.error_class import error_class

Row = dict[str, Any]
_EARLY = 400  # characters of an answer that a reader sees first
_WHOLE = ("validity",)  # types that ask about a document itself: any clause of it will do
_FAILED: Row = {"answer": "", "refused": False, "reason": None, "region": None, "citations": [],
                "ms": 0.0}


class Scorer:
    """Scores cases with one assistant. Safe to share between threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._wire = Wire(assistant)
        policies = assistant.searcher.policies
        self._sources = {policy.id: squeeze(policy.source) for policy in policies}
        self._regions = {policy.id: policy.region for policy in policies}
        self.clauses = {clause.id for policy in policies for clause in policy.clauses}

    def score(self, case: Case) -> Row:
        """Return the figures of one case with all that they rest on.

        A case that cannot be asked has `failed`, the sentence that says why, and an empty answer;
        one whose clauses are no longer there has them in `gone`.
        """
        failed = None
        hits: list[str] = []
        try:
            hits = [hit["clause"] for hit in self._wire.search(case.request, k=10)["hits"]]
            answer = self._wire.ask(case.request)
        except RongceError as error:
            failed, answer = sentence(error), _FAILED
        row = self._row(case, hits, answer) | {"failed": failed} | _ranking(case, hits)
        row |= _answering(case, row)
        return row | {"class": error_class(row).value}

    def _row(self, case: Case, hits: list[str], answer: Row) -> Row:
        cited = list(dict.fromkeys(c["clause"] for c in answer["citations"]))
        support = case.request["question"] + json.dumps(
            [case.request["history"], answer["citations"]], ensure_ascii=False)
        return {
            "id": case.id, "type": case.type, "persona": case.persona,
            "region": case.request["region"] or "", "question": case.request["question"],
            "history": [m["content"] for m in case.request["history"] or []],
            "answerable": case.answerable, "gold": sorted(case.gold),
            "also_ok": sorted(case.also_ok), "wanted": list(case.points),
            "gone": sorted((case.gold | case.also_ok) - self.clauses), "hits": hits,
            "answer": answer["answer"], "refused": answer["refused"], "reason": answer["reason"],
            "place": answer["region"], "citations": answer["citations"], "cited": cited,
            "elsewhere": self._elsewhere(cited, case.gold | case.also_ok),
            "missed": missed_points(answer["answer"], case.points), "ms": answer["ms"],
            "length": len(squeeze(answer["answer"])),
            "loose": sorted(loose_numbers(answer["answer"], support)),
            "bad quotes": sum(not self._holds(c) for c in answer["citations"])}

    def _holds(self, citation: Row) -> bool:
        quote = squeeze(citation["quote"])
        return bool(quote) and quote in self._sources.get(citation["clause"].split("#")[0], "")

    def _elsewhere(self, cited: Collection[str], fine: Collection[str]) -> list[str]:
        """Return cited clauses of a place that neither covers nor lies in one of `fine`."""
        places = [self._regions[d] for d in documents(fine) if d in self._regions]
        there = ((clause, self._regions[clause.split("#")[0]]) for clause in cited)
        return [clause for clause, region in there if places and region.code and not any(
            region.covers(place) or place.covers(region) for place in places)]


def _ranking(case: Case, hits: list[str]) -> Row:
    if not (case.answerable and case.gold):
        return {}
    return {f"R@{k}": recall_at(hits, case.gold, k) for k in (1, 3, 5, 10)} | {
        "MRR@10": reciprocal_rank(hits, case.gold), "nDCG@10": ndcg(hits, case.gold)}


def _answering(case: Case, row: Row) -> Row:
    figures: Row = {}
    if case.answerable and case.gold:
        whole = case.type in _WHOLE
        figures = {
            "citation recall": citation_recall(row["cited"], case.gold, whole=whole),
            "citation precision": citation_precision(
                row["cited"], case.gold | case.also_ok, whole=whole)}
    if case.answerable and case.points:
        early = missed_points(row["answer"], case.points, first=_EARLY)
        figures |= {"points": 1 - len(row["missed"]) / len(case.points),
                    "early points": 1 - len(early) / len(case.points)}
    return figures
