"""The built-in embedding model: static word vectors learnt from the corpus, without network.

A Unigram tokenizer (pieces and log frequencies from jieba's dictionary and our words) and one
vector a piece by latent semantic analysis: TF-IDF of short texts, truncated SVD. A text's vector
is the normalised mean. Saved as a plain SentenceTransformer folder.
"""

import math
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer, models, normalizers

from indexing.words import cut_plain, fold, stop_words, word_frequency

_UNKNOWN = "[UNK]"
_SEED = 7


def warm_up() -> None:
    """Begin to load in the background what `train` needs, which takes seconds the first time."""
    Thread(target=import_module, args=("sentence_transformers",), name="warm", daemon=True).start()


def train(texts: Sequence[str], dim: int, folder: Path) -> None:
    """Learn a model of `dim` dimensions from `texts` and save it in `folder`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    tokenizer = build_tokenizer(texts)
    weights = _vectors(tokenizer, texts, dim)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights), Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)


def build_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """Return a Unigram tokenizer over the words and characters of `texts`."""
    counts = Counter(word for text in texts for word in cut_plain(text))
    characters = {char for word in counts for char in word}
    total = 60_000_000  # tokens that jieba's dictionary was counted on, rounded
    pieces = [(_UNKNOWN, 0.0)]
    for piece in sorted(set(counts) | characters):
        frequency = max(word_frequency(piece), counts[piece], 1)
        penalty = 8.0 if len(piece) == 1 and piece not in counts else 0.0
        pieces.append((piece, math.log(frequency / total) - penalty))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(" ", "")])
    return tokenizer


def _vectors(tokenizer: Tokenizer, texts: Sequence[str], dim: int) -> NDArray[np.float32]:
    """Return one row a piece, shape (pieces, dim): idf-weighted right singular vectors."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    ids = [encoding.ids for encoding in tokenizer.encode_batch([fold(t) for t in texts])]
    rows = np.repeat(np.arange(len(ids)), [len(i) for i in ids])
    columns = np.concatenate([np.asarray(i, np.int64) for i in ids])
    shape = (len(ids), tokenizer.get_vocab_size())
    counts = csr_matrix((np.ones(len(columns), np.float32), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    idf = np.log(1 + len(ids) / (1 + np.bincount(counts.indices, minlength=shape[1])))
    idf[_silent(tokenizer)] = 0.0
    counts.data = 1 + np.log(counts.data)
    weighted = counts.multiply(idf[None, :].astype(np.float32)).tocsr()
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = weighted.multiply(1 / np.maximum(norms, 1e-6)[:, None]).tocsr()
    rank = max(1, min(dim, min(shape) - 1))
    start = np.random.default_rng(_SEED).standard_normal(min(shape)).astype(np.float32)
    with threadpool_limits(1):  # BLAS threads only wait for each other on matrices this small
        right = svds(weighted.astype(np.float32), k=rank, v0=start)[2][::-1].T
    vectors = np.zeros((shape[1], dim), np.float32)
    vectors[:, :rank] = right * idf[:, None]
    return vectors


def _silent(tokenizer: Tokenizer) -> list[int]:
    """Pieces that carry no topic: unknown, stop words, punctuation."""
    words = stop_words()
    return [index for piece, index in tokenizer.get_vocab().items()
            if piece == _UNKNOWN or piece in words or not piece[0].isalnum()]
