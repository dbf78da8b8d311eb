"""Pieces of the chat page as HTML: its head, the earlier talks, what can be done with a talk."""

from collections.abc import Sequence
from html import escape

from chat.talks.conversations import Conversation, Saved
from chat.talks.talks import Talk
from chat.web.render import plain, render
from corpus.records.clock import shown

_LISTED = 12  # earlier talks beside the chat; all of them stand on the page of records


def head() -> str:
    """Return the head of the page."""
    return ('<header class="head"><div><h1>融策通</h1>'
            "<p>制造业金融政策问答：每一句话都注明所依据的条款。</p></div>"
            '<nav aria-label="其他页面"><a href="/mine">我的记录</a>'
            '<a href="/login">工作人员登录</a></nav></header>')


def history(talks: Sequence[Conversation], current: str | None) -> str:
    """Return links to the earlier talks of this browser."""
    if not talks:
        return '<p class="quiet">这里会列出您问过的对话，只有这台设备的浏览器能看到。</p>'
    items = "".join(_link(talk, current) for talk in talks[:_LISTED])
    more = '<p><a href="/mine">全部记录</a></p>' if len(talks) > _LISTED else ""
    return f'<nav class="past" aria-label="以前的对话"><ul>{items}</ul>{more}</nav>'


def tools(talk: Talk) -> str:
    """Return what can be done with a saved talk: export it, share it."""
    note = f'<p role="status">{escape(talk.note)}</p>' if talk.note else ""
    if talk.id is None or not talk.messages:
        return note
    return (f'{note}<p class="tools">导出：<a href="/talk/{talk.id}.docx">Word</a>'
            f'<a href="/talk/{talk.id}.md">Markdown</a>'
            f'<a href="/talk/{talk.id}/share">分享给同事</a></p>')


def window(messages: Sequence[Saved]) -> list[dict[str, str]]:
    """Return the messages as the chat window shows them."""
    shown_, answers = [], 0
    for message in messages:
        if message.answer is None:
            text = plain(message.text)
        else:
            answers += 1
            text = render(message.answer, answers)
        shown_.append({"role": message.role, "content": text})
    return shown_


def _link(talk: Conversation, current: str | None) -> str:
    here = ' aria-current="page"' if talk.id == current else ""
    return (f'<li><a href="/?c={talk.id}"{here}>{escape(talk.title)}</a>'
            f"<small>{shown(talk.updated_at)}</small></li>")
