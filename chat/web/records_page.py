"""Saved talks as plain HTML: one talk to read, and the list of one's own."""

from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt

from chat.talks.conversations import Conversation, Saved
from chat.web.render import source_link
from corpus.records.clock import shown

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def message_html(message: Saved) -> str:
    """Return one message, an answer with its citations."""
    when = f"<small>{shown(message.created_at)}</small>"
    if message.answer is None:
        return f"<section><b>提问</b> {when}<p>{escape(message.text)}</p></section>"
    cited = "".join(
        f"<li>[{n}] {escape(c.official)}：{escape(c.quote)} "
        f'<a href="{source_link(c)}">查看原文</a></li>'
        for n, c in enumerate(message.answer.citations, 1))
    below = _MARKDOWN.render(f"**产品库另有记载**\n\n{message.answer.catalog}") \
        if message.answer.catalog else ""
    return (f"<section><b>融策通</b> {when}{_MARKDOWN.render(message.text)}{below}"
            f"<ul>{cited}</ul></section>")


def mine_html(talks: Sequence[Conversation]) -> str:
    """Return the list of one's own talks, with what can be done with them and with all."""
    rows = "".join(
        f'<section><a href="/?c={t.id}">{escape(t.title)}</a> <small>{shown(t.updated_at)}，'
        f"{t.messages} 条</small><p class=label>"
        f'<a href="/talk/{t.id}.docx">Word</a> <a href="/talk/{t.id}.md">Markdown</a> '
        f'<a href="/talk/{t.id}/share">分享</a></p>'
        f'<form method="post" action="/talk/{t.id}/delete">'
        '<button class="quiet">删除这次对话</button></form></section>' for t in talks)
    return ("<h1>我的记录</h1><p>只有这台设备的这个浏览器能看到；180 天不用会自动清除。</p>"
            f"{rows or '<p>还没有对话。</p>'}<h2>全部数据</h2>"
            '<p><a href="/mine.json">下载全部数据（JSON）</a></p>'
            '<form method="post" action="/mine/delete">'
            '<button class="quiet">删除我的全部数据</button></form>'
            "<p>删除后对话、反馈和融资需求都不再保留，无法恢复。</p>")
