"""An answer for reviewers as HTML: question, turns before, answer, quotes, trace, versions."""

from collections.abc import Mapping, Sequence
from html import escape

from chat.talks.conversations import Saved
from chat.web.records_page import message_html
from eval.review.seen import Seen
from eval.statistics.topics import Topics
from matcher.panels import scroll_box

_ROLES = {"user": "问", "assistant": "答"}


def seen_html(seen: Seen, topics: Topics, now: Mapping[str, str]) -> str:
    """Return all of an answer; `now` holds the versions of today by policy id."""
    answer = message_html(Saved(seen.key.seq, "assistant", seen.answer.text, seen.at, seen.answer))
    return (f'<article class="seen" aria-label="回答 {escape(seen.key.short)}">'
            f"{_before(seen)}<h4>问题</h4><p class=\"asked\">{escape(seen.question)}</p>"
            f"<h4>当时的回答</h4>{answer}{_beside(seen)}{_refusal(seen)}"
            f"{trace_table(seen, topics)}{_versions(seen.versions, now)}</article>")


def _before(seen: Seen) -> str:
    if not seen.before:
        return ""
    turns = "".join(f"<p><b>{_ROLES.get(role, role)}：</b>{escape(text)}</p>"
                    for role, text in seen.before)
    return f"<details><summary>之前的对话（{len(seen.before)} 句）</summary>{turns}</details>"


def _beside(seen: Seen) -> str:
    """Return the products and the papers that were shown below the answer."""
    offers = "、".join(f"{o.name}（{o.verdict}）" if o.verdict else o.name
                      for o in seen.answer.products)
    lines = (("同时列出的产品", offers), ("依据文件", "；".join(seen.answer.papers)))
    return "".join(f"<p>{label}：{escape(text)}</p>" for label, text in lines if text)


def _refusal(seen: Seen) -> str:
    if not seen.answer.refused:
        return ""
    kind = f"（{escape(seen.answer.trace.reason)}）" if seen.answer.trace.reason else ""
    return f'<p class="hint">按“没有依据”回答：{escape(seen.answer.reason or "")}{kind}</p>'


def trace_table(seen: Seen, topics: Topics) -> str:
    """Return what the search found for the question, best first."""
    if not seen.answer.trace.hits:
        return '<p class="hint">这条回答没有留下检索记录。</p>'
    cited = {citation.clause for citation in seen.answer.citations}
    rows = []
    for n, (clause, score) in enumerate(seen.answer.trace.hits, 1):
        name, document = topics.name(clause)
        cells = (document, f"{score:.3f}", "引用" if clause in cited else "")
        said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{n}. {escape(name)}</th>{said}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in ("条款", "文件", "得分", "是否引用"))
    return ("<details><summary>检索记录</summary>"
            f"{scroll_box('检索记录', f'<thead><tr>{head}</tr></thead>', rows)}</details>")


def _versions(versions: Sequence[str], now: Mapping[str, str]) -> str:
    """Return the texts that the answer rests on, and whether they are the same today."""
    if not versions:
        return ""
    told = []
    for version in versions:
        policy, _, digest = version.partition("@")
        same = ("没有记版本" if not digest else "已撤下" if policy not in now
                else "与现在相同" if now[policy] == version else "现在已有改动")
        told.append(f"{policy} {digest}（{same}）")
    return f'<p class="hint">所依据文件的版本：{escape("；".join(told))}</p>'
