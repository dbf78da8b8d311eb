"""The 十佳 as blocks of a paper, and as markdown."""

from collections.abc import Iterator, Mapping

from corpus.quarters import named
from matcher.booklet.layout import Block, Cover, Heading, Para, Table, text
from matcher.booklet.showcase import Showcase


def showcase_blocks(showcase: Showcase, anchors: Mapping[str, str]) -> Iterator[Block]:
    """Yield the list and the reasons; `anchors` are the places of cards by product id."""
    yield Para(text(f"{showcase.title}。{showcase.standing}。", "strong"))
    if not showcase.places:
        yield Para(text("没有产品达到提名条件。"))
        return
    yield Para(text(f"提名 {showcase.nominated} 项，列出前 {len(showcase.places)} 项；"
                    "得分相同的名次并列。资料没有写的不得分，不表示产品没有。"))
    names = [score.criterion for score in showcase.places[0].scores]
    rows = tuple((text(str(p.rank)), text(named(p.product), "", f"#best{i}"),
                  *(text(f"{score.points:g}") for score in p.scores),
                  text(f"{p.total:g}", "strong"))
                 for i, p in enumerate(showcase.places, 1))
    width = 52 // (len(names) + 1)
    head = [f"{s.criterion}（{s.weight:g}）" for s in showcase.places[0].scores]
    yield Table(rows, (8, 40, *(width for _ in (*names, "合计"))), ("名次", "产品", *head, "合计"))
    for i, place in enumerate(showcase.places, 1):
        yield Heading(3, f"第{place.rank}名　{named(place.product)}", f"best{i}",
                      (f"{place.total:g} 分",))
        reasons = tuple((text(f"{s.criterion} {s.points:g}／{s.weight:g}"), text(s.reason))
                        for s in place.scores)
        source = (text("来源", "small"), text(place.source.text, "small", place.source.link))
        card = anchors.get(place.product.id)
        more = [(text("卡片", "small"), text("见产品卡片", "small", f"#{card}"))] if card else []
        yield Table((*reasons, source, *more), (22, 78), keep=True)


def showcase_paper(showcase: Showcase) -> list[Block]:
    """Return the list as a paper of its own."""
    day = showcase.as_of
    cover = Cover(showcase.title, showcase.standing,
                  (("评分日期", f"{day.year}年{day.month}月{day.day}日"),
                   ("提名", f"{showcase.nominated} 项")), ())
    return [cover, Heading(1, "名单与评分理由", "list"), *showcase_blocks(showcase, {})]


def showcase_markdown(showcase: Showcase) -> str:
    """Return the list with the reason for each point as markdown."""
    parts = [f"# {_plain(showcase.title)}", f"**{_plain(showcase.standing)}**　"
             f"评分日期 {showcase.as_of}，提名 {showcase.nominated} 项。"]
    if not showcase.places:
        parts.append("没有产品达到提名条件。")
    for place in showcase.places:
        rows = [f"| {s.criterion} | {s.points:g}／{s.weight:g} | {_plain(s.reason)} |"
                for s in place.scores]
        link = f" <{place.source.link}>" if place.source.link else ""
        title = f"## {place.rank}. {_plain(named(place.product))}：{place.total:g} 分"
        parts.append("\n".join((title, "", "| 标准 | 得分 | 理由 |", "|---|---|---|", *rows, "",
                                f"来源：{_plain(place.source.text)}{link}")))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("|", "／").replace("<", "&lt;")
