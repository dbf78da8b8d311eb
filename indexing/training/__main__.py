"""Learn the built-in word vectors: python -m indexing.training ARTICLES.jsonl [--out FOLDER]."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from corpus.library import load_policies
from indexing.build import MODEL_DIR
from indexing.training.contrast import Bag, Coded, Pieces, learn
from indexing.training.cooccurrence import start_vectors
from indexing.training.texts import Texts, read_texts
from indexing.training.tokenizer import UNKNOWN, build_tokenizer
from indexing.words import fold, stop_words

FloatArray = NDArray[np.float32]
_LEARNT, _KEPT, _PASSES, _SEED = 256, 128, 4, 1  # dimensions while learning, and in the model


def main(arguments: Sequence[str]) -> int:
    """Learn from the file named on the command line and save the model."""
    parser = argparse.ArgumentParser(prog="python -m indexing.training")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL_DIR)
    parser.add_argument("--leave-out", default="", help="a policy whose questions are not used")
    parser.add_argument("--seed", type=int, default=_SEED)
    options = parser.parse_args(arguments)
    texts = read_texts(options.articles, load_policies(), leave_out=options.leave_out)
    tokenizer = build_tokenizer(texts.all_texts())
    save(tokenizer, train(texts, tokenizer, seed=options.seed), options.out)
    return 0


def train(texts: Texts, tokenizer: Tokenizer, *, seed: int = _SEED) -> FloatArray:
    """Return one row a piece, shape (pieces, dimensions)."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    size = tokenizer.get_vocab_size()
    passages = coded(texts, tokenizer)
    asked = [(text, question.passage) for question, text in zip(
        texts.questions, _pieces(tokenizer, [q.text for q in texts.questions]), strict=True)]
    counts = np.bincount([p for passage in passages for p in passage.whole], minlength=size)
    held = np.bincount([p for passage in passages for p in set(passage.whole)], minlength=size)
    sequences = [part for passage in passages for part in (passage.title, *passage.parts)]
    sequences += [text + extra for text, n in asked for extra in ((), passages[n].whole)]
    rarity = np.log(1 + len(passages) / (1 + held))
    rarity[_silent(tokenizer)] = 0
    bag = Bag(start_vectors(sequences, size, _LEARNT),
              (rarity / rarity.mean()).astype(np.float32))
    learn(bag, passages, asked, passes=_PASSES, seed=seed)
    return fewer_dimensions(bag.rows(), counts, _KEPT)


def coded(texts: Texts, tokenizer: Tokenizer) -> list[Coded]:
    """Return the passages in pieces."""
    documents: dict[str, int] = {}
    flat = iter(_pieces(tokenizer, [t for p in texts.passages for t in (p.title, *p.parts)]))
    return [Coded(next(flat), tuple(next(flat) for _ in passage.parts),
                  documents.setdefault(passage.document, len(documents)))
            for passage in texts.passages]


def _pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Pieces]:
    return [tuple(e.ids) for e in tokenizer.encode_batch([fold(text) for text in texts])]


def _silent(tokenizer: Tokenizer) -> list[int]:
    """Pieces that carry no topic: the unknown one and stop words."""
    silent = stop_words() | {UNKNOWN}
    return [number for piece, number in tokenizer.get_vocab().items() if piece in silent]


def fewer_dimensions(rows: FloatArray, counts: NDArray[np.int64], dim: int) -> FloatArray:
    """Project `rows` on the `dim` directions in which the pieces, as they stand, differ."""
    spread = (rows - rows.mean(axis=0)) * np.sqrt(counts + 1)[:, None]
    directions = np.linalg.svd(spread, full_matrices=False)[2][:dim]
    found: FloatArray = (rows @ directions.T).astype(np.float32)
    return found


def save(tokenizer: Tokenizer, rows: FloatArray, folder: Path) -> None:
    """Write a plain SentenceTransformer folder, half precision."""
    module = StaticEmbedding(tokenizer, embedding_weights=rows)
    model = SentenceTransformer(modules=[module.half(), Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
