"""Contrastive learning: a part finds the rest of its passage, a question the passage it asks about.

The other texts of a batch are what is to be told apart; blocks of one document make them hard.
Source: InfoNCE (van den Oord et al., 2018), inverse cloze (Lee et al., 2019).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

FloatArray = NDArray[np.float32]
Pieces = tuple[int, ...]
_BATCH, _ASKED, _BLOCK, _TEMPERATURE, _RATE, _DROPPED = 1024, 512, 16, 0.1, 2e-3, 0.2
_BY_PARTS = 0.5  # how often a question is held against the parts of a passage
_WITH_TITLE, _UNDROPPED = 0.9, 0.7  # how often the title stays, and the passage asked about whole


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage in pieces: its title, its parts, and the number of its document."""

    title: Pieces
    parts: tuple[Pieces, ...]
    document: int

    @property
    def whole(self) -> Pieces:
        """All its pieces."""
        return self.title + tuple(piece for part in self.parts for piece in part)


class Bag(torch.nn.Module):
    """A text as the weighted sum of the vectors of its pieces, of length 1."""

    def __init__(self, vectors: FloatArray, weights: FloatArray) -> None:
        super().__init__()
        self.vectors = torch.nn.Parameter(torch.from_numpy(vectors))
        self.weights = torch.nn.Parameter(torch.from_numpy(weights))

    def forward(self, texts: Sequence[Pieces]) -> Tensor:
        """Return unit vectors, shape (texts, dim)."""
        pieces = torch.tensor([piece for text in texts for piece in text])
        starts = torch.tensor([0, *np.cumsum([len(text) for text in texts])[:-1]])
        return normalize(embedding_bag(pieces, self.vectors, starts, mode="sum",
                                       per_sample_weights=self.weights[pieces]), dim=-1)

    def rows(self) -> FloatArray:
        """Return one row a piece, its weight in its length; shape (pieces, dim)."""
        found: FloatArray = (self.vectors * self.weights[:, None]).detach().numpy()
        return found


def learn(bag: Bag, passages: Sequence[Coded], asked: Sequence[tuple[Pieces, int]], *,
          passes: int, seed: int) -> None:
    """Change `bag` in `passes` over `passages`; `asked` are questions and their passages."""
    draw = random.Random(seed)
    optimizer = torch.optim.Adam(bag.parameters(), lr=_RATE)
    neighbours = _by_document(passages)
    questions = _questions(asked, draw) if asked else iter(())
    for _ in range(passes):
        for batch in _batches(neighbours, draw):
            views = [_views(passages[n], draw) for n in batch]
            one, other = (bag([_thinned(v[side], draw) for v in views]) for side in (0, 1))
            _step(optimizer, _loss(one, other) + _loss(other, one))
            if some := next(questions, None):
                _step(optimizer, _asked_loss(bag, some, passages, neighbours, draw))


def _asked_loss(bag: Bag, some: Sequence[tuple[Pieces, int]], passages: Sequence[Coded],
                neighbours: Sequence[Sequence[int]], draw: random.Random) -> Tensor:
    """Return the loss of questions among their passages and one neighbour of each."""
    right = [n for _, n in some]
    wrong = {draw.choice(neighbours[passages[n].document]) for n in right} - set(right)
    among = [passages[n] for n in (*right, *sorted(wrong))]
    texts = bag([_thinned(text, draw) for text, _ in some])
    if draw.random() < _BY_PARTS:
        return _best_part_loss(bag, texts, among)
    kept = [p.whole if draw.random() < _UNDROPPED else _thinned(p.whole, draw) for p in among]
    return _loss(texts, bag(kept))


def _best_part_loss(bag: Bag, texts: Tensor, among: Sequence[Coded]) -> Tensor:
    """Return the loss when a passage is as near as its nearest part: which part, nobody says."""
    owner = torch.tensor([n for n, passage in enumerate(among) for _ in passage.parts])
    near = texts @ bag([part or (0,) for passage in among for part in passage.parts]).T
    best = torch.full((len(texts), len(among)), -1.0).scatter_reduce(
        1, owner.expand(len(texts), -1), near, "amax")
    return cross_entropy(best / _TEMPERATURE, torch.arange(len(texts)))


def _loss(texts: Tensor, others: Tensor) -> Tensor:
    return cross_entropy(texts @ others.T / _TEMPERATURE, torch.arange(len(texts)))


def _step(optimizer: torch.optim.Optimizer, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()


def _by_document(passages: Sequence[Coded]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(1 + max(p.document for p in passages))]
    for n, passage in enumerate(passages):
        found[passage.document].append(n)
    return found


def _batches(neighbours: Sequence[Sequence[int]], draw: random.Random) -> Iterator[list[int]]:
    """Yield the numbers of all passages in batches made of blocks of one document."""
    blocks = []
    for numbers in neighbours:
        mixed = draw.sample(numbers, len(numbers))
        blocks += [mixed[i : i + _BLOCK] for i in range(0, len(mixed), _BLOCK)]
    draw.shuffle(blocks)
    flat = [n for block in blocks for n in block]
    for start in range(0, len(flat), _BATCH):
        yield flat[start : start + _BATCH]


def _questions(asked: Sequence[tuple[Pieces, int]],
               draw: random.Random) -> Iterator[list[tuple[Pieces, int]]]:
    """Yield batches of questions without end, no two of one batch on the same passage."""
    while True:
        batch: dict[int, Pieces] = {}
        for text, passage in draw.sample(asked, len(asked)):
            batch.setdefault(passage, text)
            if len(batch) == _ASKED:
                yield [(t, p) for p, t in batch.items()]
                batch = {}
        if batch:
            yield [(t, p) for p, t in batch.items()]


def _views(passage: Coded, draw: random.Random) -> tuple[Pieces, Pieces]:
    """Return a part of a passage, and the rest of it, mostly with its title."""
    if len(passage.parts) == 1:
        only, half = passage.parts[0], len(passage.parts[0]) // 2
        one, rest = draw.sample((only[:half], only[half:]), 2)
    else:
        chosen = draw.randrange(len(passage.parts))
        one = passage.parts[chosen]
        rest = tuple(p for n, part in enumerate(passage.parts) if n != chosen for p in part)
    return one, (passage.title + rest if draw.random() < _WITH_TITLE else rest)


def _thinned(text: Pieces, draw: random.Random) -> Pieces:
    """Return `text` without some of its pieces, so that no single one decides."""
    kept = tuple(piece for piece in text if draw.random() >= _DROPPED)
    return kept or text or (0,)
