"""A draft as HTML: what was read, what would change word by word, what rests on it."""

from collections.abc import Sequence
from html import escape

from corpus.model import Policy
from corpus.product import Product
from corpus.publishing.catalog_changes import CatalogChanges
from corpus.publishing.changes import Change, ClauseChange, Mark
from corpus.publishing.letterhead_form import FIELDS, fields_of
from corpus.publishing.versions import Kind, Version
from corpus.records.clock import shown
from eval.publishing.impact import Citing, Impact
from matcher.panels import message, scroll_box

_MOST = 60
_TAGS = {Mark.KEPT: "{}", Mark.ADDED: "<ins>{}</ins>", Mark.GONE: "<del>{}</del>"}


def drafts_list(drafts: Sequence[Version]) -> str:
    """Return the drafts, each with a button that opens it."""
    if not drafts:
        return '<p class="quiet">没有草稿。上传的文件先成为草稿，发布之前不影响任何回答。</p>'
    rows = [f'<tr><th scope="row">{escape(d.title)}</th><td>{d.kind}</td>'
            f"<td>{escape(d.created_by)}<br>{shown(d.created_at)[:16]}</td>"
            f'<td><button type="button" data-id="{escape(d.id)}" '
            f'aria-label="打开草稿 {escape(d.title)}">打开</button></td></tr>' for d in drafts]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("草稿", "种类", "上传", "操作"))
    return scroll_box("草稿", f"<thead><tr>{head}</tr></thead>", rows)


def reading(draft: Version, now: Version | None, policy: Policy) -> str:
    """Return what a policy's draft is and the clauses that were found in it."""
    lost = len(policy.unaccounted)
    rows = "".join(f"<li><b>{escape(c.label)}</b> {escape(c.title or c.text[:40])}</li>"
                   for c in policy.clauses)
    told = (f"读到 {len(policy.clauses)} 条条款，{len(policy.headings)} 个标题，"
            f"适用 {policy.region.full_name}（{policy.level}级），未归属的字 {lost} 个。")
    doubts = [FIELDS[n] for n, f in fields_of(policy, draft.extra).items() if f.doubt]
    unsure = f"<p><b>⚠ 待确认：{'、'.join(doubts)}</b></p>" if doubts else ""
    return (f"<h3>草稿《{escape(draft.title)}》</h3><p>{escape(_becomes(draft, now))}</p>"
            f"<p>{escape(told)}</p>{unsure}<details><summary>找到的条款</summary><ul>{rows}</ul></details>")


def reading_catalog(draft: Version, now: Version | None, count: int) -> str:
    """Return what a catalog's draft is."""
    return (f"<h3>草稿：产品库 {escape(draft.title)}</h3><p>{escape(_becomes(draft, now))}"
            f"读到 {count} 项产品。</p>")


def changes_html(changes: Sequence[ClauseChange], *, new: bool) -> str:
    """Return what changes, clause by clause; `new` when nothing is in force yet."""
    if not changes:
        return message("条款文字没有变化。")
    counts = "，".join(f"{kind} {sum(c.change is kind for c in changes)} 条" for kind in Change)
    parts = "".join(map(_change, changes))
    opened = "" if new else " open"
    return (f'<section class="diff"><h3>会改变什么</h3><p role="status">{counts}。'
            "下划线加粗的是新增的字，删除线的是去掉的字。</p>"
            f"<details{opened}><summary>逐条比较</summary>{parts}</details></section>")


def catalog_html(found: CatalogChanges) -> str:
    """Return what becomes of the products."""
    rows = "".join(
        f"<li>{escape(c.product.name)}（{escape(c.product.id)}）："
        + "；".join(f"{escape(label)} <del>{escape(was)}</del> <ins>{escape(now)}</ins>"
                   for label, was, now in c.fields) + "</li>" for c in found.changed[:_MOST])
    return ('<section class="diff"><h3>会改变什么</h3>'
            f'<p role="status">新增 {len(found.added)} 项，修改 {len(found.changed)} 项，'
            f"去掉 {len(found.ended)} 项。</p>{_products('新增', found.added)}"
            + (f"<details open><summary>修改</summary><ul>{rows}</ul></details>" if rows else "")
            + f"{_products('去掉', found.ended)}</section>")


def impact_html(found: Impact) -> str:
    """Return what rests on the clauses that change, as a warning with lists."""
    if not found.count:
        return message("没有产品、问法或测试题引用这些条款。")
    told = (f"注意：改动的条款被 {len(found.products)} 项产品和政策工具、"
            f"{len(found.questions)} 条问法、{len(found.cases)} 道测试题引用，发布后请逐项核对。")
    return (f'<section class="impact">{message(told, bad=True)}'
            f"{_citing('产品和政策工具', found.products)}{_citing('问法', found.questions)}"
            f"{_citing('测试题', found.cases)}</section>")


def asking(draft: Version, now: Version | None, cited: int) -> str:
    """Return the question asked before a draft is published."""
    warned = f"有 {cited} 处引用了改动的条款。" if cited else ""
    told = (f"确定发布“{draft.title}”吗？{_becomes(draft, now)}{warned}"
            "发布后问答、查条款和配产品都按它回答；发布错了可以撤回。")
    return message(told, bad=True)


def _becomes(draft: Version, now: Version | None) -> str:
    name = "产品库" if draft.kind is Kind.CATALOG else "文件"
    if now is None:
        return f"这是新{name}（编号 {draft.document}）。"
    return f"将替换“{now.title}”现在生效的第 {now.number} 版（编号 {draft.document}）。"


def _change(change: ClauseChange) -> str:
    words = "".join(_TAGS[mark].format(escape(text)) for mark, text in change.pieces)
    body = words.replace("\n", "<br>")
    return (f'<section class="change"><h4>{change.change} {escape(change.label)}</h4>'
            f"<p>{body}</p></section>")


def _products(title: str, products: Sequence[Product]) -> str:
    rows = "".join(f"<li>{escape(p.name)}（{escape(p.institution or p.kind)}）</li>"
                   for p in products[:_MOST])
    return f"<details><summary>{title}</summary><ul>{rows}</ul></details>" if rows else ""


def _citing(title: str, found: Sequence[Citing]) -> str:
    rows = "".join(f"<li>{escape('、'.join(c.clauses))}：{escape(c.name)}"
                   f' <span class="hint">{escape(c.where)}</span></li>' for c in found[:_MOST])
    more = f"<li>……另有 {len(found) - _MOST} 处</li>" if len(found) > _MOST else ""
    return (f"<details><summary>{title}：{len(found)}</summary><ul>{rows}{more}</ul></details>"
            if rows else "")
