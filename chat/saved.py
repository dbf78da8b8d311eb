"""An answer as JSON that keeps everything, and back; `wire` has the shape for other programs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chat.answer import Answer, Citation, Offer
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
        products=tuple(Offer(o["name"], tuple(o["clauses"])) for o in record["products"]),
        ask=tuple(record["ask"]), done=record["done"])
