"""Cut the stream of a language model into finished sentences, tidied of harmless markdown."""

import re
from collections.abc import Iterable, Iterator

_MARKS = r"(?:\s*[\[【［][^\[\]【】［］\n]{0,24}[\]】］])*"
# A sentence is finished when something follows it that cannot be one of its marks.
_FINISHED = re.compile(rf"[^。！？!?\n]*(?:[。！？!?]+[”」』）)\"*]*{_MARKS}|\n)"
                       r"(?=\s*[^\s\[【［”」』）)\"*。！？!?]|\n)")
_WHOLE = re.compile(rf"(?:[。！？!?]|[\]】］])[”」』）)\"*\s]*{_MARKS}\s*$")
_LIST_SIGN = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+•·]\s+"
                        r"|\d{1,2}[.、)）](?!\d)\s*|[（(]\d{1,2}[)）]\s*)+")
_THOUGHT = re.compile(r"^\s*<think>.*?(?:</think>|$)", re.DOTALL)
_LOOSE_MARK = re.compile(r"[\[【［](?:条款|第)?\s*"
                         r"(\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)\s*(?:条)?[\]】］]")


def sentences(stream: Iterable[str]) -> Iterator[str]:
    """Yield each sentence of `stream` with its marks as soon as it is finished.

    What a model thinks aloud (<think>…</think> at the beginning) is left out, and so is a last
    sentence that the end of the stream cuts off.
    """
    text, begun = "", False
    for piece in stream:
        text += piece
        if not begun:
            left = _THOUGHT.sub("", text)
            if not left.strip() or "<think>".startswith(left.strip()):
                continue
            text, begun = left, True
        while (match := _FINISHED.match(text)) and match.end():
            text = text[match.end() :]
            yield from _tidied(match[0])
    if begun and _WHOLE.search(text):
        yield from _tidied(text)


def _tidied(sentence: str) -> Iterator[str]:
    """Yield `sentence` without list signs and emphasis, and with plain marks, if any is left."""
    bare = _LIST_SIGN.sub("", sentence.replace("**", "").replace("__", ""))
    bare = re.sub(r"[（(\[](\d{4})[）)\]](?=第?\d+号)", r"〔\1〕", bare)
    if tidy := _LOOSE_MARK.sub(lambda m: f"[{m[1]}]", bare).strip():
        yield tidy
