"""Facts of clauses: kinds, spans, conditions."""

import pytest

from indexing.facts import FactKind, clause_facts, phrase_around, states

STATED = [
    ("heilongjiang-2023#（十七）", FactKind.RATE, ["1%", "1%", "1.5%"]),
    ("heilongjiang-2023#（十七）", FactKind.MONEY, ["500万元", "500万元"]),
    ("heilongjiang-2023#（二）", FactKind.RATE, ["25%"]),
    ("luoyang-2023#（四）", FactKind.MONEY, ["2000万元"]),
    ("luoyang-2023#（五）", FactKind.MONEY, ["500万元美元"]),
    ("luoyang-2023#（十一）", FactKind.TIME, ["3年", "1年"]),
    ("luoyang-2017#24", FactKind.RATE, ["2‰"]),
    ("luoyang-2017#14", FactKind.MONEY, ["30亿元"]),
    ("heilongjiang-2023#（十四）", FactKind.TIME, ["每年", "每季度"]),
]


@pytest.fixture(scope="module")
def clauses(policies):
    return {clause.id: clause for policy in policies for clause in policy.clauses}


@pytest.mark.parametrize(("clause", "kind", "texts"), STATED, ids=range(len(STATED)))
def test_facts_of_real_clauses(clauses, clause, kind, texts):
    assert [f.text for f in clause_facts(clauses[clause]) if f.kind is kind] == texts


def test_spans_and_conditions_are_exact(clauses):
    for clause in clauses.values():
        for fact in clause_facts(clause):
            assert clause.text[fact.start : fact.end] == fact.text
            assert fact.text in fact.condition
            assert fact.condition in clause.text


@pytest.mark.parametrize(("text", "kind", "expected"), [
    ("不超过1.5%", FactKind.RATE, True), ("最高2000万元", FactKind.MONEY, True),
    ("每半年更新", FactKind.TIME, True), ("三方共担", FactKind.COUNT, True),
    ("第12条", FactKind.MONEY, False), ("按市级标准", FactKind.RATE, False)])
def test_states(text, kind, expected):
    assert states(text, kind) is expected


def test_the_phrase_around_a_figure():
    assert phrase_around("对小企业，费率不超过1%，对大企业另定。", 9, 11) == "费率不超过1%"
