"""What was found for a firm, as HTML: cards with conditions and sources, exclusions, routing.

Whatever comes from a firm, a catalog or a policy is escaped here.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from corpus.model import Policy
from corpus.product import Product
from matcher.comparison import UNKNOWN, basis
from matcher.criteria import Judged, Verdict
from matcher.matching import Exclusion, Matching, Offer
from matcher.stacking import Stack

ROUTING_CLAUSE = "heilongjiang-2023#（十六）"
_MARKS = {Verdict.MET: ("met", "✓ 满足"), Verdict.UNKNOWN: ("open", "? 待确认"),
          Verdict.FAILED: ("failed", "– 不符合（非必须）")}
_STANDINGS = {"征求意见稿": "征求意见稿，尚未正式施行", "鼓励开展": "政策鼓励开展，尚需机构推出",
              "拟设立": "拟设立，尚未开办", "已过目标期": "文件目标期已过，请确认是否延续",
              "已停办": "已停办"}
_NO_PROMISE = ("本页只按文件和产品资料核对条件，<strong>不承诺审批</strong>，也不代表获批的可能；"
               "额度、利率和能否办理以银行和责任单位审批为准。")
_NOTHING = ("<p>没有找到合适的政策工具或产品。可以补充用途（如买设备、还旧贷、周转）和所在地区后"
            "再试，或在下面提交融资需求，由当地银行来对接。</p>")


def results(found: Matching, stacks: Sequence[Stack], routed: Policy | None) -> str:
    """Return everything found; `routed` is the policy that states the routing."""
    tools = [o for o in found.offers if o.policy]
    products = [o for o in found.offers if not o.policy]
    parts = [f'<p class="promise">{_NO_PROMISE}</p>', routing_box(found.routing, routed)]
    if not found.offers:
        parts.append(f'<div class="nothing" role="status">{_NOTHING}</div>')
    for title, offers in (("政策工具", tools), ("金融产品", products)):
        if offers:
            cards = "".join(card(o, place) for place, o in enumerate(offers, 1))
            parts.append(f'<section aria-label="{title}"><h3>{title}（{len(offers)}）</h3>'
                         f'<div class="cards">{cards}</div></section>')
    if len(found.offers) > 1:
        parts.append('<p class="compare-bar"><button type="button" data-act="compare">并排比较所选'
                     "</button> 先在卡片上勾选 2 到 4 项</p>")
    return "".join([*parts, stack_list(stacks), excluded_list(found.excluded)])


def card(offer: Offer, place: int) -> str:
    """Return the card of one offer, the `place`-th of its section."""
    product = offer.product
    kind, mark = _MARKS[offer.verdict]
    who = product.institution or (offer.policy.region.full_name if offer.policy else "")
    rows = "".join(_criterion(j, product) for j in offer.judged)
    conditions = f'<ul class="criteria">{rows}</ul>' if rows else "<p>资料没有写明具体条件。</p>"
    return (
        f'<article class="offer {kind}" aria-label="{escape(product.name)}">'
        f'<header><h4>{escape(product.name)}</h4><span class="badge {kind}">{mark}</span>'
        f"{standing_label(product)}</header>"
        f'<p class="who">{escape(product.kind)} · {escape(who)}</p>{_facts(product)}'
        f'{conditions}<p class="basis">依据：{source(product, offer.policy)}</p>'
        f"<details><summary>为什么排在第 {place} 位</summary><p>{why_here(offer)}</p></details>"
        f'<label class="pick"><input type="checkbox" data-id="{escape(product.id)}"> 加入比较'
        f'<span class="unseen">：{escape(product.name)}</span></label></article>')


def why_here(offer: Offer) -> str:
    """Return why an offer stands where it does, and that this is no chance of approval."""
    return (f"{escape(offer.reasons)}。贴合度按您说的用途和话里的词计算，只用来排先后，"
            "与能否获批无关；满足的条件越多、待确认的越少，排得越靠前。")


def standing_label(product: Product) -> str:
    """Return the label of a product that is not simply in force, else nothing."""
    told = _STANDINGS.get(product.standing)
    return f'<span class="standing">{escape(told)}</span>' if told else ""


def source(product: Product, policy: Policy | None) -> str:
    """Return the clause or the page that states `product`, linked, with its date."""
    told = escape(basis(product, policy).replace(f"，{product.source}", ""))
    if policy and product.clause:
        return _link(clause_address(product.clause), told)
    address = product.source or ""
    return _link(address, told) if address.startswith(("https://", "http://")) else told


def clause_address(clause: str) -> str:
    """Return the address of a clause's page, /policy/{id}#label."""
    policy, _, label = clause.partition("#")
    return f"/policy/{quote(policy)}#{quote(label)}"


