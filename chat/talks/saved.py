"""An answer as JSON that keeps everything, and back; `wire` has the shape for other programs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chat.answer import Answer, Citation, Offer
from chat.trace import Trace
from corpus.regions import table


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return `answer` as JSON values."""
    record = asdict(answer)
    record["region"] = None if answer.region is None else answer.region.code
    return record


def answer_from(record: Mapping[str, Any]) -> Answer:
    """Return the answer that `answer_record` gave; regions since abolished become None."""
    region = record["region"]
    return Answer(
        text=record["text"], refused=record["refused"], reason=record["reason"],
        citations=tuple(Citation(**(c | {"span": tuple(c["span"])})) for c in record["citations"]),
        region=None if region is None else table().get(region),
        products=tuple(map(_offer, record["products"])), ask=tuple(record["ask"]),
        done=record["done"], catalog=record.get("catalog", ""),
        papers=tuple(record.get("papers", ())), trace=_trace(record.get("trace") or {}))


def _trace(record: Mapping[str, Any]) -> Trace:
    """Return a trace; older records have none."""
    hits = tuple((str(clause), float(score)) for clause, score in record.get("hits", ()))
    return Trace(hits, str(record.get("reason", "")))


def _offer(record: Mapping[str, Any]) -> Offer:
    """Return an offer; what older records lack stays empty."""
    conditions, facts = (tuple((str(a), str(b)) for a, b in record.get(name, ()))
                         for name in ("conditions", "facts"))
    verdict, standing, basis = (str(record.get(n, "")) for n in ("verdict", "standing", "basis"))
    return Offer(record["name"], tuple(record["clauses"]), verdict, standing, conditions, facts,
                 basis)
