"""Sentences of a clause, as spans into its text."""

import re

_END = re.compile(r"[。！？；\n]+[”」）]*")
_LONGEST = 400  # characters; a longer run without a final sign is cut at a comma


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of `text`, final sign included, blanks left out."""
    spans, start = [], 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        spans += _trim(text, start, end)
        start = end
    return spans


def _trim(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= _LONGEST:
        return [(start, end)] if end > start else []
    cut = text.rfind("，", start, start + _LONGEST)
    cut = cut + 1 if cut > start else start + _LONGEST
    return [(start, cut), *_trim(text, cut, end)]
