"""责任单位 and 牵头单位 of a clause, from the statement that names them."""

import re
from typing import NamedTuple

_STATEMENT = re.compile(r"(责任|牵头|配合|主办|承办|协办)(?:单位|部门)：")
_ROLE_LEAD = {"牵头", "主办"}


class Units(NamedTuple):
    """Names as they stand; `start` is where the statement begins in the text, -1 when none."""

    leads: tuple[str, ...]
    units: tuple[str, ...]
    start: int


def read_units(text: str) -> Units:
    """Return the units that `text` (clean, healed) names, leads apart from the rest."""
    hits = list(_STATEMENT.finditer(text))
    if not hits:
        return Units((), (), -1)
    leads: list[str] = []
    units: list[str] = []
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        stop = _statement_end(text, hit.end(), following.start() if following else len(text))
        names = _split(text[hit.end() : stop])
        (leads if hit[1] in _ROLE_LEAD else units).extend(names)
    start = hits[0].start()
    if start and text[start - 1] == "（":
        start -= 1
    return Units(tuple(leads), tuple(units), start)


def _statement_end(text: str, at: int, last: int) -> int:
    """Return where the names that begin `at` end, `last` at the latest."""
    depth = 0
    for i in range(at, last):
        if text[i] == "（":
            depth += 1
        elif text[i] == "）":
            if depth == 0:
                return i
            depth -= 1
        elif text[i] in "。\n" and depth == 0:
            return i
    return last


def _split(names: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for char in names:
        depth += (char == "（") - (char == "）")
        if char in "、，；" and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [name for part in [*parts, current] if (name := part.strip(" 。"))]
