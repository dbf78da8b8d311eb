"""Paragraphs to a tree of numbered nodes: front, headings, clauses, annexes, tail.

A number is a sibling of the last node with the same scheme that is still open, else a child of the
nearest node that stands higher. Below an article (第X条) nothing is a node of its own. What stands
under a lone 附件 line after the first number is an annex; before it, the annex is the main text.
The numbers in a list of attachments (附件：1.申报表, 2.清单) number nothing.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.numbering import Mark, Scheme, join_labels
from corpus.paragraphs import Paragraph

_ANNEX = re.compile(r"附\s?件\s?([一二三四五六七八九十\d]*)[:：]?$")
_ATTACHED = re.compile(r"附\s?件\s?(?:[:：]?\s*(1)\s*[.．、]|[:：]$)")
_CONTENTS = re.compile(r"目\s?录$")


@dataclass(eq=False)
class Node:
    """A numbered unit; `paragraphs[0]` holds its number (an annex: the 附件 line)."""

    mark: Mark
    paragraphs: list[Paragraph]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    annex: bool = False

    @property
    def path(self) -> list["Node"]:
        """From the outermost node to this one."""
        return [*(self.parent.path if self.parent else []), self]


@dataclass
class Outline:
    """The paragraphs before the first number, and all nodes in document order."""

    front: list[Paragraph]
    nodes: list[Node]


def read_outline(paragraphs: list[Paragraph]) -> Outline:
    """Arrange `paragraphs` by their numbers."""
    outline = Outline([], [])
    has_articles = sum(p.mark is not None and p.mark.scheme is Scheme.ARTICLE
                       for p in paragraphs) > 1
    start = _skip_contents(paragraphs)
    outline.front = paragraphs[:start]
    attached = _attachments(paragraphs)
    current: Node | None = None
    for at, paragraph in enumerate(paragraphs[start:], start):
        mark, annex = None if at in attached else paragraph.mark, False
        hit = None if mark or at in attached else _ANNEX.match(paragraph.text)
        if outline.nodes and hit:
            mark, annex = Mark(Scheme.PART, f"附件{hit[1]}", len(paragraph.text)), True
        in_article = current and current.mark.scheme is Scheme.ARTICLE and has_articles
        if mark and in_article and mark.scheme > Scheme.ARTICLE:
            mark = None
        if mark:
            current = Node(mark, [paragraph], None if annex else _parent(current, mark), [], annex)
            if current.parent:
                current.parent.children.append(current)
            outline.nodes.append(current)
        elif current:
            current.paragraphs.append(paragraph)
        else:
            outline.front.append(paragraph)
    return outline


def labels(nodes: list[Node]) -> dict[Node, str]:
    """Return each node's label: the shortest path of numbers that is unique in the main text.

    Labels inside an annex are the whole path from 附件 on. A label that is still taken gets ·2.
    """
    suffixes = Counter(s for node in nodes if not _in_annex(node) for s in _suffixes(node))
    result: dict[Node, str] = {}
    taken: Counter[str] = Counter()
    for node in nodes:
        own = _suffixes(node)
        label = own[-1]
        if not _in_annex(node):
            label = next((s for s in own if suffixes[s] == 1), own[-1])
        taken[label] += 1
        result[node] = label if taken[label] == 1 else f"{label}·{taken[label]}"
    return result


def _suffixes(node: Node) -> list[str]:
    """Label paths that end at this node, the shortest first."""
    path = [n.mark.label for n in node.path]
    return [join_labels(path[i:]) for i in range(len(path) - 1, -1, -1)]


def _in_annex(node: Node) -> bool:
    return node.path[0].annex


def _parent(current: Node | None, mark: Mark) -> Node | None:
    """Return the node under which a node with `mark` that follows `current` belongs."""
    path = current.path if current else []
    for node in reversed(path):
        if node.mark.scheme is mark.scheme and not node.annex:
            return node.parent
    for node in reversed(path):
        if node.annex or node.mark.scheme < mark.scheme or (
                mark.scheme is Scheme.ARTICLE and node.mark.scheme > Scheme.ARTICLE):
            return node
    return None


def _skip_contents(paragraphs: list[Paragraph]) -> int:
    """Return where the text begins after a table of contents, 0 when there is none."""
    for i, paragraph in enumerate(paragraphs[:-1]):
        if _CONTENTS.match(paragraph.text):
            first = paragraphs[i + 1]
            for j in range(i + 2, len(paragraphs)):
                if paragraphs[j].mark and paragraphs[j].mark == first.mark:
                    return j
    return 0


def _attachments(paragraphs: list[Paragraph]) -> set[int]:
    """Return the positions of the lines of lists of attachments."""
    found: set[int] = set()
    for start, paragraph in enumerate(paragraphs):
        if not (match := _ATTACHED.match(paragraph.text)):
            continue
        number = 1 if match[1] else 0
        for at, item in enumerate(paragraphs[start + 1 :], start + 1):
            if "。" in item.text or not re.match(rf"{number + 1}\s*[.．、]", item.text):
                break
            number += 1
            found |= {start, at}
    return found
