"""What a firm makes → GB/T 4754-2017, by the table industries.toml that a policy person can edit.

The longest word wins; of words in a row the last one (铝合金轮毂 are wheels). What a firm buys or
holds, or its customers make, is not its industry. A word that several divisions share gives all
of them.
"""

import re
from dataclasses import dataclass

from matcher.reading.divisions import codes_of, endings, heads, word_pattern
from matcher.reading.words import cues

_PHRASES = re.compile(r"[，。；！？,;!?\s]+")
_METALS = frozenset({"C31", "C32"})
_PARTS = frozenset({"配件", "零部件", "配件厂"})  # of what stands before
_SECTIONS = "BCD"  # whose size the limits of industry give


@dataclass(frozen=True, slots=True)
class Industry:
    """The divisions (C13) or sections (A) that a firm's words may mean, and those words."""

    codes: tuple[str, ...]
    words: str
    sure: bool = True  # said as what the firm does (做…, …厂), not only mentioned

    @property
    def code(self) -> str | None:
        """The code, None when several are possible."""
        return self.codes[0] if len(self.codes) == 1 else None

    @property
    def industrial(self) -> bool:
        """Whether the limits of size for industry may be used."""
        return any(code[0] in _SECTIONS for code in self.codes)


def read_industry(text: str, *, listed: bool = False) -> Industry | None:
    """Return what the firm makes by its own words, or by a form's field (`listed`)."""
    hidden = text if listed else _own_phrases(text)
    best: tuple[int, Industry] | None = None
    compounds = _compounds(hidden)
    for start, end, codes in compounds:
        weight = 3 if listed else _weight(hidden, start, end)
        if weight and (best is None or weight > best[0]):
            best = weight, Industry(codes, text[start:end], sure=weight > 1)
    if best and best[1].sure:
        return _narrowed(best[1], [codes for start, end, codes in compounds
                                   if _weight(hidden, start, end)])
    return _by_ending(hidden) or (best[1] if best else None)


def _narrowed(industry: Industry, others: list[tuple[str, ...]]) -> Industry:
    """Return `industry` with the one code that another word gives: 铁观音，做茶叶."""
    shared = {codes[0] for codes in others if len(codes) == 1 and codes[0] in industry.codes}
    return Industry(tuple(shared), industry.words) if len(shared) == 1 else industry


def _by_ending(text: str) -> Industry | None:
    """Return the industry of a product that is no word of the table, by its last character."""
    for match in _cue("product").finditer(text):
        product = match["made"] or match["kept"]
        if codes := _ending(product):
            return Industry(codes, product, sure=False)
    return None


def _weight(text: str, start: int, end: int) -> int:
    """Return 3 for what the firm says it does, 1 for a mere mention, 0 for what it has or buys."""
    before, after = text[:start], text[end:]
    if _cue("not_a_trade").match(after):
        return 0
    if _cue("makes").search(before) and not _cue("bought").search(before):
        return 3
    if _cue("not_made").search(before):
        return 0
    if _cue("factory").match(after) or text[end - 1] in "厂业":
        return 3
    return 1 if end - start > 1 else 0


def _compounds(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (start, end, codes) of the words in `text`, those in a row as one."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in word_pattern().finditer(text):
        start, end, codes = match.start(), match.end(), codes_of(match[0])
        if found and _cue("between").fullmatch(text, found[-1][1], start):
            start, _, before = found.pop()
            shared = tuple(code for code in codes if code in before)
            codes = shared or (before if match[0] in _PARTS else codes)
        if head := _head(codes, text[end:]):
            codes, end = (head[0],), end + head[1]
        if all("C33" < code < "C41" for code in codes) and _cue("repairs").search(text[:start]):
            codes = ("C43",)
        found.append((start, end, codes))
    return [(start, end, _with_tail(codes, text[end:])) for start, end, codes in found
            if not _cue("qualifies").match(text, end)]


def _with_tail(codes: tuple[str, ...], after: str) -> tuple[str, ...]:
    """Return `codes`, and those that an unknown last word hints at: 锂电池 + 隔膜 may be either."""
    tail = _cue("tail").match(after)
    hinted = _ending(tail[0]) if tail else ()
    if tail and len(tail[0]) == 1 and hinted and not _no_food(codes, hinted):  # 木耳 + 酱
        return hinted
    if tail and not hinted and set(codes) <= _METALS and not _cue("metal_form").match(tail[0]):
        return (*codes, "C33")
    same = set(hinted) & set(codes) or (hinted and _no_food(codes, hinted))
    return codes if same else tuple(sorted({*codes, *hinted}))


def _no_food(codes: tuple[str, ...], hinted: tuple[str, ...]) -> bool:
    """Whether a tail hints at food that is made of no food: 橡胶 + 粉."""
    return max(hinted) < "C16" and min(codes) > "C16"


def _ending(product: str) -> tuple[str, ...]:
    """Return the codes that the end of a product's name hints at."""
    return next((tuple(codes.split()) for codes, ending in endings().items()
                 if ending.search(product)), ())


def _head(codes: tuple[str, ...], after: str) -> tuple[str, int] | None:
    """Return the code that the word after gives (饲料 + 机械) and its length."""
    raw = all("C13" <= code <= "C33" for code in codes)
    made = all("C34" <= code <= "C41" for code in codes)
    for code, pattern in heads().items():
        match = pattern.match(after)
        if match and match[0] and (code[0] != "C" or raw if code != "C43" else made):
            return code, match.end()
    return None

def own_words(text: str, industry: Industry | None) -> str:
    """Return the phrases in which the firm says what it does: 做光伏逆变器, 属于战略性新兴产业."""
    own = industry.words if industry else ""
    hidden = _hide("skip", _cue("not_ours").sub("，＿", text))
    said = (p for p in _PHRASES.split(hidden) if not _cue("not_doing").search(p))
    return "，".join(p for p in said if (own and own in p) or re.search("属于|列入|纳入", p))


def denied_words(text: str) -> str:
    """Return the phrases in which the firm says what it does not do: 不做新材料."""
    return "，".join(p for p in _PHRASES.split(text) if _cue("not_doing").search(p))


def _own_phrases(text: str) -> str:
    """Return `text` with what is said of others, and of what the firm does not do, made blank."""
    hidden = _hide("skip", _hide("not_ours", text))
    return re.sub(r"[^，。；！？,;!?\s]+",
                  lambda m: "＿" * len(m[0]) if _cue("not_doing").search(m[0]) else m[0], hidden)


def _hide(cue: str, text: str) -> str:
    """Return `text` with what `cue` finds made blank, as long as it was."""
    return _cue(cue).sub(lambda match: "＿" * len(match[0]), text)


def _cue(name: str) -> re.Pattern[str]:
    return cues()["industry"][name]
