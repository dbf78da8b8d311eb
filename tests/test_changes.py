"""What a new version changes, word by word, and what rests on it."""

import pytest

from corpus.catalog import load_catalog
from corpus.product import Product
from corpus.publishing.catalog_changes import compare_catalogs
from corpus.publishing.changes import Mark, compare, touched, words_changed
from corpus.reader import parse_policy
from eval.publishing.draft_view import catalog_html, changes_html, impact_html
from eval.publishing.impact import citing_cases, citing_products, impact
from indexing.words import pieces

OLD = ["对轴承企业贷款给予2%的贴息，单户最高50万元", "担保费率不超过1%，由市财政补助",
       "建立白名单，按季度更新名单并推送银行"]


def paper(clauses):
    body = "\n".join(f"（{'一二三四五六'[n]}）{text}。" for n, text in enumerate(clauses))
    return parse_policy(f"某市支持轴承产业若干措施\n\n{body}", "p")


@pytest.mark.parametrize(("new", "expected"), [
    (OLD, []),
    ([OLD[0].replace("2%", "3%"), *OLD[1:]], [("修改", "（一）")]),
    ([*OLD, "设立产业基金，支持链主企业"], [("新增", "（四）")]),
    (OLD[:2], [("废除", "（三）")]),
    (OLD[1:], [("改号", "（二） → （一）"), ("改号", "（三） → （二）"), ("废除", "（一）")]),
    (["设立产业基金，支持链主企业", *OLD], [
        ("新增", "（一）"), ("改号", "（一） → （二）"), ("改号", "（二） → （三）"),
        ("改号", "（三） → （四）")]),
    ([OLD[1], OLD[0].replace("50", "80"), OLD[2]], [
        ("改号", "（二） → （一）"), ("修改", "（一） → （二）")]),
], ids=["same", "changed", "added", "ended", "first-ended", "inserted", "swapped-and-changed"])
def test_clauses_are_paired_by_what_they_say(new, expected):
    found = compare(paper(OLD), paper(new), pieces)
    assert [(c.change.value, c.label) for c in found] == expected


def test_a_new_paper_is_all_new():
    found = compare(None, paper(OLD), pieces)
    assert {c.change.value for c in found} == {"新增"}
    assert touched(found) == ()


def test_what_no_longer_says_what_it_said_is_touched():
    found = compare(paper(OLD), paper([OLD[0], OLD[2]]), pieces)
    assert touched(found) == ("（三）", "（二）")


def test_words_are_marked_and_none_is_lost():
    before, after = "贴息2%，\n最高50万元", "贴息3%，\n最高80万元（含）"
    found = words_changed(before, after, pieces)
    assert "".join(text for mark, text in found if mark is not Mark.ADDED) == before
    assert "".join(text for mark, text in found if mark is not Mark.GONE) == after
    assert (Mark.GONE, "50") in found
    assert (Mark.KEPT, "贴息") in found


@pytest.mark.parametrize("text", ["", "ＬＰＲ改革\n专精特新 2.5% 〔2023〕25号"])
def test_a_cut_text_is_whole(text):
    assert "".join(pieces(text)) == text


def test_changes_are_shown_as_text():
    evil = "<img src=x onerror=alert(1)>对轴承企业贷款给予2%的贴息，单户最高50万元"
    shown = changes_html(compare(paper(OLD), paper([evil, *OLD[1:]]), pieces), new=False)
    assert "<img" not in shown
    assert "<ins>" in shown
    assert "修改 1 条" in shown


def test_products_are_compared_by_id():
    def product(ident, **more):
        return Product(id=ident, name=f"{ident}贷", kind="贷款", source="<b>", **more)

    before = [product("A", amount_max_wan=5), product("B")]
    after = [product("A", amount_max_wan=6, needs=("周转",)), product("C")]
    found = compare_catalogs(before, after)
    assert ([p.id for p in found.added], [p.id for p in found.ended]) == (["C"], ["B"])
    assert ("最高额度（万元）", "5.0", "6.0") in found.changed[0].fields
    assert "新增 1 项，修改 1 项，去掉 1 项" in catalog_html(found)


def test_what_rests_on_a_clause_is_found(settings):
    found = impact("luoyang-2017", ["2"], load_catalog(), settings)
    assert all(c.clauses == ("2",) for c in (*found.products, *found.questions, *found.cases))
    assert found.questions
    assert "questions" in {c.where for c in found.cases}
    assert f"{len(found.cases)} 道测试题" in impact_html(found)
    assert impact("luoyang-2017", [], load_catalog(), settings).count == 0


def test_cases_of_any_shape_are_searched():
    more = [("现场", {"id": "z1", "question": "能办吗", "gold": {"a": ["p#（一）", "p#（一）"]}}),
            ("现场", {"id": "z2", "clause": "p#（二）"})]
    found = [*citing_cases("p", ["（一）"], more)]
    assert [(c.where, c.name, c.clauses) for c in found] == [("现场", "z1 能办吗", ("（一）",))]


def test_instruments_name_their_clause():
    found = [*citing_products("heilongjiang-2023", ["（十七）"], load_catalog())]
    assert found
    assert all(c.clauses == ("（十七）",) for c in found)
