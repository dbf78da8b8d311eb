"""The tokenizer of the word vectors: the words of the texts, and every Chinese character."""

import math
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from indexing.words import cut_plain, word_frequency

UNKNOWN = "[UNK]"
_TOTAL = 60_000_000  # tokens that jieba's dictionary was counted on, rounded
_RARE = 8.0  # how much less likely a character is than a word that it is part of, log
_SIGNS = Regex(r"[^\p{L}\p{N}]+")


def build_tokenizer(texts: Iterable[str], *, least: int = 3) -> Tokenizer:
    """Return a Unigram tokenizer over the words that `texts` hold `least` times, and characters.

    A letter or digit by itself says nothing. Pieces carry jieba's frequencies, so that a run of
    text is cut much as jieba cuts it.
    """
    counts = Counter(word for text in texts for word in cut_plain(text))
    words = {word for word, n in counts.items()
             if n >= least and not (len(word) == 1 and word.isascii())}
    characters = {char for word in counts for char in word if "\u3400" <= char <= "\u9fff"}
    pieces = [(UNKNOWN, 0.0)]
    for piece in sorted(words | characters):
        frequency = max(word_frequency(piece), counts[piece], 1)
        penalty = _RARE if piece not in words else 0.0
        pieces.append((piece, math.log(frequency / _TOTAL) - penalty))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), "")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(_SIGNS, "removed")
    return tokenizer
