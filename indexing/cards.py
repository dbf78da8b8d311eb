"""The list of 查条款 as HTML: a card for each clause and product, all text escaped."""

from collections.abc import Sequence

from corpus.citation import document_name, official, source_address, spoken_label
from corpus.model import Clause, Policy
from indexing.filters import IN_FORCE, offer_status
from indexing.lookup import Found, Listing, Lookup
from indexing.marks import Span, best_span, marked, safe
from indexing.offers import Offer, OfferHit
from indexing.search import Hit

MOST = 20  # cards of a kind
_LINKABLE = ("http://", "https://")


def listing_html(listing: Listing, lookup: Lookup) -> str:
    """Return the whole list, or what to do when nothing was found."""
    if not listing.clauses and not listing.offers:
        return nothing_html(listing.query)
    parts = [_summary(listing)]
    if listing.clauses:
        cards = "".join(_clause_card(found, listing.marks, lookup)
                        for found in listing.clauses[:MOST])
        parts.append(_section("clauses", "条款", cards, len(listing.clauses)))
    if listing.offers:
        cards = "".join(_offer_card(hit, listing.marks) for hit in listing.offers[:MOST])
        parts.append(_section("offers", "产品和政策工具", cards, len(listing.offers)))
    return "".join(parts)


def nothing_html(query: str) -> str:
    """Return what to try when nothing fits."""
    about = (f"没有找到与“{safe(query)}”相符的条款或产品。" if query
             else "所选条件下没有条款或产品。")
    return (f'<div class="lk-note" role="status"><p><b>{about}</b></p><ul>'
            "<li>换一种说法，或只留一两个关键词，例如“过桥”“贴息”“首贷”；</li>"
            "<li>减少筛选条件，例如把地区改为“全部地区”；</li>"
            "<li>在“文件目录”里按章节查看。</li></ul></div>")


def related_html(hits: Sequence[Hit], lookup: Lookup) -> str:
    """Return the clauses of other documents on the same topic as a list of links."""
    if not hits:
        return "<p>其他文件中没有相近的条款。</p>"
    rows = "".join(
        f"<li>{_source_link(hit.policy, hit.clause, None, official(hit.policy, hit.clause))}"
        f"{_badge(lookup.status(hit.policy))}<br>{safe(_line(hit.clause))}</li>" for hit in hits)
    return f"<ul>{rows}</ul>"


def _summary(listing: Listing) -> str:
    counts = []
    if listing.clauses:
        counts.append(f"<b>{len(listing.clauses)}</b> 条条款")
    if listing.offers:
        counts.append(f'<a href="#lk-offers"><b>{len(listing.offers)}</b> 项产品和政策工具</a>')
    meanings = listing.asked.meanings if listing.asked else {}
    also = "".join(f'<p class="lk-also">“{safe(phrase)}”也按“{safe("、".join(terms))}”查找。</p>'
                   for phrase, terms in meanings.items())
    return f'<p class="lk-sum" role="status">找到 {"、".join(counts)}。</p>{also}'


def _section(name: str, title: str, cards: str, total: int) -> str:
    rest = (f'<p class="lk-also">只列出前 {MOST} 项，共 {total} 项；请加词或筛选缩小范围。</p>'
            if total > MOST else "")
    return (f'<section id="lk-{name}" aria-labelledby="lk-{name}-title">'
            f'<h2 id="lk-{name}-title">{title}</h2><ol>{cards}</ol>{rest}</section>')


