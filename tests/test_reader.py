"""The reader: the five built-in policies against tables checked by hand, clauses and headings.

The tables in `expected/` quote the source; the reader folds half-width punctuation, so they are
folded in the same way before they are compared. Traps of numbering are in `test_numbering.py`,
those of the letterhead in `test_letterhead.py`, bad printing in `test_healing.py`.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest

from corpus.errors import NoClauses
from corpus.library import BUILT_IN, load_policies
from corpus.model import Clause
from corpus.reader import parse_policy
from corpus.sentences import sentence_spans

EXPECTED = Path(__file__).parent / "expected"
FULL_WIDTH = str.maketrans("(),:;", "（），：；")
SHA256 = {
    "heilongjiang-2023": "594d8a4629408329a931259c060d34c824b3740f44855829f00e265a34a86ace",
    "luoyang-2017": "980ef93f6e68bf67cc09aa7aee32ea519898c912222358580b6f733c2a6df323",
    "luoyang-2023": "da9126f24822190d14d2988747e8357ba762e398cab7c8289cd083b31e347400",
    "nfra-2024": "df202577429a894089e04ff0f221afc3122887ce663c9f69f7ec2f5d9e5c4c1b",
    "qianjiang-2023": "e1a5983904e99a7377ee58a4682cce91eabb8dd224b45f014d6a9952610e2166",
}
POLICIES = {policy.id: policy for policy in load_policies()}
each_policy = pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))


def ascii_id(clause_id: str) -> str:
    """pytest escapes Chinese ids: luoyang-2017#附件二.1 → luoyang-2017#annex2.1."""
    han = [f"{t}{u}" for t in ("", "十", "二十") for u in ("", *"一二三四五六七八九")]
    text = clause_id.replace("文首", "head").replace("文末", "tail").replace("附件", "annex")
    text = text.replace("（", "(").replace("）", ")")
    return re.sub("[一二三四五六七八九十]+", lambda m: str(han.index(m[0])), text)


def table(name: str) -> pytest.MarkDecorator:
    """Make one test of each row in `expected/<name>.json`."""
    rows = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    return pytest.mark.parametrize(
        ("key", "want"), [pytest.param(k, v, id=ascii_id(k)) for k, v in rows.items()])


def clause_of(clause_id: str) -> Clause:
    policy_id, label = clause_id.split("#")
    return POLICIES[policy_id].clause(label)


@table("labels")
def test_labels(key, want):
    assert [clause.label for clause in POLICIES[key].clauses] == want
    assert [clause.id for clause in POLICIES[key].clauses] == [f"{key}#{label}" for label in want]


@table("units")
def test_units(key, want):
    clause = clause_of(key)
    assert (list(clause.leads), list(clause.units)) == (want["leads"], want["units"])


@table("titles")
def test_titles(key, want):
    assert clause_of(key).title == want


@table("headings")
def test_headings(key, want):
    assert list(clause_of(key).heading_path) == [h.translate(FULL_WIDTH) for h in want]


@table("healed")
def test_healed(key, want):
    for phrase in want:
        assert phrase.translate(FULL_WIDTH) in clause_of(key).text


@table("numbers")
def test_numbers(key, want):
    for number in want:
        assert re.search(rf"(?<![\d.]){re.escape(number)}", clause_of(key).text), number


@each_policy
def test_source_is_unchanged(policy):
    path = BUILT_IN / f"{policy.id}.txt"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256[policy.id]


@each_policy
def test_nothing_is_lost(policy):
    assert policy.unaccounted == ()


@each_policy
def test_every_quote_stands_in_the_source(policy):
    source = "".join(policy.source.splitlines())
    for clause in policy.clauses:
        for start, end in sentence_spans(clause.text):
            assert clause.quote(start, end) in source, (clause.id, clause.text[start:end])


@each_policy
def test_sentences_cover_each_clause(policy):
    for clause in policy.clauses:
        told = "".join(clause.text[a:b] for a, b in sentence_spans(clause.text))
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", clause.text), clause.id


@each_policy
def test_clauses_stand_in_document_order(policy):
    starts = [clause.span[0] for clause in policy.clauses]
    assert starts == sorted(starts)


@each_policy
def test_heading_paths_are_made_of_headings(policy):
    known = {heading.text for heading in policy.headings}
    assert {text for clause in policy.clauses for text in clause.heading_path} <= known


def test_clause_by_label_and_its_parts():
    clause = POLICIES["qianjiang-2023"].clause("12")
    assert clause.policy_id == "qianjiang-2023"
    assert clause.body.startswith("鼓励金融机构按照依法合规")
    with pytest.raises(KeyError, match="qianjiang-2023#99"):
        POLICIES["qianjiang-2023"].clause("99")


@pytest.mark.parametrize(("clause_id", "slip"), [
    pytest.param("luoyang-2023#（五）", "500 万元美元", id="currency-twice"),
    pytest.param("luoyang-2023#（五）", "高效技术", id="wrong-word"),
    pytest.param("luoyang-2023#（二）", "分包 17 条", id="blanks-around-digits"),
    pytest.param("heilongjiang-2023#（五）", "借贷待售", id="wrong-character"),
    pytest.param("heilongjiang-2023#（十八）", "符合条件的制制造业", id="doubled-at-break"),
])
def test_slips_are_quoted_as_they_stand(clause_id, slip):
    clause = clause_of(clause_id)
    assert slip in clause.quote(0, len(clause.text))


@pytest.mark.parametrize("text", ["没有编号的一段话。", "2023年10月16日\n1.5%的费率"],
                         ids=["prose", "date-and-rate"])
def test_no_clauses(text):
    with pytest.raises(NoClauses, match="paper"):
        parse_policy(text, "paper")


@pytest.mark.parametrize(("lead", "stated"), [
    pytest.param("加强对接。引导银行放款不超过500万元。", True, id="prose-after-the-title"),
    pytest.param("对销售收入超过2000万元的企业，按以下标准给予补贴：", True, id="lead-in"),
    pytest.param("补贴标准\n企业新增贷款的，按以下标准补贴：", True, id="lead-in-below-the-title"),
    pytest.param("加强对接。", False, id="title-with-final-sign"),
    pytest.param("主要措施：", False, id="title-with-colon"),
    pytest.param("丰富信贷产品，满足个性化需求", False, id="title-with-comma"),
])
def test_number_with_prose_of_its_own_is_a_clause_beside_its_items(lead, stated):
    policy = parse_policy(f"办法\n一、总体\n（一）{lead}\n1.甲。\n2.乙。\n二、尾。好。", "p")
    told = {clause.label: clause.text for clause in policy.clauses}
    assert list(told) == ["文首", *["（一）"] * stated, "1", "2", "二"]
    assert told.get("（一）", lead) == lead
    assert policy.unaccounted == ()


@pytest.mark.parametrize(("front", "region"), [
    ("2020年7月5日 中华人民共和国国务院令第728号公布", "全国"),
    ("（2002年6月29日第九届全国人民代表大会常务委员会第二十八次会议通过）", "全国"),
    ("2019年5月17日 国家市场监督管理总局令第10号公布", "全国"),
    ("2018年5月24日上海市第十五届人民代表大会常务委员会第四次会议通过", "上海市"),
    ("洛阳市试点方案2016年12月经国务院批准", "洛阳市"),
    ("本条例经研究通过", "地区未载明")])
def test_who_puts_a_law_in_force_tells_where_it_applies(front, region):
    text = f"款项支付条例\n{front}\n第一条 及时支付款项，不得拖欠。\n第二条 逾期的应当付息。\n"
    assert parse_policy(text, "x").region.name == region
