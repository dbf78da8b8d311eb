"""Let a language model write the answer, sentence by sentence, each checked before it is shown.

The composed answer of the normal path stays the ground: its clauses are offered to the model, and
it fills in wherever the model fails or leaves out a clause. What is refused never reaches the
model.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chat.answer import Answer
from chat.compose import notes
from chat.narration.check import Checker, Fault
from chat.narration.draft import Draft
from chat.narration.model import ChatModel
from chat.narration.pieces import sentences
from chat.narration.prompt import messages
from chat.understanding.turn import Message, Turn
from chat.wording import sentence
from corpus.errors import ModelDown
from corpus.library import gazetteer_of
from corpus.model import Policy
from indexing.search import Hit

log = logging.getLogger(__name__)
_FAILED = "（语言模型的回答没有通过核对，以下为条款原文整理。）"
_PARTLY = "（以上内容已逐句核对；回答不完整，以下为条款原文整理。）"
_OFFERED = 6  # clauses that the model is given
_MOST = 8  # citations; a composed answer with more is a list, which prose would only shorten
_NEARLY = 0.6  # of the best score: other clauses that the model is given


class Narrator:
    """Writes answers with a language model over a fixed set of policies."""

    def __init__(self, model: ChatModel, policies: Sequence[Policy]) -> None:
        self._model = model
        self._clauses = {c.id: Hit(c, p, 0.0, True, {}) for p in policies for c in p.clauses}
        self._gazetteer = gazetteer_of(policies)

    def narrate(self, turn: Turn, composed: Answer, hits: Sequence[Hit],
                history: Sequence[Message]) -> Iterator[Answer]:
        """Yield the answer to `turn` as its sentences pass; the last one is done.

        `composed` is the answer without the model, `hits` the clauses found, best first.
        """
        if len(composed.citations) > _MOST:
            yield composed
            return
        offered = self._offered(turn, composed, hits)
        draft, checker = Draft(offered), Checker(offered, self._gazetteer, turn.regions)
        told: set[str] = set()
        down, lost = None, False
        try:
            for text in sentences(self._model.stream(messages(turn.question, offered, history))):
                if fault := checker.fault(text):
                    log.info("语言模型的一句话没有通过核对（%s）：%s", fault, text[:80])
                    lost = lost or fault is not Fault.MARK or bool(re.search(r"\d", text))
                elif text not in told:
                    told.add(text)
                    draft.add(text)
                    yield replace(composed, text=draft.text, citations=draft.citations, done=False)
        except ModelDown as error:
            log.warning("%s", error)
            down = error
        yield _whole(draft, composed, down, lost=lost)

    def _offered(self, turn: Turn, composed: Answer, hits: Sequence[Hit]) -> list[Hit]:
        """Return the clauses that the model may cite: those of `composed`, then the next best.

        Where no place is known, the next best are of the same documents only.
        """
        cited = [self._clauses[citation.clause] for citation in composed.citations]
        policies = {hit.policy.id for hit in cited}
        own = [hit for hit in hits if hit.applies and (turn.regions or hit.policy.id in policies)]
        near = [hit for hit in own if hit.score >= _NEARLY * own[0].score]
        found = {hit.clause.id: hit for hit in (*cited, *near)}
        return list(found.values())[: max(_OFFERED, len(cited))]


def _whole(draft: Draft, composed: Answer, down: ModelDown | None, *, lost: bool) -> Answer:
    """Return the whole answer: the draft, and the composed answer where that is not enough."""
    written = bool(draft.text)
    missed = {c.clause for c in composed.citations} - {hit.clause.id for hit in draft.hits}
    if down or lost or missed:
        draft.note(_PARTLY if written else sentence(down) if down else _FAILED)
        draft.append(composed)
    for remark in (*_remarks(composed.text), *notes(draft.hits)):
        if remark not in draft.text:
            draft.note(remark)
    return replace(composed, text=draft.text, citations=draft.citations, done=True)


def _remarks(text: str) -> list[str]:
    """Return what a composed answer says after its last mark: whose rule it is, and so on."""
    return [part for part in text.rpartition("]")[2].split("\n\n")[1:] if part.strip()]
