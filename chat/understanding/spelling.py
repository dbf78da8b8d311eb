"""Make a question comparable with the documents: simplified characters, words misspelt by sound.

A run of single characters that jieba cannot join, and that sounds like a word of the domain, is
taken for that word (但保 → 担保); so is any run that sounds like a quoted name (人材贷 → 人才贷).
The word is added to the query; nothing is taken away. What people say in a dialect is read as
the common word (好多万 → 多少万, dialect.toml).
"""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import opencc
from pypinyin import lazy_pinyin

from indexing.words import cut_plain, fold, stop_words, word_frequency

_LENGTHS = range(2, 5)
_DIALECT = Path(__file__).with_name("dialect.toml")
_QUOTED = re.compile(r"“([一-鿿]{3,8})”")


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Return `text` in simplified characters and common words."""
    plain = str(_converter().convert(text))
    for pattern, common in _dialect():
        plain = pattern.sub(common, plain)
    return plain


@lru_cache(maxsize=1)
def _dialect() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = tomllib.loads(_DIALECT.read_text(encoding="utf-8"))["words"]
    return tuple((re.compile(pattern), common) for pattern, common in rows)


def quoted_names(texts: Iterable[str]) -> set[str]:
    """Return the short names that `texts` put in quotation marks."""
    return {name for text in texts for name in _QUOTED.findall(text)}


class Speller:
    """Finds domain words that a question misspells by sound."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, ...], str] = {sound(name): name for name in sorted(names)}
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
        return [*found, *self._misspelt_names(question)]

    def _misspelt_names(self, question: str) -> list[str]:
        sizes = {len(name) for name in self._names}
        runs = [sound(run) for run in re.findall(r"[一-鿿]{3,}", question)]
        found = {self._names.get(run[start : start + size])
                 for run in runs for size in sizes for start in range(len(run) - size + 1)}
        return sorted(name for name in found if name and name not in question)


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
