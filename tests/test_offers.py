"""What is said of products: conditions, what is missing, comparison, stacking, names."""

import datetime

import pytest

from chat.offers import cite_quote
from chat.understanding.turn import Message
from corpus.errors import QuestionError
from corpus.product import Product
from matcher.caveats import caveats
from matcher.comparison import UNKNOWN, compare
from matcher.naming import plain
from matcher.stacking import pairs

FIRM = "我们在洛阳做轴承，创始人有人才认定，没抵押物，想贷1500万，有什么产品？"
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def talk(assistant):
    """Ask a question after FIRM has been asked and answered."""
    first = assistant.answer(FIRM)
    history = [Message("user", FIRM), Message("assistant", first.text)]
    return lambda question: assistant.answer(question, history=history)


@pytest.fixture(scope="module")
def found(assistant):
    """The placed product of a name, in a region or anywhere."""
    def find(name, region=None):
        place = assistant.understanding.mentions.place(region) if region else None
        return assistant.matcher.names.named(name, place)
    return find


@pytest.mark.parametrize(("question", "words", "clause"), [
    ("这个要什么条件", ["依据人才认定标准", "最高不超过2000万元"], "luoyang-2023#（四）"),
    ("第一个我够格吗", ["满足"], "luoyang-2023#（四）"),
    ("还差什么", ["需要确认"], "luoyang-2023#（四）"),
    ("它们哪个额度高", ["最高不超过2000万元"], "luoyang-2023#（四）"),
    ("能不能再配个担保一起用", ["见贷即担"], "luoyang-2023#（十四）"),
], ids=["conditions", "by-number", "missing", "amount", "stacking"])
def test_questions_on_the_offers(talk, question, words, clause):
    answer = talk(question)
    assert all(word in answer.text for word in words)
    assert clause in {c.clause for c in answer.citations}
    assert not answer.refused
    assert "征求意见稿" in answer.text


@pytest.mark.parametrize(("question", "words"), [
    ("它们哪个利率低", "没有写这些产品的利率"), ("第二个额度多少", "没有写“科创贷”的额度"),
    ("这些能叠加贴息吗", "没有写贴息")], ids=["rate", "one-amount", "subsidy"])
def test_what_no_clause_states_is_refused(talk, question, words):
    answer = talk(question)
    assert answer.refused
    assert words in answer.text


def test_without_a_firm_the_question_is_an_ordinary_one(assistant):
    history = [Message("user", "黑龙江担保费率多少"), Message("assistant", "……")]
    assert "对照您说的情况" not in assistant.answer("这个要什么条件", history=history).text


def test_the_catalog_follows_with_source_and_date(assistant):
    answer = assistant.answer("洛阳的轴承贷额度多少")
    assert answer.refused
    assert "工商银行洛阳分行 轴承贷" in answer.catalog
    assert "2025-08-18" in answer.catalog
    assert "轴承贷" not in answer.text


def test_side_by_side(found):
    table = compare([found("人才贷")[0], found("科创e贷")[0]])
    rows = {row.field: row for row in table.rows}
    assert table.names == ("人才贷（洛阳市）", "科创e贷（黑龙江省）")
    assert rows["额度"].cells == ("最高不超过2000万元", UNKNOWN)
    assert rows["适用地区"].differs
    assert not rows["类别"].differs
    assert "（四）" in rows["依据"].cells[0]
    assert "还款方式" not in rows


@pytest.mark.parametrize("names", [["人才贷"], ["人才贷", "人才贷"],
                                   ["人才贷", "科创e贷", "银财宝", "轴承贷", "信用证"]],
                         ids=["one", "the-same", "five"])
def test_two_to_four_products(found, names):
    with pytest.raises(QuestionError):
        compare([found(name)[0] for name in names])


@pytest.mark.parametrize(("name", "region", "clauses"), [
    ("助保贷", None, {"qianjiang-2023#11", None}), ("助保贷", "黔江", {"qianjiang-2023#11", None}),
    ("助保贷", "洛阳", {None}), ("科创E贷", "哈尔滨", {"heilongjiang-2023#（六）"}),
    ("没有这种贷", None, set())], ids=["all", "here", "elsewhere", "case", "none"])
def test_products_by_name(found, name, region, clauses):
    assert {row.product.clause for row in found(name, region)} == clauses


def test_the_longest_name_in_a_sentence_counts(assistant):
    rows = assistant.matcher.names.mentioned("首台（套）重大技术装备保险补贴怎么拿")
    assert [plain(row.product.name) for row in rows] == ["首台套重大技术装备保险补贴"]


def test_every_pair_is_quoted(assistant):
    placed, texts = assistant.matcher.placed, {
        c.id: c.text for p in assistant.searcher.policies for c in p.clauses}
    for pair in pairs():
        product = placed[pair["with"]].product
        source = texts.get(product.clause) or product.subsidy_text
        assert plain(pair["quote"]) in plain(source), pair
        assert all(loan in placed for loan in pair.get("loans", ()))
        assert pair.get("loans") or pair.get("kind")


def test_a_quote_is_found_across_widths_and_breaks(policies):
    policy = next(p for p in policies if p.id == "heilongjiang-2023")
    clause = policy.clause("（十七）")
    cited = cite_quote(policy, clause, "深化“银担合作”，将国家融资担保基金", "没有的话")
    assert cited is not None
    assert cited.quote.startswith("深化“银担合作”")
    assert cite_quote(policy, clause, "没有的话") is None


@pytest.mark.parametrize(("day", "told"), [
    ("2026-01", ""), ("2024-12", ""), ("2024-11-19", "资料日期2024-11-19"),
    ("2014", "资料日期2014"), (None, "资料未载日期")],
    ids=["this-year", "two-years", "a-day-more", "old", "none"])
def test_old_pages_say_so(assistant, day, told):
    product = Product(id="1", name="甲贷", kind="贷款", source="官网", source_date=day)
    nation = assistant.understanding.mentions.place("全国")
    expected = [f"{told}，是否仍在办理请向机构确认"] if told else []
    assert [j.criterion.quote for j in caveats(product, nation, TODAY)] == expected


def test_a_product_without_a_place_says_so():
    product = Product(id="1", name="甲贷", kind="贷款", source="官网", source_date="2026")
    assert [j.criterion.field for j in caveats(product, None, TODAY)] == ["place"]
