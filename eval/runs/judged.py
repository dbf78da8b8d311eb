"""Measures that a language model gives: whether an answer keeps to its clauses, how right it is.

They are llama-index's own evaluators over the project's model, kept apart from all other figures.
A reply that does not come or says neither yes nor no, or no mark from 1 to 5, is None: 未取得.
"""

import asyncio
import logging
import re
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from chat.narration.model import open_llm
from corpus.settings import Settings

log = logging.getLogger(__name__)
MEASURES = {"faithful": "忠实于条款（是为 1，否为 0）", "correct": "正确程度（1 到 5）"}
_GIVES_UP = 3  # failures in a row after which the model is not asked again in this run
_REFUSE = "文件中没有依据，应当拒答，并说明文件写了什么、没写什么。"
T = TypeVar("T")
Row = Mapping[str, Any]
Marks = dict[str, float | None]


class Judge:
    """Asks one model about answers, one case at a time. For one thread."""

    def __init__(self, settings: Settings) -> None:
        from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator
        from llama_index.core.node_parser import SentenceSplitter

        SentenceSplitter().split_text("。")  # loads slowly once, which no case should wait for
        llm = open_llm(settings)
        self._limit = settings.llm_timeout_s
        self._faithful = FaithfulnessEvaluator(llm=llm)
        self._correct = CorrectnessEvaluator(llm=llm)
        self._loop = asyncio.new_event_loop()
        self._failures = 0

    def judge(self, row: Row) -> Marks:
        """Return the marks of a scored case by the keys of MEASURES, None for what was not had."""
        quotes = [citation["quote"] for citation in row["citations"]]
        return {"faithful": self._faithfulness(row["answer"], quotes) if quotes else None,
                "correct": self._correctness(row)}

    def close(self) -> None:
        """Let go of what asking needs."""
        self._loop.close()

    def _faithfulness(self, answer: str, quotes: Sequence[str]) -> float | None:
        told = self._asked(self._faithful.aevaluate(response=answer, contexts=quotes))
        said = set(re.findall(r"\b(yes|no)\b", (told.feedback or "").lower()) if told else ())
        return float(said == {"yes"}) if len(said) == 1 else None

    def _correctness(self, row: Row) -> float | None:
        reference = "；".join(row["wanted"]) if row["answerable"] else _REFUSE
        told = self._asked(self._correct.aevaluate(
            query=row["question"], response=row["answer"], reference=reference or None))
        score = told.score if told else None
        return float(score) if score is not None and 1 <= score <= 5 else None

    def _asked(self, question: Coroutine[Any, Any, T]) -> T | None:
        if self._failures >= _GIVES_UP:
            question.close()
            return None
        try:
            told = self._loop.run_until_complete(asyncio.wait_for(question, self._limit))
        except Exception as error:  # noqa: BLE001  whatever a hostile reply makes the client raise
            log.warning("模型评判未取得：%s", f"{type(error).__name__}: {error}"[:200])
            self._failures += 1
            return None
        self._failures = 0
        return told


def judged_figures(rows: Sequence[Row]) -> dict[str, tuple[float | None, int, int]]:
    """Return for each measure its mean, how many cases have it, and how many were asked."""
    asked = [row["judged"] for row in rows if row.get("judged")]
    had = {key: [marks[key] for marks in asked if marks.get(key) is not None] for key in MEASURES}
    return {key: (sum(values) / len(values) if values else None, len(values), len(asked))
            for key, values in had.items()}
