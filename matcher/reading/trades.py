"""Industries as policies call them (新能源, 蚕桑), and whether a firm belongs to one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from matcher.reading.divisions import table
from matcher.reading.industry import Industry


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry as policies call it: the divisions it is, and those it can be."""

    words: re.Pattern[str]
    codes: frozenset[str]
    could: frozenset[str] | None


@lru_cache(maxsize=1)
def trades() -> dict[str, Trade]:
    """Return the industries that policies name."""
    return {name: Trade(re.compile("|".join(row["words"])), frozenset(row.get("codes", ())),
                        frozenset(row["could"]) if "could" in row else None)
            for name, row in table()["policy"].items()}


def belongs(name: str, industry: Industry | None, said: str, denied: str = "") -> bool | None:
    """Return whether a firm is of the industry that a policy calls `name`, None when unknown.

    `name` may be a code itself (C34 or, as sheets have it, 34; C for all of manufacturing); `said`
    and `denied` are the firm's words of what it does and does not do.
    """
    name = f"C{name}" if re.fullmatch(r"\d\d", name) else name
    codes = set(industry.codes) if industry else set()
    if re.fullmatch(r"[A-T](\d\d)?", name):
        inside = {code.startswith(name) for code in codes}
        return inside.pop() if len(inside) == 1 else None
    trade = trades().get(name)
    if trade is None:
        return True if name in said else None
    told, ruled_out = trade.words.search(said), trade.could is not None and not codes & trade.could
    if (codes and ruled_out) or (not told and trade.words.search(denied)):
        return False
    return True if told or (codes and codes <= trade.codes) else None
