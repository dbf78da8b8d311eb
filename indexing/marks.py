"""Words to be marked in a text, found in any width and case, and texts made safe for a page."""

from collections.abc import Iterable, Sequence
from html import escape

from corpus.sentences import sentence_spans
from indexing.words import cut, fold

Span = tuple[int, int]
_SNIPPET = 170  # characters shown of a long clause
_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})


def safe(text: str) -> str:
    """Return `text` for HTML; signs that page templates read are written as numbers."""
    return escape(text).translate(_TEMPLATE_SIGNS)


def query_words(query: str) -> tuple[str, ...]:
    """Return the words of `query` worth marking, folded; single characters if there are no more."""
    words = tuple(dict.fromkeys(cut(query)))
    return tuple(word for word in words if len(word) > 1) or words


def words_in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return those of `words` that stand in `text`, parts of longer ones left out."""
    folded = fold(text)
    found = [word for word in dict.fromkeys(map(fold, words)) if word in folded]
    return tuple(word for word in found
                 if not any(word != longer and word in longer for longer in found))


def spans_of(text: str, words: Iterable[str]) -> list[Span]:
    """Return where `words` stand in `text`, in order; what touches is one span."""
    folded, origin = _fold_in_place(text)
    found = sorted({span for word in map(fold, words) if word for span in _places(folded, word)})
    spans: list[Span] = []
    for start, end in found:
        first, last = origin[start], origin[end - 1] + 1
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def marked(text: str, words: Iterable[str]) -> str:
    """Return `text` as HTML with `words` in <mark>; line breaks become <br>."""
    parts, at = [], 0
    for start, end in spans_of(text, words):
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, safe(text[at:])]).replace("\n", "<br>")


def best_span(text: str, words: Sequence[str], *, longest: int = _SNIPPET) -> Span:
    """Return the sentences of `text` to show: from the one with most `words` on."""
    sentences = sentence_spans(text)
    if not sentences:
        return 0, len(text)
    held = [len(words_in(text[start:end], words)) for start, end in sentences]
    first = held.index(max(held))
    start, end = sentences[first]
    for _, further in sentences[first + 1 :]:
        if further - start > longest:
            break
        end = further
    return start, end


def _places(folded: str, word: str) -> Iterable[Span]:
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + 1)


def _fold_in_place(text: str) -> tuple[str, list[int]]:
    """Return the folded `text`, and for each of its characters where it stood before."""
    pieces = [fold(character) for character in text]
    return "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece]
