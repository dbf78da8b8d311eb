"""Source text to cleaned lines that remember where each character stood.

Cleaning drops markdown marks, outer blanks and the blanks that typesetting puts inside Chinese
text (分包 17 条, 通      知, 王  进), and folds half-width punctuation between Chinese characters.
It never drops a letter, a digit or a sign: `markup` says what was taken for markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"[-*_=—]{3,}")
_COMMENT = re.compile(r"<!--.*?-->")
_BLANK = " \t\u3000\xa0\ufeff\u200b\u2002\u2003\u2009"
_BLANKS = re.compile(f"[{_BLANK}]+")
_MARKUP = re.compile(r"^#{1,6}(?=[ \t\u3000])|\*\*|<!--.*?-->")
_FOLD = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_CJK = re.compile(r"[\u3400-\u9fff“”‘’（）《》，。、；：]")
_WORD = re.compile(r"[0-9A-Za-z%‰+&.\-/]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: cleaned `text`, and for each character its `offsets` in the source.

    `heading` says that markdown marked it as one; `gap` that a blank line stands before it.
    """

    text: str
    offsets: tuple[int, ...]
    heading: bool
    gap: bool


def read_lines(source: str) -> list[Line]:
    """Return the non-blank lines of `source`, rules and comments left out."""
    lines, start, gap = [], 0, False
    for match in [*_BREAK.finditer(source), None]:
        end = match.start() if match else len(source)
        line = _clean(source, start, end, gap)
        if line:
            lines.append(line)
        gap = line is None if end > start or match else gap
        start = match.end() if match else end
    return lines


def markup(source: str) -> set[int]:
    """Return the offsets of characters that are markdown marks, rules or comments, not text."""
    found: set[int] = set()
    start = 0
    for match in [*_BREAK.finditer(source), None]:
        end = match.start() if match else len(source)
        raw = source[start:end]
        lead = len(raw) - len(raw.lstrip(_BLANK))
        if _RULE.fullmatch(raw.strip(_BLANK)):
            found.update(range(start, end))
        else:
            for hit in _MARKUP.finditer(raw.lstrip(_BLANK)):
                found.update(range(start + lead + hit.start(), start + lead + hit.end()))
        start = match.end() if match else end
    return found


def unbroken(exact: str) -> str:
    """Return `exact`, a piece of a source, without its line breaks and printed rules."""
    return "".join(p for p in _BREAK.split(exact) if not _RULE.fullmatch(p.strip(_BLANK)))


def _clean(source: str, start: int, end: int, gap: bool) -> Line | None:
    raw = source[start:end]
    lead = len(raw) - len(raw.lstrip(_BLANK))
    body = raw.strip(_BLANK)
    if not body or _RULE.fullmatch(body):
        return None
    chars = list(body)
    for hit in _MARKUP.finditer(body):
        chars[hit.start() : hit.end()] = [""] * (hit.end() - hit.start())
    kept = [(c, start + lead + i) for i, c in enumerate(chars) if c]
    text = "".join(c for c, _ in kept)
    keep = _kept_characters(text)
    if not keep:
        return None
    folded = fold(text)
    return Line("".join(folded[i] for i in keep), tuple(kept[i][1] for i in keep),
                body.startswith("#"), gap)


def _kept_characters(text: str) -> list[int]:
    """Return indices that remain without typesetting blanks; one stays between two words."""
    keep: list[int] = []
    position, token = 0, ""
    for match in [*_BLANKS.finditer(text), None]:
        stop = match.start() if match else len(text)
        keep += range(position, stop)
        token += text[position:stop]
        if match is None:
            break
        position = match.end()
        following = _BLANKS.split(text[position:], maxsplit=1)[0]
        if _separates(token, following):
            keep.append(match.start())
            token = ""
    return keep


def _separates(left: str, right: str) -> bool:
    if not left or not right or right[0] in "%‰":
        return False
    if _WORD.match(left[-1]) and _WORD.match(right[0]):
        return True
    if _WORD.match(left[-1]) or _WORD.match(right[0]):
        return False
    tail = re.split(r"[，。、；：（）]", left)[-1]
    head = re.split(r"[，。、；：（）]", right)[0]
    return len(tail) > 1 and len(head) > 1


def fold(text: str) -> str:
    """Return `text` with full-width signs beside Chinese, both brackets of a pair alike."""
    folded = [_fold_sign(text, i) for i in range(len(text))]
    for pair in _bracket_pairs(text):
        if any(folded[i] in "（）" for i in pair):
            for i in pair:
                folded[i] = _FOLD.get(folded[i], folded[i])
    return "".join(folded)


def _bracket_pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for i, char in enumerate(text):
        if char in "(（":
            opened.append(i)
        elif char in ")）" and opened:
            yield opened.pop(), i


def _fold_sign(text: str, i: int) -> str:
    char = text[i]
    if char in _BLANK:
        return " "
    if char not in _FOLD:
        return char
    near = text[max(0, i - 2) : i] + text[i + 1 : i + 3]
    digits = char in ",:" and text[i - 1 : i].isdecimal() and text[i + 1 : i + 2].isdecimal()
    return _FOLD[char] if _CJK.search(near) and not digits else char
