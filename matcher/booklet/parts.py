"""A booklet as blocks, in printed order.

Cover, contents, notes, changes, 十佳, policies, cards, index.
"""

from collections.abc import Iterator, Sequence

from corpus.quarters import Changes, named
from matcher.booklet.card import Card
from matcher.booklet.compile import TITLE, Booklet, Chapter, by_name, by_need
from matcher.booklet.digest import Paper
from matcher.booklet.layout import Block, Cover, Heading, Para, Span, Table, entry, joined, text
from matcher.booklet.showcase_text import showcase_blocks

_LABEL_WIDTH = 18
_NUMBERS = "一二三四五六七八九十"
_STANDINGS = (
    ("现行", "正式印发的文件或机构公开页面载明。"),
    ("鼓励开展", "文件鼓励或引导机构开展，不等于已有产品，请向机构询问。"),
    ("拟设立", "文件提出将要设立，尚未见到设立的依据。"),
    ("征求意见稿", "出自尚未正式印发的文件。"),
    ("目标期至…年", "出自所列目标期已过的方案，是否仍在执行请向责任单位核实。"),
    ("待核实", "资料日期较早（超过两年）或未载明，办理前请向机构核实。"),
    ("地区未载明", "资料没有写适用地区，请先向机构确认本地是否办理。"))


def booklet_blocks(booklet: Booklet) -> list[Block]:
    """Return the whole booklet."""
    parts = [("notes", "编制说明", list(_notes(booklet)))]
    if booklet.changes is not None:
        parts.append(("changes", "本季变化", list(_changes(booklet.changes, booklet.cards))))
    if booklet.showcase:
        anchors = {card.id: card.anchor for card in booklet.cards}
        parts.append(("showcase", "十佳", list(showcase_blocks(booklet.showcase, anchors))))
    parts += [("papers", "政策摘要", list(_papers(booklet.papers))),
              ("products", "产品与政策工具", list(_cards(booklet))),
              ("index", "名称索引", list(_index(booklet.cards))),
              ("sources", "资料来源", list(_sources(booklet)))]
    blocks: list[Block] = [_cover(booklet), *_contents(booklet, [p[:2] for p in parts])]
    for i, (anchor, title, body) in enumerate(parts):
        short = anchor == "changes" or (anchor == "showcase" and len(body) < 3)
        blocks += [Heading(1, f"{_NUMBERS[i]}、{title}", anchor, runs_on=short), *body]
    return blocks


def _cover(booklet: Booklet) -> Cover:
    day = booklet.compiled_on
    papers = "；".join(f"{paper.citation}" for paper in booklet.papers) or "无"
    ladder = " → ".join(region.name for region in booklet.region.ladder)
    return Cover(
        booklet.title.replace(TITLE, f"\n{TITLE}").strip(), f"{day.year}年{day.month}月编",
        (("适用地区", f"{booklet.region.full_name}（{ladder}，上级规定对下级有效）"),
         ("编制日期", f"{day.year}年{day.month}月{day.day}日"),
         ("收录", f"政策文件 {len(booklet.papers)} 份，产品与政策工具 {len(booklet.cards)} 项"),
         ("政策来源", papers),
         ("产品来源", "上述文件的条款；机构和政府的公开页面，逐项注明名称和日期")),
        ("本册依据公开文件和公开页面编制，供查阅参考，不构成授信或补贴承诺。",
         "条款以发文机关公布的文本为准，产品以机构最新公布和审批结果为准。"))


def _contents(booklet: Booklet, parts: Sequence[tuple[str, str]]) -> Iterator[Block]:
    yield Heading(1, "目录", "contents")
    for i, (anchor, title) in enumerate(parts):
        yield entry(f"{_NUMBERS[i]}、{title}", anchor)
        if anchor == "papers":
            yield from (entry(f"{paper.citation}", paper.anchor, deeper=True)
                        for paper in booklet.papers)
        if anchor == "products":
            yield from (entry(_counted(chapter), chapter.anchor, deeper=True)
                        for chapter in booklet.chapters)
    yield Heading(2, "按用途查找", "needs")
    yield Para(text("数字是卡片的编号，同一项可以满足几种用途。", "small"), "note")
    rows = tuple(((Span(need, "strong"),), joined([
        Span(f"{card.number} {card.name}", "", f"#{card.anchor}") for card in cards], "；"))
        for need, cards in by_need(booklet.cards).items())
    if rows:
        yield Table(rows, (_LABEL_WIDTH, 100 - _LABEL_WIDTH), ("用途", "产品与政策工具"))


