"""An answer as the markdown and HTML that the chat window shows: marks, cards, products."""

import re
from html import escape

from chat.answer import Answer, Citation, Offer
from corpus.citation import source_address

_OFFERS = "适合的产品和政策工具"
_SIGNS = {"满足": "✓ ", "待确认": "？"}


def render(answer: Answer, turn: int) -> str:
    """Return markdown whose marks [1] lead to the citation cards below it.

    `turn` numbers the answer on the page, so that anchors of several answers stay apart.
    """
    known = len(answer.citations)

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= known:
            return match[0]
        return f'<a class="mark" href="#c{turn}-{number}">[{number}]</a>'

    text = re.sub(r"\[(\d+)\]", link, answer.text)
    if not answer.done:
        return text
    parts = [text]
    if answer.catalog:
        parts.append(f"**产品库另有记载**\n\n{answer.catalog}")
    if answer.products:
        cards = "".join(map(_offer, answer.products))
        parts.append(f'<section class="offers" aria-label="{_OFFERS}"><p>{_OFFERS}'
                     f"（条件以条款和银行审批为准，不承诺获批）</p>{cards}</section>")
    if answer.papers:
        parts.append(f'<p class="papers">依据文件：{escape("；".join(answer.papers))}</p>')
    if answer.citations:
        cards = "".join(_card(c, turn, n) for n, c in enumerate(answer.citations, 1))
        parts.append(f'<section class="cites" aria-label="引用条款">{cards}</section>')
    return "\n\n".join(parts)


def source_link(citation: Citation) -> str:
    """Return the address of the policy page, at the clause, with the quote marked."""
    return source_address(citation.policy_id, citation.label, citation.span, citation.version)


def plain(text: str) -> str:
    """Return what a person typed as markdown that shows it letter by letter."""
    escaped = re.sub(r"([\\`*_{}\[\]()#+\-.!|~$>])", r"\\\1", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def _card(citation: Citation, turn: int, number: int) -> str:
    body = escape(citation.quote).replace("\n", " ")
    return (f'<div class="cite" id="c{turn}-{number}"><div class="cite-head"><b>[{number}]</b> '
            f'{escape(citation.official)}</div><blockquote tabindex="0">{body}</blockquote>'
            f'<a href="{source_link(citation)}" target="_blank">查看原文</a></div>')


def _offer(offer: Offer) -> str:
    standing = f"，{offer.standing}" if offer.standing not in ("", "现行") else ""
    lines = [f"<li>{escape(label)}：{escape(text)}</li>" for label, text in offer.facts]
    lines += [f"<li>{_SIGNS.get(verdict, '')}{escape(verdict)}：{escape(quote)}</li>"
              for verdict, quote in offer.conditions]
    body = "".join(lines) or "<li>条件没有写明，以机构审批为准</li>"
    return (f"<details><summary>{escape(offer.name)}（{escape(offer.verdict)}{escape(standing)}）"
            f"</summary><ul>{body}</ul><p>依据：{escape(offer.basis)}</p></details>")