def _clause_card(found: Found, words: Sequence[str], lookup: Lookup) -> str:
    clause, policy = found.hit.clause, found.hit.policy
    body = clause.body
    begin = len(clause.text) - len(body)
    start, end = shown = best_span(body, words)
    span = (clause.offsets[begin + start], clause.offsets[begin + end - 1] + 1) if body else None
    heading = clause.title or (clause.heading_path[-1] if clause.heading_path else "")
    ident = safe(clause.id)
    actions = (
        f'{_source_link(policy, clause, span, "查看原文")}'
        f'<button type="button" data-copy="{safe(official(policy, clause))}">复制引用</button>'
        f'<button type="button" data-outline="{ident}">看所在目录</button>')
    return (
        f'<li><article class="lk-card" data-clause="{ident}">'
        f'<h3><span class="lk-label">{safe(spoken_label(clause.label))}</span> '
        f"{marked(heading, words)}</h3>"
        f"{_document_line(policy, lookup.status(policy))}"
        f'<p class="lk-text">{_snippet(body, shown, words)}</p>'
        f"{_whole(body, shown, words)}{_reasons(found)}"
        f'<div class="lk-acts">{actions}</div>'
        f'<details class="lk-related" data-related="{ident}"><summary>同一主题在其他文件</summary>'
        '<div aria-live="polite">正在查找……</div></details></article></li>')


def _offer_card(hit: OfferHit, words: Sequence[str]) -> str:
    offer, product = hit.offer, hit.offer.product
    facts = [("机构", product.institution), ("地区", _place(offer)), ("对象", product.target),
             ("额度", product.amount_text), ("利率或费率", product.rate_text),
             ("期限", product.term_text)]
    rows = "".join(f"<div><dt>{name}</dt><dd>{marked(value, words)}</dd></div>"
                   for name, value in facts if value)
    return (
        '<li><article class="lk-card lk-offer">'
        f'<h3><span class="lk-label">{safe(product.kind)}</span> {marked(product.name, words)}'
        f"{_badge(offer_status(offer))}</h3><dl>{rows}</dl>"
        f'<p class="lk-doc">依据：{_ground(offer)}</p></article></li>')


def _place(offer: Offer) -> str:
    return offer.product.region or (offer.region.full_name if offer.region else "来源未载明")


def _ground(offer: Offer) -> str:
    """Return where an offer is stated: the clause, or the page with its date."""
    product = offer.product
    if offer.policy and offer.clause:
        return _source_link(offer.policy, offer.clause, None, official(offer.policy, offer.clause))
    title = product.source_title or product.source or product.clause or ""
    day = f"（{safe(product.source_date)}）" if product.source_date else "（来源没有日期）"
    if (product.source or "").startswith(_LINKABLE):
        return (f'<a href="{safe(product.source or "")}" target="_blank" '
                f'rel="noopener noreferrer">{safe(title)}</a>{day}')
    return safe(title) + day


def _document_line(policy: Policy, status: str) -> str:
    number = f"（{policy.number}）" if policy.number else "（无文号）"
    return f'<p class="lk-doc">《{safe(document_name(policy))}》{safe(number)}{_badge(status)}</p>'


def _badge(status: str) -> str:
    return "" if status == IN_FORCE else f' <span class="lk-badge">{safe(status)}</span>'


def _snippet(body: str, span: Span, words: Sequence[str]) -> str:
    start, end = span
    before, after = "……" if start else "", "……" if end < len(body.rstrip()) else ""
    return f"{before}{marked(body[start:end], words)}{after}"


def _whole(body: str, span: Span, words: Sequence[str]) -> str:
    if span[0] == 0 and span[1] >= len(body.rstrip()):
        return ""
    return f"<details><summary>全文</summary><p>{marked(body, words)}</p></details>"


def _reasons(found: Found) -> str:
    rows = "".join(f"<li><b>{reason.kind}</b>：{safe(reason.text)}</li>"
                   for reason in found.reasons)
    return f'<ul class="lk-why" aria-label="找到的理由">{rows}</ul>' if rows else ""


def _source_link(policy: Policy, clause: Clause, span: Span | None, text: str) -> str:
    whole = (clause.offsets[0], clause.offsets[-1] + 1) if clause.offsets else clause.span
    address = source_address(policy.id, clause.label, span or whole)
    return f'<a href="{safe(address)}" target="_blank">{safe(text)}</a>'


def _line(clause: Clause) -> str:
    text = (clause.title or clause.text).replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:60]}……"