def routing_box(routing: str | None, policy: Policy | None) -> str:
    """Return where the clause of Heilongjiang sends a blocked firm; nothing when nowhere."""
    if not routing:
        return ""
    label = ROUTING_CLAUSE.partition("#")[2]
    clause = next((c for c in policy.clauses if c.label == label), None) if policy else None
    said = next((s for s in clause.text.replace("\n", "").replace("；", "。").split("。")
                 if routing in s), "") if clause else ""
    cited = f"<blockquote>{escape(said)}</blockquote>" if said else ""
    name = f"《{policy.title}》（{policy.number}）{label}" if policy else label
    return (f'<section class="routing" aria-label="堵点分类"><h3>建议先找：{escape(routing)}</h3>'
            f"{cited}<p>依据：{_link(clause_address(ROUTING_CLAUSE), escape(name))}</p></section>")


def excluded_list(excluded: Sequence[Exclusion]) -> str:
    """Return what is shut out and why, folded; nothing when nothing is."""
    if not excluded:
        return ""
    rows = "".join(f"<li><b>{escape(e.product.name)}</b>：{escape(e.why)}。"
                   f"{_short_source(e.product)}</li>" for e in excluded)
    return (f'<details class="excluded"><summary>不适合的 {len(excluded)} 项和原因</summary>'
            f"<ul>{rows}</ul></details>")


def stack_list(stacks: Sequence[Stack]) -> str:
    """Return what may be had on top of which product, with the words that say so."""
    if not stacks:
        return ""
    rows = "".join(
        f"<li><b>{escape(s.extra.name)}</b>可与{escape('、'.join(p.name for p in s.loans))}搭配："
        f"“{escape(s.quote)}”{_short_source(s.extra)}</li>" for s in stacks)
    return f'<section class="stacks" aria-label="可搭配"><h3>可搭配</h3><ul>{rows}</ul></section>'


def _facts(product: Product) -> str:
    """Return amount, rate and term as stated, and in one line which of them are not."""
    always = [("额度", product.amount_text), ("利率或费率", product.rate_text),
              ("期限", product.term_text)]
    more = [("担保方式", product.guarantee_text), ("补贴", product.subsidy_text)]
    rows = [(label, text) for label, text in (*always, *more) if text]
    if silent := "、".join(label for label, text in always if not text):
        rows.append((UNKNOWN, silent))
    told = "".join(f"<div><dt>{label}</dt><dd>{escape(text)}</dd></div>" for label, text in rows)
    return f'<dl class="facts">{told}</dl>'


def _criterion(judged: Judged, product: Product) -> str:
    kind, mark = _MARKS[judged.verdict]
    return (f'<li class="{kind}"><span class="mark-word">{mark}</span> '
            f"{escape(judged.criterion.quote)} {_short_source(product)}</li>")


def _short_source(product: Product) -> str:
    """Return a short link to the clause, or to the page with its date."""
    if product.clause:
        return _link(clause_address(product.clause), escape(product.clause.partition("#")[2]))
    told = f"来源（{escape(product.source_date or '日期未载明')}）"
    address = product.source or ""
    return _link(address, told) if address.startswith(("https://", "http://")) else told


def _link(address: str, told: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{told}</a>'
