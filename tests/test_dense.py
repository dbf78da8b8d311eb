"""indexing.dense and indexing.lexical: the two kinds of index, by hand."""

from pathlib import Path

import numpy as np
import pytest

from indexing.dense import DenseIndex
from indexing.lexical import CUTTERS, LexicalIndex

TEXTS = [
    "担保费率原则上不超过1.5%",
    "开展应收账款质押融资和存货担保融资",
    "支持企业发行公司债券",
    "，。",
    "推广无还本续贷",
]
each_cutter = pytest.mark.parametrize("cutter", sorted(CUTTERS))


def unit(rows: int, dim: int = 16, seed: int = 1) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((rows, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("rows", [1, 7, 8, 9, 400])
def test_scores_are_inner_products_where_positive(rows: int) -> None:
    vectors, query = unit(rows), unit(1, seed=2)[0]
    expected = np.maximum(vectors @ query, 0)
    np.testing.assert_allclose(DenseIndex.build(vectors).scores(query), expected, atol=1e-6)


def test_scores_beyond_the_nearest_are_zero() -> None:
    vectors, query = unit(50), unit(1, seed=2)[0]
    scores = DenseIndex.build(vectors).scores(query, nearest=5)
    assert set(np.flatnonzero(scores)) == set(np.argsort(-(vectors @ query))[:5])


@pytest.mark.parametrize("rows", [7, 8, 9, 100])
def test_only_allowed_rows_have_scores(rows: int) -> None:
    vectors, query = unit(rows), unit(1, seed=2)[0]
    allowed = np.arange(rows) % 3 == 0
    scores = DenseIndex.build(vectors).scores(query, allowed=allowed)
    expected = np.where(allowed, np.maximum(vectors @ query, 0), 0)
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_allowed_rows_are_found_however_many_nearer_ones_are_not() -> None:
    query = unit(1)[0]
    vectors = np.vstack([np.tile(query, (50, 1)), unit(1, seed=3) * 0.1 + query * 0.5])
    allowed = np.arange(51) == 50
    assert DenseIndex.build(vectors).scores(query, allowed=allowed, nearest=5)[50] > 0


def test_the_zero_vector_is_near_nothing() -> None:
    assert not DenseIndex.build(unit(9)).scores(np.zeros(16, np.float32)).any()


def test_no_row_allowed_gives_zeros() -> None:
    scores = DenseIndex.build(unit(9)).scores(unit(1)[0], allowed=np.zeros(9, bool))
    assert scores.shape == (9,)
    assert not scores.any()


def test_a_saved_dense_index_gives_equal_scores(tmp_path: Path) -> None:
    index, query = DenseIndex.build(unit(20)), unit(1, seed=2)[0]
    index.save(tmp_path / "v.faiss")
    loaded = DenseIndex.load(tmp_path / "v.faiss")
    assert loaded.size == 20
    np.testing.assert_array_equal(loaded.scores(query), index.scores(query))


@each_cutter
@pytest.mark.parametrize("query", ["", "  ", "，。？", "zzqq", "☃☃", "龘龘龘"],
                         ids=["empty", "blank", "signs", "letters", "symbols", "rare-characters"])
def test_nothing_known_scores_zero(cutter: str, query: str) -> None:
    scores = LexicalIndex.build(TEXTS, cutter).scores(query)
    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


@each_cutter
@pytest.mark.parametrize(("query", "best"), [
    ("担保费率最高多少", 0),
    ("１．５％", 0),
    ("应收账款怎么融资", 1),
    ("公司债券", 2),
    ("无还本续贷", 4),
], ids=["guarantee", "full-width-rate", "receivables", "bonds", "renewal"])
def test_the_matching_text_scores_highest(cutter: str, query: str, best: int) -> None:
    scores = LexicalIndex.build(TEXTS, cutter).scores(query)
    assert scores.argmax() == best
    assert scores[best] > 0
    assert (scores >= 0).all()


@each_cutter
def test_texts_without_a_word_of_the_query_score_zero(cutter: str) -> None:
    scores = LexicalIndex.build(TEXTS, cutter).scores("公司债券")
    assert np.flatnonzero(scores).tolist() == [2]


@each_cutter
def test_a_rare_word_outweighs_a_common_one(cutter: str) -> None:
    texts = ["贷款贴息", *["贷款担保"] * 9]
    scores = LexicalIndex.build(texts, cutter).scores("贴息")
    assert scores[0] > LexicalIndex.build(texts, cutter).scores("担保").max()


@each_cutter
def test_saying_a_word_twice_changes_nothing(cutter: str) -> None:
    index = LexicalIndex.build(TEXTS, cutter)
    np.testing.assert_allclose(index.scores("债券 债券"), index.scores("债券"))


@each_cutter
def test_a_saved_lexical_index_gives_equal_scores(cutter: str, tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS, cutter)
    index.save(tmp_path / cutter)
    loaded = LexicalIndex.load(tmp_path / cutter, cutter, len(TEXTS))
    for query in ("担保费率", "应收账款 债券", ""):
        np.testing.assert_array_equal(loaded.scores(query), index.scores(query))


@each_cutter
@pytest.mark.parametrize("texts", [[], [""], ["，。", "！"]], ids=["none", "empty", "signs"])
def test_texts_without_words_can_be_indexed(cutter: str, texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts, cutter)
    index.save(tmp_path / cutter)
    for each in (index, LexicalIndex.load(tmp_path / cutter, cutter, len(texts))):
        assert each.scores("担保费率").tolist() == [0.0] * len(texts)
