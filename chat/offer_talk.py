"""Answers on the products that were offered: conditions, what is missing, which is cheapest.

What a clause states is answered with its citation. What only a page of an institution states goes
into the catalog part of the answer, with the source and its date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chat.answer import Answer, Citation
from chat.blocks import markdown, note
from chat.offers import Desk, cite_quote, listed
from chat.understanding.kind import asks
from chat.understanding.turn import Turn
from corpus.model import Policy
from corpus.product import Product
from matcher.comparison import UNKNOWN, basis
from matcher.criteria import Verdict
from matcher.matching import Offer
from matcher.naming import plain

_ABOUT = ("missing", "stack", "conditions", "rate", "amount", "term")
_FIELDS = {"rate": ("利率或费率", "rate_text"), "amount": ("额度", "amount_text"),
           "term": ("期限", "term_text")}
_ORDINAL = re.compile(r"第([一二三四五六123456])")
_EXTRAS = {"贴息": ("补贴", "利率优惠"), "补贴": ("补贴", "利率优惠"), "担保": ("担保",),
           "保险": ("保险",), "补偿": ("风险补偿",)}  # words of a question, kinds of the catalog
_SILENT = "条款没有写明，以机构审批为准"


@dataclass(slots=True)
class _Sheet:
    """An answer in the making: lines with marks, citations, and what only pages state."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)

    def mark(self, offer: Offer, *quotes: str) -> str:
        """Cite the clause of `offer` and return the mark, "" when no clause states it."""
        product, policy = offer.product, offer.policy
        if not policy or not product.clause:
            return ""
        clause = policy.clause(product.clause.split("#", 1)[1])
        found = cite_quote(policy, clause, product.quote or "", *quotes)
        if not found:
            return ""
        if found not in self.citations:
            self.citations.append(found)
            self.policies.append(policy)
        return f"[{self.citations.index(found) + 1}]"

    def answer(self, lead: str, *, refused: bool = False) -> Answer:
        """Return the whole; without any clause it is a refusal that the pages follow."""
        if not self.citations:
            lead, refused = "这些产品由机构页面载明，政策文件没有写。", True
        notes = dict.fromkeys(filter(None, map(note, self.policies)))
        parts = [f"**{lead}**", "\n".join(self.lines), *notes]
        return Answer("\n\n".join(filter(None, parts)), tuple(self.citations), refused=refused,
                      reason=lead if refused else None, catalog="\n".join(self.pages))


def on_offers(turn: Turn, desk: Desk) -> Answer | None:
    """Return the answer to a question on the products offered before, None when it is none."""
    about = next((name for name in _ABOUT if asks("offers", name, turn.question)), None)
    if not about or not turn.earlier or not asks("offers", "refers", turn.question):
        return None
    found = desk.described(turn)
    if not found or not found.offers:
        return None
    offers = listed(found)
    chosen = _chosen(turn.question, offers)
    if about == "stack":
        return _stack(turn, desk, chosen or offers)
    if about == "missing":
        return _missing(chosen or offers)
    if about == "conditions":
        return _conditions(chosen or offers[:1])
    return _side_by_side(about, chosen or offers)


