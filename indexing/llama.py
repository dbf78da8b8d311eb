"""The seams to llama-index: our encoder as a BaseEmbedding, our searcher as a BaseRetriever.

retriever = ClauseRetriever(searcher=searcher, region=region, k=5)
nodes = retriever.retrieve("担保费率最高多少")
"""

from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from corpus.regions import Region
from indexing.encoder import Encoder
from indexing.search import Hit, Searcher


class ClauseEmbedding(BaseEmbedding):
    """An `Encoder` as llama-index wants it: unit vectors as lists of floats."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._encoder = encoder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.encode(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class ClauseRetriever(BaseRetriever):
    """A `Searcher` as llama-index wants it: one node a clause, its id the clause id."""

    def __init__(self, searcher: Searcher, *, region: Region | None = None, k: int = 10) -> None:
        super().__init__()
        self._searcher, self._k = searcher, k
        self._regions = (region,) if region else ()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, k=self._k, regions=self._regions)
        return [_node(hit) for hit in hits]


def _node(hit: Hit) -> NodeWithScore:
    clause = hit.clause
    metadata = {"clause": clause.id, "label": clause.label, "document": hit.policy.title,
                "number": hit.policy.number, "applies": hit.applies}
    return NodeWithScore(node=TextNode(id_=clause.id, text=clause.text, metadata=metadata),
                         score=hit.score)
