"""Texts to vectors: the built-in static model, a local folder, or a model of the hub.

A static model is read by model2vec, without torch; any other one by sentence-transformers.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

FloatArray = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that maps n texts to unit vectors of shape (n, dim)."""

    dim: int

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, float32, shape (n, dim); a text without known words gives zeros."""


class StaticEncoder:
    """A static model from a SentenceTransformer folder."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        try:
            self._model = StaticModel.from_pretrained(  # half-precision files sum up in float32
                str(folder), normalize=True, quantize_to="float32")
        except Exception as error:  # tokenizers and safetensors raise bare ones
            raise ModelError(str(folder), str(error)) from error
        self.dim = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """See `Encoder`."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        vectors = self._model.encode(list(texts), use_multiprocessing=False)
        return np.nan_to_num(np.asarray(vectors, np.float32))


class TransformerEncoder:
    """Any model that sentence-transformers loads, by folder or hub name."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name)
        except Exception as error:  # the libraries below raise bare ones
            raise ModelError(name, str(error)) from error
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """See `Encoder`."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True)
        return np.asarray(vectors, np.float32)


def load_encoder(name: str) -> Encoder:
    """Return the encoder for a folder or hub name; ModelError when it cannot be loaded."""
    folder = Path(name)
    if _is_static(folder):
        return StaticEncoder(folder)
    return TransformerEncoder(name)


def _is_static(folder: Path) -> bool:
    modules = folder / "modules.json"
    return modules.is_file() and "StaticEmbedding" in modules.read_text(encoding="utf-8")
