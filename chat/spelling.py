"""Make a question comparable with the documents: simplified characters, words misspelt by sound.

A run of single characters that jieba cannot join, and that sounds like a word of the domain, is
taken for that word (但保 → 担保). The word is added to the query; nothing is taken away.
"""

from collections.abc import Iterable
from functools import lru_cache

import opencc
from pypinyin import lazy_pinyin

from indexing.words import cut_plain, fold, stop_words, word_frequency

_LENGTHS = range(2, 5)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Return `text` in simplified characters."""
    return str(_converter().convert(text))


class Speller:
    """Finds domain words that a question misspells by sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_sound: dict[tuple[str, ...], str] = {}
        for word in sorted(set(words), key=word_frequency):
            if len(word) in _LENGTHS:
                self._by_sound[sound(word)] = word

    def guesses(self, question: str) -> list[str]:
        """Return the domain words that `question` seems to mean and does not spell."""
        found: dict[str, None] = {}
        for run in _singles(question):
            for size in _LENGTHS:
                for start in range(len(run) - size + 1):
                    piece = run[start : start + size]
                    word = self._by_sound.get(sound(piece))
                    if word and word != piece and word not in question:
                        found[word] = None
        return list(found)


def domain_words(texts: Iterable[str]) -> set[str]:
    """Return the words of `texts` that a question could misspell."""
    stop = stop_words()
    return {word for text in texts for word in cut_plain(text)
            if len(word) in _LENGTHS and word not in stop and "一" <= word[0] <= "鿿"}


def _singles(question: str) -> list[str]:
    """Return runs of neighbouring characters that jieba leaves alone."""
    runs, current = [], ""
    for token in [*cut_plain(fold(question), guess=False), "。。"]:
        if len(token) == 1 and "一" <= token <= "鿿":
            current += token
        else:
            runs += [current] if len(current) > 1 else []
            current = ""
    return runs


@lru_cache(maxsize=20_000)
def sound(word: str) -> tuple[str, ...]:
    """Return how each character of `word` sounds, without tones."""
    return tuple(lazy_pinyin(word))
