"""The JSON that other programs build on: one object in, one object out. Shapes are stable."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chat.answer import Answer, document_name
from chat.assistant import Assistant, clean_question
from chat.turn import Message
from chat.wording import sentence
from corpus.errors import QuestionError, RongceError
from corpus.regions import Region
from indexing.search import Hit
from matcher.instruments import NOTE, Match, match_instruments
from matcher.profile import read_profile

Request = dict[str, Any]
Handler = Callable[[Request], Request]


class Wire:
    """Answers requests as JSON objects, for the command line and for other programs."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, request: Request) -> Request:
        """Answer a question; see docs: `ask`."""
        started = time.perf_counter()
        question, history, region = self._turn(request)
        profile = request.get("profile")
        answer = self._assistant.answer(
            question, history=history, region=region,
            profile=profile if isinstance(profile, dict) else None)
        return _answer_json(answer) | {"ms": _ms(started)}

    def search(self, request: Request, *, k: int = 10) -> Request:
        """Find clauses; see docs: `search`."""
        question, history, region = self._turn(request)
        turn = self._assistant.understanding.read(clean_question(question), history, region)
        return {"hits": [_hit_json(hit) for hit in self._assistant.find(turn, k=k)]}

    def match(self, request: Request) -> Request:
        """Find instruments for a profile; see docs: `match`."""
        started = time.perf_counter()
        profile = read_profile(request.get("profile") or {"text": request.get("question", "")})
        need = " ".join(filter(None, (profile.text, profile.purpose, *profile.collateral,
                                      *profile.qualifications)))
        region = self._region(profile.region)
        found = self._assistant.understanding.mentions.regions(profile.text)
        region = region or (found[0] if found else None)
        matches = match_instruments(clean_question(need), region, self._assistant.catalog,
                                    self._assistant.searcher)
        asks = [] if region else [{"field": "region", "question": "贵公司在哪个省市区县？"}]
        return {"matches": [_match_json(m) for m in matches], "excluded": [], "routing": None,
                "ask": asks, "note": NOTE, "ms": _ms(started)}

    def _turn(self, request: Request) -> tuple[str, list[Message], Region | None]:
        question = request.get("question")
        if not isinstance(question, str):
            raise QuestionError("question", "empty")
        return question, _history(request.get("history")), self._region(request.get("region"))

    def _region(self, name: object) -> Region | None:
        return self._assistant.understanding.mentions.place(str(name)) if name else None


def answer_lines(lines: Iterable[str], handle: Handler) -> Iterator[str]:
    """Answer JSON lines one by one; a bad line yields a line with `error`, and the rest go on."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer_line(line, handle), ensure_ascii=False)


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
    if not isinstance(messages, list):
        return []
    return [Message(str(m.get("role", "")), str(m.get("content") or ""))
            for m in messages if isinstance(m, dict)]


def _answer_json(answer: Answer) -> Request:
    return {
        "answer": answer.text, "refused": answer.refused, "reason": answer.reason,
        "region": answer.region.full_name if answer.region else None,
        "citations": [{"clause": c.clause, "label": c.label, "document": c.document,
                       "number": c.number, "quote": c.quote} for c in answer.citations],
        "products": [{"name": p.name, "clauses": list(p.clauses)} for p in answer.products],
        "ask": list(answer.ask),
    }


def _hit_json(hit: Hit) -> Request:
    heading = " / ".join(filter(None, (*hit.clause.heading_path, hit.clause.title)))
    return {"clause": hit.clause.id, "score": round(hit.score, 4),
            "document": document_name(hit.policy), "heading": heading, "text": hit.clause.text}


def _match_json(match: Match) -> Request:
    return {"name": match.product.name, "institution": None, "clauses": [match.product.clause],
            "source": document_name(match.policy), "verdict": "待确认", "met": [],
            "unknown": ["申请条件"]}


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
