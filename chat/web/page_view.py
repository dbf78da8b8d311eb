"""What the chat page shows as a talk goes on: while an answer grows, when it is there, resumed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from chat.talks.suggest import MOST, suggestions
from chat.talks.talks import Asker, Talk, Talks
from chat.web import page_parts
from chat.web.firm_part import NOTHING, firm_view
from chat.web.opinion_part import opinion_view
from chat.web.render import plain
from chat.wording import sentence
from corpus.errors import RongceError
from matcher.filling import Filled

_LONGEST_SHOWN = 500  # characters of a question that cannot be answered
GROWING = 4 + MOST  # window, talk, its id, suggestions, box: what changes while an answer grows
View = tuple[Any, ...]


def answering(talks: Talks, asker: Asker, talk: Talk, question: str,
              waiting: str) -> Iterator[View]:
    """Yield the first GROWING parts of the page as the answer grows; `beside` gives the rest."""
    try:
        talk = talks.whole(asker.cookies, talk)
    except RongceError:  # told when the answer cannot be saved
        talk = replace(talk, id=None)
    base = page_parts.window(talk.messages)
    base.append({"role": "user", "content": plain(question[:_LONGEST_SHOWN])})
    yield [*base, _said(waiting)], talk.kept, gr.skip(), *_buttons(()), ""
    try:
        for current in talks.ask(asker, talk, question):
            if current.growing:
                yield page_parts.window(current.messages), talk.kept, gr.skip(), *_buttons(()), ""
        yield _said_so_far(current)
    except RongceError as error:
        yield [*base, _said(sentence(error))], talk.kept, gr.skip(), *_buttons(()), ""


def beside(talks: Talks, cookies: dict[str, str], talk: Talk) -> View:
    """Return the parts that follow the growing ones: what stands around a talk."""
    try:
        return _standing(talks, cookies, talks.whole(cookies, talk))
    except RongceError as error:
        return _around(replace(talk, note=sentence(error)), "", NOTHING)


def resumed(talks: Talks, cookies: dict[str, str], talk_id: str) -> View:
    """Return what the page shows of a talk that this browser had, of an empty one otherwise."""
    try:
        talk = talks.resume(cookies, talk_id or None)
        return *_said_so_far(talk), *_standing(talks, cookies, talk)
    except RongceError as error:
        talk = Talk(note=sentence(error))
        return *_said_so_far(talk), *_around(talk, "", NOTHING)


def _standing(talks: Talks, cookies: dict[str, str], talk: Talk) -> View:
    return _around(talk, page_parts.history(talks.list(cookies), talk.id), talks.firm(talk))


def _said_so_far(talk: Talk) -> View:
    last = talk.last_answer
    next_asked = suggestions(last.answer) if last else ()
    return (page_parts.window(talk.messages), talk.kept, talk.id or "", *_buttons(next_asked), "")


def _around(talk: Talk, past: str, firm: Filled) -> View:
    return (page_parts.tools(talk), past, *firm_view(firm),
            *opinion_view(answered=talk.last_answer is not None),
            gr.update(visible=not talk.messages))


def _buttons(texts: Sequence[str]) -> list[Any]:
    shown = [gr.update(value=text, visible=True) for text in texts]
    return [*shown, *[gr.update(visible=False)] * (MOST - len(shown))]


def _said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}
