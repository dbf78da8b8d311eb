"""indexing.nodes: clauses to llama-index nodes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.schema import Document

from corpus import Policy
from corpus.sentences import sentence_spans
from indexing.nodes import CLAUSE, END, START, ClauseNodeParser, clause_documents, pack
from indexing.words import word_count

BUDGETS = pytest.mark.parametrize("budget", [20, 60, 120, 2000])


@pytest.fixture(scope="module")
def clauses(policies: list[Policy]) -> dict[str, str]:
    return {clause.id: clause.text for policy in policies for clause in policy.clauses}


def parse(policies: list[Policy], budget: int) -> list:
    return ClauseNodeParser(max_words=budget).get_nodes_from_documents(clause_documents(policies))


def test_one_document_a_clause(policies: list[Policy], clauses: dict[str, str]) -> None:
    documents = clause_documents(policies)
    assert [d.doc_id for d in documents] == list(clauses)
    assert all(d.text == clauses[d.doc_id] for d in documents)


@BUDGETS
def test_nodes_keep_to_the_budget_unless_one_sentence(policies: list[Policy], budget: int) -> None:
    for node in parse(policies, budget):
        text = node.get_content()
        assert word_count(text) <= budget or len(sentence_spans(text)) == 1, node.node_id


@BUDGETS
def test_every_sentence_is_in_exactly_one_node(
        policies: list[Policy], clauses: dict[str, str], budget: int) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for node in parse(policies, budget):
        spans.setdefault(node.metadata[CLAUSE], []).append((node.metadata[START],
                                                            node.metadata[END]))
    for clause, text in clauses.items():
        for start, end in sentence_spans(text):
            holders = [s for s in spans[clause] if s[0] <= start and end <= s[1]]
            assert len(holders) == 1, (clause, text[start:end])


@BUDGETS
def test_a_node_knows_its_clause_and_its_place(
        policies: list[Policy], clauses: dict[str, str], budget: int) -> None:
    for node in parse(policies, budget):
        text = clauses[node.metadata[CLAUSE]]
        assert text[node.metadata[START] : node.metadata[END]] == node.get_content()
        assert node.node_id == f"{node.metadata[CLAUSE]}@{node.metadata[START]}"


def test_nodes_come_in_document_order_with_ids_of_their_own(policies: list[Policy]) -> None:
    nodes = parse(policies, 60)
    ids = [node.node_id for node in nodes]
    assert len(set(ids)) == len(ids)
    order = {d.doc_id: i for i, d in enumerate(clause_documents(policies))}
    places = [(order[n.metadata[CLAUSE]], n.metadata[START]) for n in nodes]
    assert places == sorted(places)


def test_a_smaller_budget_gives_more_nodes(policies: list[Policy]) -> None:
    assert len(parse(policies, 20)) > len(parse(policies, 120)) > len(parse(policies, 2000))


@pytest.mark.parametrize(("text", "budget", "parts"), [
    ("担保费率。贷款贴息。", 4, ["担保费率。贷款贴息。"]),
    ("担保费率。贷款贴息。", 1, ["担保费率。", "贷款贴息。"]),
    ("担保费率、贷款贴息。", 1, ["担保费率、贷款贴息。"]),
    ("担保费率\n贷款贴息", 1, ["担保费率", "贷款贴息"]),
    ("", 20, []),
    (" \n ", 20, []),
], ids=["fits", "split", "long-sentence", "lines", "empty", "blank"])
def test_pack(text: str, budget: int, parts: list[str]) -> None:
    assert [text[start:end] for start, end in pack(text, budget)] == parts


@given(st.text("担保费率，。；！\n a1”", max_size=900), st.integers(1, 50))
@settings(max_examples=60, deadline=None, database=None)
def test_pack_loses_nothing_and_repeats_nothing(text: str, budget: int) -> None:
    covered = [i for start, end in pack(text, budget) for i in range(start, end)]
    assert len(set(covered)) == len(covered)
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)


def test_a_document_from_elsewhere_is_split_too() -> None:
    document = Document(text="第一句。第二句。", id_="x")
    nodes = ClauseNodeParser(max_words=1).get_nodes_from_documents([document])
    assert [node.get_content() for node in nodes] == ["第一句。", "第二句。"]
