"""indexing.llama: the seams to llama-index."""

import asyncio

import numpy as np
import pytest

from corpus import Policy
from corpus.regions import table
from corpus.settings import Settings
from indexing import Searcher
from indexing.build import MODEL_DIR
from indexing.encoder import StaticEncoder
from indexing.llama import ClauseEmbedding, ClauseRetriever

QUESTION = "担保费率最高多少"


@pytest.fixture(scope="module")
def embedding(policies: list[Policy], settings: Settings) -> ClauseEmbedding:
    return ClauseEmbedding(StaticEncoder(MODEL_DIR))


def test_node_ids_are_clause_ids(searcher: Searcher) -> None:
    texts = {clause.id: clause.text for p in searcher.policies for clause in p.clauses}
    found = ClauseRetriever(searcher).retrieve(QUESTION)
    assert len(found) == 10
    assert len({f.node.node_id for f in found}) == 10
    assert all(f.node.get_content() == texts[f.node.node_id] for f in found)


def test_nodes_say_what_a_citation_needs(searcher: Searcher) -> None:
    node = ClauseRetriever(searcher, region=table()["23"], k=1).retrieve(QUESTION)[0].node
    assert node.metadata == {
        "clause": "heilongjiang-2023#（十七）", "label": "（十七）", "applies": True,
        "document": searcher.search(QUESTION, k=1)[0].policy.title,
        "number": "黑银发〔2023〕25号"}


def test_a_retriever_finds_what_its_searcher_finds(searcher: Searcher) -> None:
    region = table()["4103"]
    found = ClauseRetriever(searcher, region=region, k=4).retrieve("应收账款质押")
    hits = searcher.search("应收账款质押", k=4, regions=[region])
    assert [(f.node.node_id, f.score) for f in found] == [(h.clause.id, h.score) for h in hits]


def test_retrieving_in_a_coroutine_gives_the_same(searcher: Searcher) -> None:
    retriever = ClauseRetriever(searcher, k=3)
    found = asyncio.run(retriever.aretrieve(QUESTION))
    assert [f.node.node_id for f in found] == [
        f.node.node_id for f in retriever.retrieve(QUESTION)]


@pytest.mark.parametrize("count", [1, 3, 25])  # llama-index batches by 10
def test_a_batch_of_embeddings_are_unit_vectors(embedding: ClauseEmbedding, count: int) -> None:
    vectors = embedding.get_text_embedding_batch(["担保费率", "应收账款", "续贷"] * count)
    assert len(vectors) == 3 * count
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_query_and_text_are_embedded_alike(embedding: ClauseEmbedding) -> None:
    text = embedding.get_text_embedding(QUESTION)
    assert all(isinstance(number, float) for number in text)
    assert embedding.get_query_embedding(QUESTION) == text
    assert asyncio.run(embedding.aget_query_embedding(QUESTION)) == text
    assert embedding.get_text_embedding_batch(["续贷", QUESTION])[1] == pytest.approx(text)


def test_similar_words_are_nearer_than_others(embedding: ClauseEmbedding) -> None:
    asked = embedding.get_query_embedding("融资担保费率")
    near, far = embedding.get_text_embedding_batch(["政府性融资担保机构的担保费", "期货套期保值"])
    assert embedding.similarity(asked, near) > embedding.similarity(asked, far)