def _chosen(question: str, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return the offers that `question` points at by number or name, () for all."""
    if match := _ORDINAL.search(question):
        place = int(match[1]) if match[1].isdecimal() else "一二三四五六".index(match[1]) + 1
        return tuple(offers[place - 1 : place])
    text = plain(question)
    return tuple(o for o in offers if plain(o.product.name) in text)


def _conditions(offers: Sequence[Offer]) -> Answer:
    sheet = _Sheet()
    for offer in offers:
        name = markdown(offer.product.name)
        if not offer.policy:
            sheet.pages += _page_lines(offer)
            continue
        sheet.lines += [f"- {name}：{j.verdict}“{markdown(j.criterion.quote)}”"
                        f"{sheet.mark(offer, j.criterion.quote)}" for j in offer.judged]
        if not offer.judged:
            sheet.lines.append(f"- {name}：{_SILENT}{sheet.mark(offer)}")
    names = "、".join(markdown(o.product.name) for o in offers)
    return sheet.answer(f"{names}的条件，对照您说的情况如下。")


def _missing(offers: Sequence[Offer]) -> Answer:
    sheet = _Sheet()
    for offer in offers:
        unknown = [j.criterion for j in offer.judged if j.verdict is Verdict.UNKNOWN]
        for criterion in unknown:
            line = f"- {markdown(offer.product.name)}：“{markdown(criterion.quote)}”"
            asked = f"——{criterion.question}" if criterion.question else ""
            to = sheet.lines if offer.policy else sheet.pages
            to.append(f"{line}{sheet.mark(offer, criterion.quote)}{asked}")
    if not sheet.lines and not sheet.pages:
        sheet.lines = [f"- {markdown(o.product.name)}{sheet.mark(o)}" for o in offers]
        return sheet.answer("按您说的情况，这些产品写明的条件都已满足，其余以机构审批为准。")
    return sheet.answer("还需要确认这几项。")


def _side_by_side(about: str, offers: Sequence[Offer]) -> Answer:
    label, name = _FIELDS[about]
    sheet = _Sheet()
    for offer in offers:
        stated = getattr(offer.product, name)
        if not offer.policy:
            sheet.pages += [f"- {_named(offer.product)}：{label}{stated or UNKNOWN}"
                            f"（{basis(offer.product, None)}）"]
        elif stated:
            sheet.lines.append(f"- {markdown(offer.product.name)}：{markdown(stated)}"
                               f"{sheet.mark(offer, stated)}")
    silent = [o for o in offers if o.policy and not getattr(o.product, name)]
    if silent:
        names = "、".join(f"{markdown(o.product.name)}{sheet.mark(o)}" for o in silent)
        sheet.lines.append(f"- {names}：条款没有写{label}，以机构审批为准")
    if any(o.policy and getattr(o.product, name) for o in offers):
        return sheet.answer(f"写明{label}的如下，没写的以机构审批为准。")
    return sheet.answer(f"条款没有写{_which(offers)}的{label}。", refused=True)


def _which(offers: Sequence[Offer]) -> str:
    return f"“{markdown(offers[0].product.name)}”" if len(offers) == 1 else "这些产品"


def _stack(turn: Turn, desk: Desk, offers: Sequence[Offer]) -> Answer | None:
    sheet = _Sheet()
    asked = [word for word in _EXTRAS if word in turn.question]
    kinds = {kind for word in asked or _EXTRAS for kind in _EXTRAS[word]}
    found = [s for s in desk.stacks(turn, tuple(offers)) if s.extra.kind in kinds]
    for stack in found:
        loans = "、".join(markdown(p.name) for p in stack.loans)
        policy = desk.matcher.placed[stack.extra.id].policy
        line = f"- {loans}可配{markdown(stack.extra.name)}：{markdown(stack.quote)}"
        mark = sheet.mark(Offer(stack.extra, policy, (), 0.0), stack.quote)
        (sheet.lines if policy else sheet.pages).append(f"{line}{mark}")
    named = "、".join(asked) or "担保、贴息或风险补偿"
    if not sheet.citations:
        sheet.lines = [f"- {markdown(o.product.name)}{sheet.mark(o)}" for o in offers if o.policy]
        return sheet.answer(f"条款没有写{named}可以和{_which(offers)}一起用。", refused=True)
    return sheet.answer(f"可以搭配的{named}如下，能否同时享受以各责任单位为准。")


def _page_lines(offer: Offer) -> list[str]:
    product = offer.product
    judged = "；".join(f"{j.verdict}“{markdown(j.criterion.quote)}”" for j in offer.judged)
    told = judged or product.conditions_text or UNKNOWN
    return [f"- {_named(product)}：{told}（{basis(product, None)}）"]


def _named(product: Product) -> str:
    who = f"{product.institution} " if product.institution else ""
    return markdown(f"{who}{product.name}")
