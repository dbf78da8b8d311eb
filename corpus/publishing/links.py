"""That one policy ends another: 废止 or 替代, from a day on; one line each in `links.jsonl`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import SourceError

KINDS = ("废止", "替代")
LINKS = "links.jsonl"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """The policy `by` ends the policy `ended` from the day `since`; both are ids."""

    ended: str
    by: str
    kind: str
    since: date

    @property
    def told(self) -> str:
        """The link in words, by ids."""
        return f"{self.by} {self.kind} {self.ended}（{self.since}起）"


def read_links(folder: Path) -> list[Link]:
    """Return the links in `folder`, [] when it has none; SourceError for a broken line."""
    path = folder / LINKS
    if not path.is_file():
        return []
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return [Link(str(row["ended"]), str(row["by"]), str(row["kind"]),
                     date.fromisoformat(row["since"])) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(str(path), str(error)) from error


def links_text(links: Iterable[Link]) -> str | None:
    """Return `links` as the text of their file, None for none."""
    rows = [{"ended": link.ended, "by": link.by, "kind": link.kind,
             "since": link.since.isoformat()} for link in sorted(links)]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows) or None
