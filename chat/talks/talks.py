"""Conversations that a browser holds: asked and answered, saved as they go, resumed later.

An answer is given even when it cannot be saved; then the talk says so.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chat.answer import Answer
from chat.talks.conversations import Conversation, Conversations, Saved
from chat.talks.feedback import Opinion, give, opinions
from chat.web.firm_part import NOTHING, read_firm_of
from chat.wording import sentence
from corpus.errors import NotFound, RongceError
from corpus.loading import Pending
from corpus.records.doorway import Cookies, Doorway

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from corpus.records.people import Person
    from corpus.regions import Region
    from matcher.filling import Filled

log = logging.getLogger("rongce")
_UNSAVED = "（这次对话没有保存：{told}）"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation on the page; `note` is what went wrong, `id` None until it is saved."""

    id: str | None = None
    messages: tuple[Saved, ...] = ()
    note: str = ""

    @property
    def kept(self) -> "Talk":
        """What a page must remember: the messages only where they are not saved."""
        return Talk(self.id) if self.id else self

    @property
    def growing(self) -> bool:
        """Whether the newest answer is still to be saved."""
        return bool(self.messages) and not self.messages[-1].seq

    @property
    def last_answer(self) -> Saved | None:
        """The newest answer that is saved."""
        return next((m for m in reversed(self.messages) if m.role == "assistant" and m.seq), None)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the cookies, and the region chosen on the page."""

    cookies: Cookies
    place: str = ""


class Talks:
    """The talks of all browsers. Safe to share between threads."""

    def __init__(self, assistant: "Pending[Assistant]", doorway: Doorway) -> None:
        self._assistant = assistant
        self._doorway = doorway

    def list(self, cookies: Cookies) -> Sequence[Conversation]:
        """Return the conversations of this browser, the last used first."""
        who = self._doorway.known(cookies)
        return Conversations(self._doorway.records).list(who) if who else ()

    def resume(self, cookies: Cookies, talk_id: str | None) -> Talk:
        """Return the conversation, an empty one when it is not of this browser."""
        who = self._doorway.known(cookies) if talk_id else None
        if not talk_id or not who:
            return Talk()
        try:
            found, messages = Conversations(self._doorway.records).resume(who, talk_id)
        except NotFound as error:
            return Talk(note=sentence(error))
        return Talk(found.id, messages)

    def whole(self, cookies: Cookies, talk: Talk) -> Talk:
        """Return `talk` with the messages that are saved, those of other tabs too."""
        saved = self.resume(cookies, talk.id) if talk.id else talk
        return saved if saved.messages else talk

    def ask(self, asker: Asker, talk: Talk, question: str) -> Iterator[Talk]:
        """Yield the talk as the answer to `question` grows; the last one is saved.

        The messages of `talk` are what the question follows; without any, the saved ones are.

        Raises:
            RongceError: the question cannot be answered; nothing is saved then.

        """
        from chat.understanding.turn import (
            Message,  # loads the speller, which the page need not wait for
        )

        assistant = self._assistant.get()
        region = _region(assistant, asker.place)
        growing = replace(talk if talk.messages else self.whole(asker.cookies, talk), note="")
        history = [Message(m.role, m.text) for m in growing.messages]
        asked = _message("user", question)
        answer = Answer("")
        for answer in assistant.reply(question, history=history, region=region):
            shown = _message("assistant", answer.text, answer)
            yield replace(growing, messages=(*growing.messages, asked, shown))
        yield self._saved(asker.cookies, growing, question, answer)

    def firm(self, talk: Talk) -> "Filled":
        """Return what the talk tells of the firm, nothing before the assistant is loaded."""
        if not self._assistant.ready:
            return NOTHING
        return read_firm_of(talk.messages, self._assistant.get().gazetteer)

    def judge(self, cookies: Cookies, talk: Talk, opinion: Opinion) -> None:
        """Keep what the asker thinks of the newest answer; RongceError when it cannot be kept."""
        answer = self.whole(cookies, talk).last_answer
        if talk.id is None or answer is None:
            raise NotFound("回答")
        who = self._doorway.person(cookies)
        give(self._doorway.records, who, talk.id, answer.seq, opinion)

    def opinion(self, cookies: Cookies, talk: Talk) -> Opinion | None:
        """Return what the asker said of the newest answer."""
        who, answer = self._doorway.known(cookies), talk.last_answer
        if not who or talk.id is None or answer is None:
            return None
        return opinions(self._doorway.records, who, talk.id).get(answer.seq)

    def _saved(self, cookies: Cookies, talk: Talk, question: str, answer: Answer) -> Talk:
        try:
            return self._save(self._doorway.person(cookies), talk, question, answer)
        except RongceError as error:
            log.warning("对话没有保存：%s", error)
            unsaved = _message("user", question), _message("assistant", answer.text, answer)
            return replace(talk, messages=(*talk.messages, *unsaved),
                           note=_UNSAVED.format(told=sentence(error)))

    def _save(self, who: "Person", talk: Talk, question: str, answer: Answer) -> Talk:
        kept = Conversations(self._doorway.records)
        talk_id = talk.id or kept.start(who)
        asked = kept.ask(who, talk_id, question)
        versions = sorted({f"{c.policy_id}@{c.version}" for c in answer.citations})
        kept.reply(who, talk_id, answer, reply_to=asked, versions=versions)
        return Talk(talk_id, kept.resume(who, talk_id)[1])


def _region(assistant: "Assistant", place: str) -> "Region | None":
    return assistant.understanding.mentions.place(place) if place else None


def _message(role: str, text: str, answer: Answer | None = None) -> Saved:
    return Saved(0, role, text, datetime.now(UTC), answer)
