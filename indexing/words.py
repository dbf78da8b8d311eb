"""Words and character pairs of a text: jieba with the domain dictionary, one folding for all.

Source of the cut: jieba's search mode, which yields 专精特新 and its parts alike.
"""

import logging
import re
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path

import jieba

WORDS_DIR = Path(__file__).parent / "words"
_HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+(?:[.%‰+][a-z0-9]*)*")
_CJK = re.compile(f"[{_HAN}]")
_CACHED = 30_000  # runs of characters; an index holds each about twice
_lock = threading.Lock()


def fold(text: str) -> str:
    """Fold widths and case, so that both sides of a comparison look alike."""
    return unicodedata.normalize("NFKC", text).lower()


def cut(text: str) -> list[str]:
    """Return the words of `text` in search mode, stop words and punctuation left out."""
    stop = stop_words()
    found = []
    for run in _RUN.findall(fold(text)):
        if _CJK.match(run):
            found += [w for w in _search_words(run) if w not in stop]
        else:
            found.append(run)
    return found


def pairs(text: str) -> list[str]:
    """Return pairs of neighbouring Chinese characters; other runs stay whole."""
    found = []
    for run in _RUN.findall(fold(text)):
        if not _CJK.match(run) or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def characters(text: str) -> list[str]:
    """Return single Chinese characters; other runs stay whole."""
    return [part for run in _RUN.findall(fold(text))
            for part in (run if _CJK.match(run) else (run,))]


def word_count(text: str) -> int:
    """Return how many words jieba cuts `text` into, punctuation left out."""
    runs = _RUN.findall(fold(text))
    return sum(len(_plain_words(run, True)) if _CJK.match(run) else 1 for run in runs)


def word_frequency(word: str) -> int:
    """Return how often `word` stands in jieba's dictionary, 0 when it does not."""
    return int(_tokenizer().FREQ.get(word) or 0)


def cut_plain(text: str, *, guess: bool = True) -> list[str]:
    """Return the words of `text`, each character in one word only, stop words kept.

    `guess` lets jieba join characters to words that no dictionary holds.
    """
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        found += _plain_words(run, guess) if _CJK.match(run) else [run]
    return found


def pieces(text: str) -> list[str]:
    """Return `text` cut into words with nothing folded or left out: joined, they are `text`."""
    return list(_tokenizer().cut(text))


@lru_cache(maxsize=_CACHED)
def _search_words(run: str) -> tuple[str, ...]:
    return tuple(_tokenizer().cut_for_search(run))


@lru_cache(maxsize=_CACHED)
def _plain_words(run: str, guess: bool) -> tuple[str, ...]:
    return tuple(_tokenizer().lcut(run, HMM=guess))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words of asking that say nothing of the topic."""
    return frozenset((WORDS_DIR / "stop_words.txt").read_text(encoding="utf-8").split())


def warm_up() -> None:
    """Load the dictionary now, so that the first question does not wait for it."""
    _tokenizer()


@lru_cache(maxsize=1)
def _loaded() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in (WORDS_DIR / "domain_words.txt").read_text(encoding="utf-8").split():
        tokenizer.add_word(word, freq=20_000)
    return tokenizer


def _tokenizer() -> jieba.Tokenizer:
    with _lock:
        return _loaded()
