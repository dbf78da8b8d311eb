"""Documents and their versions as HTML: what is in force, what was on a day, what ends what."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from corpus.publishing.links import Link
from corpus.publishing.versions import Kind, State, Version
from corpus.records.clock import shown
from matcher.panels import message, scroll_box

_HEAD = ("文件", "状态", "版本", "生效", "废止、替代", "操作")
_VERSIONS = ("版本", "状态", "生效", "发布", "操作")


def titles_of(found: Sequence[Version]) -> dict[str, str]:
    """Return the newest title of each policy among `found`, by its id."""
    return {v.document: v.title for v in reversed(found) if v.kind is Kind.POLICY}


def documents_table(found: Sequence[Version], links: Sequence[Link]) -> str:
    """Return each document with where it stands; `found` are versions, the newest first."""
    newest: dict[tuple[str, str], list[Version]] = {}
    for version in found:
        newest.setdefault((version.kind, version.document), []).append(version)
    titles = titles_of(found)
    rows = [_document(versions[0], links, titles) for versions in newest.values()]
    return (f'<p class="count" role="status">共 {len(rows)} 份</p>'
            + scroll_box("文件和产品库", _heads(_HEAD), rows))


def versions_table(found: Sequence[Version], links: Sequence[Link],
                   titles: Mapping[str, str]) -> str:
    """Return the versions of one document, the newest first, and its links, with buttons."""
    title, document = found[0].title, found[0].document
    ended = "".join(_link(link, titles) for link in links if document in (link.ended, link.by))
    rows = [_version(version) for version in found]
    return (f"<h3>{escape(title)}</h3><p>编号 {escape(document)}</p>"
            + scroll_box("版本", _heads(_VERSIONS), rows)
            + (f"<ul>{ended}</ul>" if ended else ""))


def on_day(found: Sequence[Version], links: Sequence[Link], titles: Mapping[str, str],
           day: date) -> str:
    """Return which version of each policy was in force on `day`, with its text."""
    if not found:
        return message(f"{day} 没有登记在册的生效文件。")
    parts = []
    for version in found:
        ended = "；".join(f"当时已被《{titles.get(link.by, link.by)}》{link.kind}" for link in links
                         if link.ended == version.document and link.since <= day)
        clauses = "".join(f"<h4>{escape(c.label)}</h4><p>{_lines(c.text)}</p>"
                          for c in version.policy.clauses)
        parts.append(f'<details class="day"><summary>{escape(version.title)}：'
                     f"第 {version.number} 版，{escape(_term(version))}"
                     f"{'（' + escape(ended) + '）' if ended else ''}</summary>"
                     f'<div tabindex="0" role="region" aria-label="{escape(version.title)}全文">'
                     f"{clauses}</div></details>")
    return (f'<p class="count" role="status">{day} 生效的有 {len(found)} 份，点开看当时的文本</p>'
            + "".join(parts))


def asking(version: Version, *, back: Version | None, restore: bool) -> str:
    """Return the question before a version is withdrawn or restored; `back` comes instead."""
    name = f"“{version.title}”第 {version.number} 版"
    if restore:
        return message(f"确定恢复{name}的文本吗？它会立即重新生效，成为新的一版。", bad=True)
    then = (f"第 {back.number} 版的文本随即恢复生效" if back
            else "这份文件不再用于回答，文本仍留存，可随时恢复")
    return message(f"确定撤回{name}吗？{then}。", bad=True)


def _document(newest: Version, links: Sequence[Link], titles: Mapping[str, str]) -> str:
    told = "；".join(_relation(newest.document, link, titles) for link in links
                    if newest.document in (link.ended, link.by))
    key = escape(f"{newest.kind}/{newest.document}")
    kind = "" if newest.kind is Kind.POLICY else f"（{newest.kind}）"
    return (f'<tr><th scope="row">{escape(newest.title)}{kind}<br><span class="hint">'
            f"{escape(newest.document)}</span></th><td>{newest.status}</td>"
            f"<td>第 {newest.number} 版</td><td>{escape(_term(newest))}</td>"
            f"<td>{escape(told) or '—'}</td>"
            f'<td><button type="button" data-id="{key}" '
            f'aria-label="查看 {escape(newest.title)} 的版本">版本</button></td></tr>')


def _version(version: Version) -> str:
    act = ("withdraw", "撤回") if version.status is State.PUBLISHED else ("restore", "恢复")
    text = "" if version.kind is Kind.CATALOG else (
        f'<a href="/policy/{quote(version.document)}?version={version.digest}" target="_blank">'
        f'看文本<span class="sr-only">第 {version.number} 版</span></a> ')
    from_older = f"（恢复自第 {version.restores} 版）" if version.restores else ""
    published = shown(version.published_at)[:16] if version.published_at else ""
    return (f'<tr><th scope="row">第 {version.number} 版{from_older}</th>'
            f"<td>{version.status}</td><td>{escape(_term(version))}</td>"
            f"<td>{escape(version.published_by or '')}<br>{published}</td>"
            f'<td>{text}<button type="button" data-id="{act[0]}:{version.id}" '
            f'aria-label="{act[1]}第 {version.number} 版">{act[1]}</button></td></tr>')


def _link(link: Link, titles: Mapping[str, str]) -> str:
    key = escape(f"unlink:{link.ended}:{link.by}")
    told = escape(f"《{titles.get(link.ended, link.ended)}》{_relation(link.ended, link, titles)}")
    return (f'<li>{told} <button type="button" data-id="{key}" aria-label="取消登记：{told}">'
            "取消登记</button></li>")


def _relation(document: str, link: Link, titles: Mapping[str, str]) -> str:
    if link.ended == document:
        return f"{link.since} 起被《{titles.get(link.by, link.by)}》{link.kind}"
    return f"{link.since} 起{link.kind}《{titles.get(link.ended, link.ended)}》"


def _term(version: Version) -> str:
    since = str(version.effective_from) if version.effective_from else "起始日未载明"
    return f"{since} 至 {version.effective_until or '今'}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _heads(names: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>"
