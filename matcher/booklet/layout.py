"""A printed paper as blocks, the same for every format: cover, headings, paragraphs, tables."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

SpanStyle = Literal["", "strong", "small", "label", "caution"]
ParaStyle = Literal["body", "note", "entry", "subentry", "flow"]


class Span(NamedTuple):
    """A piece of text; `link` is an address, or # and the name of a place in the paper."""

    text: str
    style: SpanStyle = ""
    link: str | None = None


Cell = tuple[Span, ...]


class Cover(NamedTuple):
    """The title page: `rows` are label and text."""

    title: str
    subtitle: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


class Heading(NamedTuple):
    """A heading of level 1 to 3 at `anchor`; `labels` follow its text.

    One of level 1 begins a page unless `runs_on`.
    """

    level: int
    text: str
    anchor: str = ""
    labels: tuple[str, ...] = ()
    runs_on: bool = False


class Para(NamedTuple):
    """A paragraph; an entry of a list of contents names in `page_of` the place it leads to."""

    spans: Cell
    style: ParaStyle = "body"
    page_of: str = ""


class Table(NamedTuple):
    """A table; `widths` are in percent, `keep` holds all rows on one page where they fit."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    head: tuple[str, ...] = ()
    keep: bool = False


Block = Cover | Heading | Para | Table


def text(said: str, style: SpanStyle = "", link: str | None = None) -> Cell:
    """Return a cell of one piece."""
    return (Span(said, style, link),)


def entry(said: str, anchor: str, *, deeper: bool = False) -> Para:
    """Return a line of contents that leads to `anchor`."""
    return Para(text(said, "", f"#{anchor}"), "subentry" if deeper else "entry", anchor)


def joined(links: Sequence[Span], between: str = "　") -> Cell:
    """Return `links` in one line, apart by `between`."""
    pieces: list[Span] = []
    for link in links:
        pieces += [Span(between), link] if pieces else [link]
    return tuple(pieces)


def anchors(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the places that headings name."""
    yield from (b.anchor for b in blocks if isinstance(b, Heading) and b.anchor)


def links(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the addresses and places that the blocks lead to."""
    for block in blocks:
        cells = ([block.spans] if isinstance(block, Para) else
                 [cell for row in block.rows for cell in row] if isinstance(block, Table) else [])
        yield from (span.link for cell in cells for span in cell if span.link)
