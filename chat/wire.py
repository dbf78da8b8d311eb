"""The JSON that other programs build on: one object in, one object out. Shapes are stable."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chat.answer import Answer
from chat.assistant import LONGEST_QUESTION, Assistant, clean_question
from chat.understanding.turn import Message
from chat.wording import sentence
from corpus.citation import document_name
from corpus.errors import QuestionError, RongceError
from corpus.product import Product
from corpus.regions import Region
from indexing.search import Hit
from matcher.comparison import compare, title
from matcher.criteria import Verdict
from matcher.matching import Matching, Offer
from matcher.places import Placed
from matcher.reading.firm import read_firm
from matcher.reading.profile import read_profile

NOTE = "条件取自政策条款，未写明的以责任单位和银行审批为准；征求意见稿和鼓励开展的已注明。"
_CHOICES = 6  # products named where a name may mean several
_TALK = 40_000  # characters of a talk that are read, the newest first
Request = dict[str, Any]
Handler = Callable[[Request], Request]


class Wire:
    """Answers requests as JSON objects, for the command line and for other programs."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, request: Request) -> Request:
        """Answer a question; shapes as in README."""
        *_, whole = self.asking(request)
        return whole

    def asking(self, request: Request) -> Iterator[Request]:
        """Yield the answer as it grows, each time in the shape of `ask`; the last one is whole."""
        started = time.perf_counter()
        question, history, region = self._turn(request)
        for answer in self._assistant.reply(question, history=history, region=region,
                                            profile=request.get("profile")):
            yield _answer_json(answer) | {"ms": _ms(started)}

    def search(self, request: Request, *, k: int = 10) -> Request:
        """Find clauses; shapes as in README."""
        question, history, region = self._turn(request)
        turn = self._assistant.understanding.read(clean_question(question), history, region)
        return {"hits": [_hit_json(hit) for hit in self._assistant.find(turn, k=k)]}

    def match(self, request: Request) -> Request:
        """Match a profile against the catalog; shapes as in README."""
        started = time.perf_counter()
        profile = read_profile(request.get("profile") or {
            "text": request.get("question") or "", "region": request.get("region")})
        if not any((profile.text.strip(), profile.purpose, profile.collateral)):
            raise QuestionError("", "no need")
        firm = read_firm(profile, self._assistant.understanding.mentions.gazetteer)
        found = self._assistant.matcher.match_each(firm)
        return _matching_json(found) | {"note": NOTE, "ms": _ms(started)}

    def compare(self, request: Request) -> Request:
        """Set the products called `names` side by side; shapes as in README."""
        region = self._region(request.get("region"))
        rows = [self._named(str(name), region) for name in request.get("names") or ()]
        table = compare(rows)
        return {"products": list(table.names),
                "rows": [{"field": r.field, "cells": list(r.cells), "differs": r.differs}
                         for r in table.rows]}

    def _named(self, name: str, region: Region | None) -> Placed:
        found = self._assistant.matcher.names.named(name, region)
        if not found:
            raise QuestionError(name, "no product")
        if len(found) > 1 and region is None:
            listed = "、".join(dict.fromkeys(title(row) for row in found[:_CHOICES]))
            raise QuestionError(f"{name}”可能是：“{listed}", "several products")
        return found[0]

    def _turn(self, request: Request) -> tuple[str, list[Message], Region | None]:
        question = request.get("question")
        if not isinstance(question, str):
            raise QuestionError("question", "empty")
        return (_readable(question), _history(request.get("history")),
                self._region(request.get("region")))

    def _region(self, name: object) -> Region | None:
        return self._assistant.understanding.mentions.place(str(name)) if name else None


def answer_lines(lines: Iterable[str], handle: Handler) -> Iterator[str]:
    """Answer JSON lines one by one; a bad line yields a line with `error`, and the rest go on."""
    for line in lines:
        if line.strip():
            yield _readable(json.dumps(_answer_line(line, handle), ensure_ascii=False))


def _answer_line(line: str, handle: Handler) -> Request:
    identity: object = None
    try:
        try:
            request = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise QuestionError(line.strip()[:60], "json") from error
        if not isinstance(request, dict):
            raise QuestionError(line.strip()[:60], "json")
        identity = request.get("id")
        return {"id": identity} | handle(request)
    except RongceError as error:
        return {"id": identity, "error": sentence(error)}


def _history(messages: object) -> list[Message]:
    if messages is None:
        return []
    known = isinstance(messages, list) and all(
        isinstance(m, dict) and isinstance(m.get("content"), str) for m in messages)
    if not isinstance(messages, list) or not known:
        raise QuestionError("history", "应为 [{role, content}] 的列表")
    kept: list[Message] = []
    left = _TALK
    for message in reversed(messages):
        text = _readable(message["content"][:LONGEST_QUESTION])
        if (left := left - len(text)) < 0:
            break
        kept.insert(0, Message(str(message.get("role", "")), text))
    return kept


def _readable(text: str) -> str:
    """Return `text` with "?" for halves of characters, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode()


def _answer_json(answer: Answer) -> Request:
    return {
        "answer": answer.text, "refused": answer.refused, "reason": answer.reason,
        "region": answer.region.full_name if answer.region else None,
        "citations": [{"clause": c.clause, "label": c.label, "document": c.document,
                       "number": c.number, "quote": c.quote} for c in answer.citations],
        "products": [{"name": p.name, "clauses": list(p.clauses)} for p in answer.products],
        "ask": list(answer.ask), "catalog": answer.catalog or None,
    }


def _hit_json(hit: Hit) -> Request:
    heading = " / ".join(filter(None, (*hit.clause.heading_path, hit.clause.title)))
    return {"clause": hit.clause.id, "score": round(hit.score, 4),
            "document": document_name(hit.policy), "heading": heading, "text": hit.clause.text}


def _matching_json(found: Matching) -> Request:
    return {
        "matches": [_offer_json(offer) for offer in found.offers],
        "excluded": [{"name": e.product.name, "clauses": _clauses(e.product), "why": e.why}
                     for e in found.excluded],
        "routing": found.routing,
        "ask": [{"field": q.field, "question": q.question} for q in found.questions]}


def _offer_json(offer: Offer) -> Request:
    product = offer.product
    source = document_name(offer.policy) if offer.policy else _page(product)
    told = {verdict: [j.criterion.quote for j in offer.judged if j.verdict is verdict]
            for verdict in Verdict}
    return {"name": product.name, "institution": product.institution,
            "clauses": _clauses(product), "source": source, "verdict": offer.verdict,
            "met": told[Verdict.MET], "unknown": told[Verdict.UNKNOWN],
            "standing": product.standing, "why": offer.reasons, "amount": product.amount_text,
            "rate": product.rate_text, "term": product.term_text}


def _page(product: Product) -> str:
    """Return the page that states a product: title, address, date."""
    parts = (product.source_title, product.source, product.source_date or "日期未载明")
    return "，".join(filter(None, parts))


def _clauses(product: Product) -> list[str]:
    return [product.clause] if product.clause else []


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
