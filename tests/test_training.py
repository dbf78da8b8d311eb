"""indexing.training: the built-in vectors, learnt here from a handful of texts."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from corpus import Policy
from indexing.encoder import StaticEncoder
from indexing.training import __main__ as training
from indexing.training.contrast import Bag, Coded, _batches, _questions, _thinned, _views, learn
from indexing.training.cooccurrence import start_vectors
from indexing.training.texts import LAW_QUESTIONS, Passage, Question, Texts, read_texts
from indexing.training.tokenizer import build_tokenizer

_SUBJECTS = [("租房", "房东", "押金"), ("贷款", "银行", "利息"), ("工伤", "老板", "工资")]


@pytest.fixture(scope="module")
def texts() -> Texts:
    """Twelve passages on three matters, each with a question."""
    passages = tuple(
        Passage(f"d{n % 3}", f"{_SUBJECTS[n % 3][0]}办法", tuple(
            f"{a}应当由{b}处理第{n}次" for a, b in zip(_SUBJECTS[n % 3], _SUBJECTS[n % 3][1:],
                                                 strict=False)))
        for n in range(12))
    questions = tuple(Question(f"{_SUBJECTS[n % 3][2]}怎么办", n) for n in range(12))
    return Texts(passages, questions)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    with LAW_QUESTIONS.open(encoding="utf-8") as file:
        title = file.readline().split("\t")[0]
    rows = [{"title": title, "text": "登记机构登记错误的，应当赔偿。\n本条例另有规定的除外。"},
            {"title": "中华人民共和国某法第一条", "text": "短。"}]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return path


def test_passages_and_questions_are_read(articles: Path, policies: list[Policy]) -> None:
    texts = read_texts(articles, policies)
    clauses = sum(len(policy.clauses) for policy in policies)
    assert len(texts.passages) == 2 + clauses
    assert texts.passages[0].parts == ("登记机构登记错误的，应当赔偿", "本条例另有规定的除外")
    assert texts.passages[1] == Passage("某法", "某法第一条", ("短。",))
    assert {q.passage for q in texts.questions[:2]} == {0}
    assert max(q.passage for q in texts.questions) < len(texts.passages)


def test_the_questions_of_one_policy_can_be_left_out(
        articles: Path, policies: list[Policy]) -> None:
    whole = read_texts(articles, policies)
    part = read_texts(articles, policies, leave_out="nfra-2024")
    assert part.passages == whole.passages
    gone = {q.passage for q in whole.questions} - {q.passage for q in part.questions}
    assert {whole.passages[n].document for n in gone} == {"nfra-2024"}


def test_every_question_on_a_law_is_well_formed() -> None:
    lines = LAW_QUESTIONS.read_text("utf-8").splitlines()
    assert all(line.count("\t") == 1 and all(line.split("\t")) for line in lines)
    assert len({line.split("\t")[1] for line in lines}) == len(lines)


def test_pieces_are_words_that_stand_often_and_all_characters() -> None:
    tokenizer = build_tokenizer(["专精特新企业"] * 3 + ["无还本续贷"])
    assert tokenizer.encode("专精特新，企业").tokens == ["专精特新", "企业"]
    assert tokenizer.encode("无还本续贷").tokens == list("无还本续贷")
    assert tokenizer.encode("。").tokens == []


def test_words_that_stand_near_the_same_words_start_near_each_other() -> None:
    sequences = [[1, 3, 4], [2, 3, 4], [5, 6, 7]] * 20
    vectors = start_vectors(sequences, 8, 4)
    near, far = vectors[1] @ vectors[2], vectors[1] @ vectors[5]
    assert near > far
    assert vectors.shape == (8, 4)
    assert np.isfinite(vectors).all()


def test_learning_brings_a_question_to_its_passage() -> None:
    """Two words that never stand together, joined by questions alone."""
    passages = [Coded((), ((n, n), (n, n)), n) for n in range(1, 9)]
    asked = [((n + 10,), n - 1) for n in range(1, 9)]
    random_rows = np.random.default_rng(0).standard_normal((20, 8)).astype(np.float32)
    bag = Bag(random_rows.copy(), np.ones(20, np.float32))
    learn(bag, passages, asked, passes=600, seed=1)
    questions, wholes = (bag(part).detach().numpy() for part in (
        [q for q, _ in asked], [p.whole for p in passages]))
    assert (questions @ wholes.T).argmax(axis=1).tolist() == list(range(8))


def test_views_share_no_part_and_batches_hold_each_passage_once() -> None:
    draw = random.Random(3)
    passage = Coded((9,), ((1, 1), (2, 2), (3, 3)), 0)
    for _ in range(20):
        part, rest = _views(passage, draw)
        assert not set(part) & set(rest)
    assert sorted(n for batch in _batches([[0, 1, 2], [3], []], draw) for n in batch) == [
        0, 1, 2, 3]


def test_a_batch_asks_about_a_passage_once() -> None:
    asked = [((1,), 0), ((2,), 0), ((3,), 1)]
    batch = next(_questions(asked, random.Random(1)))
    assert sorted(passage for _, passage in batch) == [0, 1]


def test_a_thinned_text_is_never_empty() -> None:
    draw = random.Random(1)
    assert all(_thinned((5,), draw) == (5,) for _ in range(50))
    assert _thinned((), draw) == (0,)


def test_a_model_is_learnt_saved_and_read_and_twice_the_same(
        texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_LEARNT", 8)
    tokenizer = build_tokenizer(texts.all_texts(), least=1)
    for name in ("one", "two"):
        training.save(tokenizer, training.train(texts, tokenizer), tmp_path / name)
    first, second = (StaticEncoder(tmp_path / name) for name in ("one", "two"))
    vectors = first.encode(["押金怎么办", "房东", "银行"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    np.testing.assert_array_equal(vectors, second.encode(["押金怎么办", "房东", "银行"]))


def test_the_command_writes_a_model(
        articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_PASSES", 1)
    assert training.main([str(articles), "--out", str(tmp_path / "model")]) == 0
    assert StaticEncoder(tmp_path / "model").encode(["担保费率"]).any()


def test_a_question_is_learnt_to_be_near_the_part_that_answers_it() -> None:
    """Two passages of two parts; questions only name one part each, and nobody says which."""
    passages = [Coded((), ((1, 1), (2, 2)), 0), Coded((), ((3, 3), (2, 2)), 1)]
    asked = [((11,), 0), ((13,), 1)]
    start = np.random.default_rng(0).standard_normal((20, 8)).astype(np.float32)
    bag = Bag(start, np.ones(20, np.float32))
    learn(bag, passages, asked, passes=300, seed=1)
    first, second, own, other, shared = bag([(11,), (13,), (1,), (3,), (2,)]).detach().numpy()
    assert first @ own > first @ shared > first @ other
    assert second @ other > second @ shared > second @ own
