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
View = tuple[Any, ...]


def answering(talks: Talks, asker: Asker, talk: Talk, question: str,
              waiting: str) -> Iterator[View]:
    """Yield what changes as the answer grows; what follows it in the order stays."""
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
        past = page_parts.history(talks.list(asker.cookies), current.id)
        yield _view(current, past, talks.firm(current))
    except RongceError as error:
        yield [*base, _said(sentence(error))], talk.kept, gr.skip(), *_buttons(()), ""


def resumed(talks: Talks, cookies: dict[str, str], talk_id: str) -> View:
    """Return what the page shows of a talk that this browser had, of an empty one otherwise."""
    try:
        talk = talks.resume(cookies, talk_id or None)
        past = page_parts.history(talks.list(cookies), talk.id)
        return _view(talk, past, talks.firm(talk))
    except RongceError as error:
        return _view(Talk(note=sentence(error)), "", NOTHING)


def _view(talk: Talk, past: str, firm: Filled) -> View:
    """Return what the page shows of `talk`, in the order of `_Parts.changing`."""
    last = talk.last_answer
    next_asked = suggestions(last.answer) if last else ()
    return (page_parts.window(talk.messages), talk.kept, talk.id or "", *_buttons(next_asked), "",
            page_parts.tools(talk), past, *firm_view(firm),
            *opinion_view(answered=last is not None), gr.update(visible=not talk.messages))


def _buttons(texts: Sequence[str]) -> list[Any]:
    shown = [gr.update(value=text, visible=True) for text in texts]
    return [*shown, *[gr.update(visible=False)] * (MOST - len(shown))]


def _said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}