def _notes(booklet: Booklet) -> Iterator[Block]:
    left = booklet.left_out
    yield Para(text("收录范围：适用于本地区及其上级的政策文件，以及面向企业、"
                    "在本地区可以办理或申请的产品与政策工具；其他地区的规定和产品不收。"))
    others = [f"{count} 项{why}" for count, why in (
        (left.below, "只适用于本地区的部分市、区，请按市、区另编"),
        (left.ended, "已停办"), (left.untraced, "所引条款不在收录的文件里")) if count]
    if others:
        yield Para(text(f"未收录：{'；'.join(others)}。"))
    yield Para(text("原文和摘要逐字引自文件，文号和条款号随文注明。"
                    "资料没有写的内容列为“未载明”，不作推测。金额、利率和期限以资料原话为准。"))
    yield Para(text("每项名称后的标记说明它处于什么阶段："))
    yield Table(tuple((text(name, "label"), text(meaning)) for name, meaning in _STANDINGS),
                (_LABEL_WIDTH, 100 - _LABEL_WIDTH), ("标记", "含义"))


def _papers(papers: Sequence[Paper]) -> Iterator[Block]:
    if not papers:
        yield Para(text("没有收录适用于本地区的政策文件。"))
    for paper in papers:
        yield Heading(2, paper.title, paper.anchor,
                      (paper.region.full_name, *((paper.mark,) if paper.mark else ())))
        yield Para(text(paper.facts, "small"), "note")
        if paper.caution:
            yield Para(text(f"注意：{paper.caution}", "caution"), "note")
        yield _lines(paper)


def _lines(paper: Paper) -> Table:
    """Return the clauses of `paper`; without a column of units where no clause names one."""
    rows = (((Span(line.label),), (Span(line.text), Span(f"\n{line.citation}", "small")),
             text("、".join(line.units), "small")) for line in paper.lines)
    head = ("条款", "内容（原文标题或首句）", "责任单位")
    if any(line.units for line in paper.lines):
        return Table(tuple(rows), (11, 65, 24), head)
    return Table(tuple(row[:2] for row in rows), (11, 89), head[:2])


def _cards(booklet: Booklet) -> Iterator[Block]:
    if not booklet.chapters:
        yield Para(text("没有收录适用于本地区的产品。"))
    for chapter in booklet.chapters:
        yield Heading(2, _counted(chapter), chapter.anchor)
        for section in chapter.sections:
            for i, card in enumerate(section.cards):
                if i == 0:
                    yield Para((Span(f"用途：{section.need}", "strong"),), "flow")
                yield from card_blocks(card)


def _counted(chapter: Chapter) -> str:
    return f"{chapter.kind}（{len(chapter.cards)} 项）"


def card_blocks(card: Card) -> Iterator[Block]:
    """Yield a card: its heading and its table."""
    yield Heading(3, f"{card.number}　{card.name}", card.anchor, (*card.labels, card.place))
    rows = tuple((text(row.label, "small" if row.label in ("原文", "来源") else ""),
                  text(row.text, "small" if row.label in ("原文", "来源") else "", row.link))
                 for row in card.rows)
    yield Table(rows, (_LABEL_WIDTH, 100 - _LABEL_WIDTH), keep=True)


def _changes(changes: Changes, cards: Sequence[Card]) -> Iterator[Block]:
    anchors = {card.id: f"#{card.anchor}" for card in cards}
    if not changes:
        yield Para(text("与上一期相比没有变化。"))
    if changes.added:
        yield Heading(2, f"新增（{len(changes.added)} 项）", "added")
        yield Para(joined([Span(named(p), "", anchors.get(p.id)) for p in changes.added], "；"))
    if changes.changed:
        yield Heading(2, f"变更（{len(changes.changed)} 项）", "changed")
        rows = ((text(named(c.product), "", anchors.get(c.product.id)), text(f.field),
                 text(f.old), text(f.new)) for c in changes.changed for f in c.fields)
        yield Table(tuple(rows), (28, 16, 28, 28), ("产品", "项目", "原", "现"))
    if changes.ended:
        yield Heading(2, f"停办或移出（{len(changes.ended)} 项）", "ended")
        yield Para(text("；".join(map(named, changes.ended))))


def _index(cards: Sequence[Card]) -> Iterator[Block]:
    yield Para(text("按名称和别名的汉语拼音排序，数字是卡片的编号。", "small"), "note")
    rows = tuple((text(letter, "strong"), joined([
        Span(f"{name} {card.number}", "", f"#{card.anchor}") for name, card in entries], "；"))
        for letter, entries in by_name(cards).items())
    if rows:
        yield Table(rows, (8, 92))


def _sources(booklet: Booklet) -> Iterator[Block]:
    """Yield the papers and the pages that the booklet rests on, each once."""
    cited = {card.source for card in booklet.cards if not card.source.by_clause}
    papers = [(Span(paper.citation, "", f"#{paper.anchor}"),) for paper in booklet.papers]
    pages = [text(row.text, "", row.link) for row in sorted(cited, key=lambda row: row.text)]
    rows = tuple((text(str(i)), cell) for i, cell in enumerate([*papers, *pages], 1))
    if rows:
        yield Table(rows, (8, 92))
