"""indexing.laws: which documents are laws, and how vectors count among their articles."""

from pathlib import Path

import numpy as np
import pytest

from chat.assistant import Assistant
from corpus.model import Clause, Policy, Status
from corpus.reader import parse_policy
from corpus.regions import table
from indexing import Searcher
from indexing.entries import Kind, clause_entries
from indexing.laws import behind, is_law

ARTICLES = [
    ("第一条", "出租人应当按照约定将租赁物交付承租人，并在租赁期限内保持租赁物符合约定的用途。"),
    ("第二条", "承租人未经出租人同意转租的，出租人可以解除合同。"),
    ("第三条", "当事人可以约定一方向对方给付定金作为债权的担保。"),
]


def law(labels: list[str], region: str = "") -> Policy:
    texts = [text for _, text in ARTICLES]
    clauses = tuple(Clause(f"law#{label}", label, (), None, text, (), (), (0, len(text)), (), text)
                    for label, text in zip(labels, texts, strict=True))
    return Policy("law", "某某法", None, (), table()[region], None, None, Status.ISSUED, clauses,
                  (), "")


@pytest.mark.parametrize(("labels", "region", "expected"), [
    (["第一条", "第二条", "第三条"], "", True), (["第1条", "第2条", "第三条"], "", True),
    (["文首", "第一条", "第二条"], "", True), (["文首", "第一条", "文末"], "", False),
    (["（一）", "（二）", "（三）"], "", False), (["第一条", "第二条", "第三条"], "41", False)],
    ids=["articles", "digits", "letterhead", "few", "clauses", "local"])
def test_a_law_is_national_and_in_articles(
        labels: list[str], region: str, expected: bool) -> None:
    assert is_law(law(labels, region)) is expected


def test_none_of_the_five_papers_is_a_law(policies: list[Policy]) -> None:
    assert not any(map(is_law, policies))


def test_the_best_article_gains_nothing_and_policies_are_left_alone() -> None:
    scores = np.array([3.0, 1.0, 2.0, 5.0], np.float32)
    found = behind(scores, np.array([True, True, True, False]))
    assert found.tolist() == [0.0, -2.0, -1.0, 0.0]


def test_an_article_is_read_whole() -> None:
    kinds = {entry.kind for entry in clause_entries(law(["第一条", "第二条", "第三条"]))}
    assert Kind.SENTENCE not in kinds


def test_everyday_words_find_the_article_beside_policies_that_are_asked_about(
        policies: list[Policy], settings_in, tmp_path: Path) -> None:
    both = [*policies, law(["第一条", "第二条", "第三条"])]
    searcher = Searcher.open(both, settings_in(tmp_path))
    found = searcher.search("房客偷偷把房子租给别人，房东能赶人吗", k=3)
    assert "law#第二条" in [hit.clause.id for hit in found]
    asked = searcher.search("房客偷偷把房子租给别人，房东能赶人吗", k=1, policies=["law"])
    assert asked[0].clause.id == "law#第二条"
    assert searcher.search("担保费率最高多少", k=1)[0].clause.id == "heilongjiang-2023#（十七）"


def test_what_nobody_has_written_questions_for_counts_more_by_vectors(
        policies: list[Policy], settings_in, tmp_path: Path) -> None:
    both = [*policies, law(["（一）", "（二）", "（三）"])]
    searcher = Searcher.open(both, settings_in(tmp_path))
    signals = searcher.signals("房东能赶人吗")
    own = [hit.clause.id.startswith("law#") for hit in searcher.hits_of(
        {c.id for p in both for c in p.clauses})]
    assert (signals["unasked"] > 0).tolist() == (np.array(own) & (signals["dense"] > 0)).tolist()
    assert "unasked" not in Searcher.open(policies, settings_in(tmp_path / "five")).signals("房东")


def test_an_answer_names_the_law(policies: list[Policy], settings_in, tmp_path: Path) -> None:
    source = "中华人民共和国某某法\n" + "\n".join(f"{label} {text}" for label, text in ARTICLES)
    read = parse_policy(source, "law")
    assistant = Assistant(Searcher.open([*policies, read], settings_in(tmp_path)))
    answer = assistant.answer("承租人未经出租人同意转租，出租人能解除合同吗")
    assert "《某某法》第二条" in answer.text
    assert answer.citations[0].clause == "law#第二条"
