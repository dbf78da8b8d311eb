"""文件目录: the headings and clauses of a document as a nested list beside its text."""

from collections.abc import Iterator

from corpus.citation import document_name
from corpus.model import Clause, Policy
from indexing.marks import safe

_LINE = 40  # characters of a clause without a title in the list


def outline_html(policy: Policy, here: str | None = None) -> str:
    """Return the contents and the text of `policy`; `here` is the id of the clause to show."""
    known = {heading.text for heading in policy.headings}
    return (
        f'<h2>《{safe(document_name(policy))}》{safe(policy.number or "")}</h2>'
        '<div class="lk-outline">'
        f'<nav aria-label="目录" tabindex="0">{"".join(_contents(policy, here))}</nav>'
        f'<div class="lk-full" tabindex="0" aria-label="正文">{"".join(_text(policy, here, known))}'
        "</div></div>")


def anchor(clause: Clause) -> str:
    """Return the id of the element that holds the text of `clause`."""
    return f"lk-at-{clause.label}"


def _contents(policy: Policy, here: str | None) -> Iterator[str]:
    """Yield nested lists: what shares a heading stands in one list below it."""
    path: tuple[str, ...] = ()
    yield "<ul>"
    for clause in policy.clauses:
        same = _shared(path, clause.heading_path)
        yield "</ul></li>" * (len(path) - same)
        for heading in clause.heading_path[same:]:
            yield f"<li><span>{safe(heading)}</span><ul>"
        path = clause.heading_path
        current = ' aria-current="true"' if clause.id == here else ""
        yield (f'<li><a href="#{safe(anchor(clause))}"{current}>'
               f"<b>{safe(clause.label)}</b> {safe(_name(clause))}</a></li>")
    yield "</ul></li>" * len(path) + "</ul>"


def _text(policy: Policy, here: str | None, known: set[str]) -> Iterator[str]:
    path: tuple[str, ...] = ()
    for clause in policy.clauses:
        for heading in clause.heading_path[_shared(path, clause.heading_path) :]:
            if heading in known:
                yield f"<h3>{safe(heading)}</h3>"
        path = clause.heading_path
        mark = ' class="lk-here"' if clause.id == here else ""
        lines = "".join(f"<p>{safe(line)}</p>" for line in clause.text.split("\n"))
        yield (f'<section id="{safe(anchor(clause))}"{mark} tabindex="-1">'
               f'<span class="lk-label">{safe(clause.label)}</span>{lines}</section>')


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many headings two paths have in common, from the top."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _name(clause: Clause) -> str:
    if clause.title or clause.label in ("文首", "文末"):
        return clause.title or ""
    line = clause.text.split("\n")[0]
    return line if len(line) <= _LINE else f"{line[:_LINE]}……"
