"""Read one policy: text to paragraphs, outline, clauses with ids, letterhead and region.

The reader knows the grammar of official papers and no single document. What a document needs beyond
that stands in `<policy-id>.toml` beside it, see `corpus.notes`.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from corpus.convert import to_text
from corpus.errors import MissingFile, NoClauses
from corpus.letterhead import corrected, read_letterhead
from corpus.lines import markup
from corpus.model import Clause, Heading, Policy
from corpus.notes import read_notes
from corpus.outline import Node, labels, read_outline
from corpus.paragraphs import LONGEST_HEADING, Paragraph, read_paragraphs
from corpus.place import find_region
from corpus.tail import split_tail
from corpus.units import read_units

_TITLE = re.compile(r"([^。！？；：\n]{2,44})[。！？]")
_PROSE = re.compile(  # a sentence ends inside, or leads in to a list, or it is too long for a title
    rf"[。！？；].|，.*：$|.{{{LONGEST_HEADING + 1}}}")


def read_policy(path: str | Path) -> Policy:
    """Read the policy in `path` (txt, md, docx, pdf, html); the file name is its id.

    Raises:
        SourceError: missing, empty, binary, unsupported, or without a numbered clause.

    """
    path = Path(path)
    if not path.is_file():
        raise MissingFile(str(path))
    return parse_policy(to_text(path), path.stem, read_notes(path.with_suffix(".toml")))


def parse_policy(source: str, policy_id: str, extra: dict[str, Any] | None = None) -> Policy:
    """Read the policy whose text is `source`; `extra` is what its data file says."""
    extra = extra or {}
    paragraphs = read_paragraphs(source)
    outline = read_outline(paragraphs)
    if not outline.nodes:
        raise NoClauses(policy_id)
    tail = split_tail(outline.nodes[-1])
    head = corrected(read_letterhead(outline.front, tail, policy_id), extra)
    clauses, headings = _cut(outline.nodes, policy_id, source)
    if outline.front:
        clauses.insert(0, _clause(policy_id, "文首", (), outline.front, 0, source))
    if tail:
        clauses.append(_clause(policy_id, "文末", (), tail, 0, source))
    return Policy(
        id=policy_id, title=head.title, number=head.number, issuers=head.issuers,
        region=find_region(extra.get("region"), head, [p.text for p in paragraphs]),
        signed_on=head.signed_on, printed_on=head.printed_on, status=head.status,
        clauses=tuple(clauses), headings=tuple(headings), source=source,
        unaccounted=_unaccounted(source, paragraphs, clauses, headings),
        nicknames=tuple(extra.get("nicknames", ())), places=tuple(extra.get("places", ())),
        targets_end=extra.get("targets_end"), version=_version(source, extra),
    )


def _version(source: str, extra: dict[str, Any]) -> str:
    """Return the digest of a text with its data file: the same for the same words and notes."""
    notes = json.dumps(extra, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{notes}\n{source}".encode()).hexdigest()[:16]


def _cut(nodes: list[Node], policy_id: str, source: str) -> tuple[list[Clause], list[Heading]]:
    names = labels(nodes)
    clauses, headings = [], []
    for node in nodes:
        path = tuple(_heading_text(n) for n in node.path[:-1])
        if not node.children or _has_prose(node):
            clauses.append(
                _clause(policy_id, names[node], path, node.paragraphs, _skip(node), source))
        else:
            span = node.paragraphs[0].span[0], node.paragraphs[-1].span[1]
            headings.append(Heading(_heading_text(node), span))
    return clauses, headings


def _skip(node: Node) -> int:
    """Return how many characters of the first paragraph are the number: all of 附件一."""
    return len(node.paragraphs[0].text) if node.annex else node.mark.length


def _has_prose(node: Node) -> bool:
    """Return whether `node` states something itself, beside its number, title and children."""
    first, *rest = (p.text for p in node.paragraphs)
    return bool(_PROSE.search(first[_skip(node) :])) or any(
        "。" in text or _PROSE.search(text) for text in rest)


def _heading_text(node: Node) -> str:
    """Return number and title as printed, up to the first final sign."""
    if node.annex:
        return node.mark.label
    return re.split("[。！？\n]", node.paragraphs[0].text)[0][:LONGEST_HEADING]


def _clause(policy_id: str, label: str, path: tuple[str, ...], paragraphs: list[Paragraph],
            skip: int, source: str) -> Clause:
    """Make a clause of `paragraphs`, without the first `skip` characters (its number)."""
    text = ""
    offsets: list[int] = []
    for i, paragraph in enumerate(paragraphs):
        start = skip if i == 0 else 0
        if text and start < len(paragraph.text):
            text += "\n"
            offsets.append(offsets[-1])
        text += paragraph.text[start:]
        offsets += paragraph.offsets[start:]
    units = read_units(text)
    title = None if label in ("文首", "文末") else _title(text, units.start)
    return Clause(
        id=f"{policy_id}#{label}", label=label, heading_path=path, title=title, text=text,
        leads=units.leads, units=units.units,
        span=(paragraphs[0].span[0], paragraphs[-1].span[1]),
        offsets=tuple(offsets), source=source,
    )


def _title(text: str, statement: int) -> str | None:
    """Return the phrase that names the clause: its first short sentence, if more follows."""
    first, _, rest = text.partition("\n")
    if rest and len(first) <= 44 and not re.search("[。；：]", first):
        return first
    match = _TITLE.match(text)
    following = len(text) if statement < 0 else statement
    return match[1] if match and match.end() < following and len(match[1]) <= 40 else None


def _unaccounted(source: str, paragraphs: list[Paragraph], clauses: list[Clause],
                 headings: list[Heading]) -> tuple[int, ...]:
    """Offsets of visible characters that belong to no clause or heading, or to two of them."""
    owners = [0] * (len(source) + 1)
    for start, end in [c.span for c in clauses] + [h.span for h in headings]:
        for i in range(start, end):
            owners[i] += 1
    kept = {i for p in paragraphs for i in (*p.offsets, *p.doubled)} | markup(source)
    blank = "\u3000\xa0\ufeff\u200b"
    marks = markup(source)
    return tuple(
        i for i, char in enumerate(source)
        if not char.isspace() and char not in blank
        and (i not in kept or (owners[i] != 1 and i not in marks)))
