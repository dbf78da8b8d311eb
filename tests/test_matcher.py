"""The matcher: what is read from a firm's words, verdicts, offers, routing, questions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import load_catalog
from corpus.errors import QuestionError
from corpus.product import Criterion
from corpus.regions import Gazetteer
from matcher.criteria import Verdict, judge
from matcher.matching import MOST_OFFERS
from matcher.reading.firm import read_firm
from matcher.reading.need import MOST_WAN
from matcher.reading.profile import Profile, read_profile
from matcher.reading.size import read_size, size_of
from matcher.reading.trades import trades
from matcher.reading.words import words
from matcher.routing import CONCERNED, CREDIT_BANKS, GUARANTEE, LOCAL_BANKS


@pytest.fixture(scope="module")
def matched(assistant):
    """Match a profile given as keyword arguments."""
    def run(**fields):
        firm = read_firm(Profile(**fields), assistant.understanding.mentions.gazetteer)
        return assistant.matcher.match(firm)
    return run


def names(result):
    return {offer.product.name for offer in result.offers}


SIZES = [("三十来号人，去年卖了两千多万", "小型"), ("十五个工人", "微型"), ("小微企业", "小微"),
         ("三百人，营收1999万", "小型"), ("三百人，营收2000万", "中型"), ("我们厂", None)]


@pytest.mark.parametrize(("text", "size"), SIZES, ids=[t for t, _ in SIZES])
def test_size_from_words(text, size):
    assert read_size(text) == size


@pytest.mark.parametrize(("staff", "wan", "size"), [
    (1000, 40_000, "大型"), (999, 40_000, "中型"), (300, 2000, "中型"), (300, 1999, "小型"),
    (20, 300, "小型"), (19, 5000, "微型"), (20, 299, "微型")])
def test_both_limits_must_be_reached(staff, wan, size):
    assert size_of(staff, wan) == size


ROUTES = [
    ({"text": "轻资产，没东西抵，纳税正常"}, CREDIT_BANKS),
    ({"text": "主办行额度用满了，再要说到顶了", "collateral": ["厂房"]}, LOCAL_BANKS),
    ({"text": "跟客户打着官司", "credit_status": "有一宗诉讼"}, CONCERNED),
    ({"text": "没抵押，信用贷没批", "size": "小型"}, GUARANTEE),
    ({"text": "没抵押，信用贷没批", "size": "大型"}, None),
    ({"text": "没抵押，信用贷没批"}, None),
    ({"text": "厂房能押，想贷款", "collateral": ["厂房"]}, None),
]


@pytest.mark.parametrize(("fields", "route"), ROUTES, ids=range(len(ROUTES)))
def test_routing_of_heilongjiang(matched, fields, route):
    assert matched(region="黑龙江", **fields).routing == route
    assert matched(region="洛阳", **fields).routing is None


def test_the_size_is_asked_for_when_it_decides(matched):
    asked = matched(region="黑龙江", text="没抵押，信用贷没批")
    assert "size" in {question.field for question in asked.questions}


def place_of(offer):
    return offer.policy.region.name if offer.policy else offer.product.region or "全国"


def test_the_region_is_asked_for_and_no_local_rule_is_offered(matched):
    result = matched(text="货款压着没收回，想先贷出来")
    assert result.questions[0].field == "region"
    assert all(place_of(offer) == "全国" for offer in result.offers)


@pytest.mark.parametrize(("amount", "offered"), [(2000, True), (2001, False)])
def test_a_cap_at_its_exact_edge(matched, amount, offered):
    result = matched(region="洛阳", qualifications=["人才认定"], need_amount_wan=amount,
                     purpose="扩产", text="人才证有了，没东西押")
    assert ("人才贷" in names(result)) is offered
    if not offered:
        assert any(e.product.name == "人才贷" and "2000" in e.why for e in result.excluded)


def test_a_denied_qualification_excludes(matched):
    result = matched(region="黔江", text="普通食品厂，没有任何科技牌子也没专利，没东西押，想贷款")
    assert "商业价值信用贷款" in names(result)
    assert "知识价值信用贷款" not in names(result)


def test_no_offer_of_another_place(matched):
    for region in ("洛阳", "黑龙江", "黔江"):
        for offer in matched(region=region, text="贷款快到期，想周转一下").offers:
            assert place_of(offer) in ("全国", "洛阳市", "黑龙江省", "黔江区", "重庆市")
    kept = matched(region="洛阳", text="贷款快到期，想周转一下")
    assert "应急转贷" not in names(kept)


def test_few_offers_with_their_reasons(matched):
    result = matched(region="黑龙江", text="轻资产，有订单，开票纳税正常，想贷300万")
    assert 0 < len(result.offers) <= MOST_OFFERS
    assert all(j.verdict is not Verdict.FAILED or not j.criterion.hard
               for offer in result.offers for j in offer.judged)


def test_unknown_is_neither_met_nor_failed(assistant):
    gazetteer = assistant.understanding.mentions.gazetteer
    firm = read_firm(Profile(text="想贷款"), gazetteer)
    asked = Criterion(field="qualification", operator="any", values=("专精特新",))
    assert judge(asked, firm).verdict is Verdict.UNKNOWN


MET, FAILED, OPEN = Verdict.MET, Verdict.FAILED, Verdict.UNKNOWN
VERDICTS = [
    ("term", "max", {"number": 12}, "贷300万，三年期", FAILED),
    ("term", "max", {"number": 36}, "贷300万，三年期", MET),
    ("term", "max", {"number": 12}, "贷300万", OPEN),
    ("years", "min", {"number": 2}, "开了三年", MET),
    ("years", "min", {"number": 2}, "厂子刚满一年", FAILED),
    ("years", "min", {"number": 2}, "2024年成立", OPEN),
    ("years", "min", {"number": 2}, "2023年成立", MET),
    ("years", "min", {"number": 2}, "2025年成立", FAILED),
    ("years", "min", {"number": 2}, "做轴承", OPEN),
    ("liability", "max", {"number": 70}, "负债率六成", MET),
    ("liability", "max", {"number": 70}, "负债率75%", FAILED),
    ("liability", "max", {"number": 70}, "负债不高", OPEN),
    ("tax", "any", {"values": ("A", "B")}, "纳税B级", MET),
    ("tax", "any", {"values": ("A级", "B级")}, "纳税C级", FAILED),
    ("tax", "any", {"values": ("A", "B")}, "纳税正常", OPEN),
    ("account", "any", {"values": ("农业银行",)}, "基本户在农行", MET),
    ("account", "any", {"values": ("中国农业银行",)}, "没在农行开过户", FAILED),
    ("account", "any", {"values": ("农业银行",)}, "基本户在工行", OPEN),
    ("industry", "any", {"values": ("生物医药",)}, "做轴承的", FAILED),
    ("industry", "any", {"values": ("生物医药",), "quote": "生物医药等产业"}, "做轴承的", OPEN),
    ("industry", "any", {"values": ("生物医药", "新能源")}, "做光伏组件", MET),
    ("industry", "any", {"values": ("生物医药",)}, "想贷款", OPEN),
    ("industry", "any", {"values": ("C34", "C35")}, "做轴承", MET),
    ("purpose", "any", {"values": ("技术改造",)}, "想搞技改", MET),
    ("purpose", "any", {"values": ("技术改造",)}, "周转发工资", FAILED),
    ("purpose", "any", {"values": ("技术改造",)}, "想贷300万", OPEN),
    ("project", "any", {"values": ("重大项目",)}, "列入省重点项目", MET),
    ("project", "any", {"values": ("重大项目",)}, "不是重大项目", FAILED),
    ("insured", "any", {"values": ("出口信用保险",)}, "已投保出口信用保险", MET),
    ("insured", "any", {"values": ("出口信用保险",)}, "没投保出口信用保险", FAILED),
    ("insured", "any", {"values": ("出口信用保险",)}, "做出口的", OPEN),
]


@pytest.mark.parametrize(("field", "operator", "demand", "text", "verdict"), VERDICTS,
                         ids=[f"{row[0]}-{row[3]}" for row in VERDICTS])
def test_verdict(assistant, field, operator, demand, text, verdict):
    firm = read_firm(Profile(text=text), assistant.understanding.mentions.gazetteer,
                     today=date(2026, 11, 20))
    assert judge(Criterion(field=field, operator=operator, **demand), firm).verdict is verdict


def test_a_term_over_the_cap_says_the_cap(assistant):
    firm = read_firm(Profile(term_months=24), assistant.understanding.mentions.gazetteer)
    judged = judge(Criterion(field="term", operator="max", number=12, quote="期限1年"), firm)
    assert judged.verdict is FAILED
    assert judged.why == "最长12个月（“期限1年”）"


def test_every_value_of_a_criterion_can_be_told_in_words():
    unknown = set()
    for product in load_catalog():
        for criterion in product.criteria:
            known = trades() if criterion.field == "industry" else words().get(
                "needs" if criterion.field == "purpose" else criterion.field)
            unknown |= {(criterion.field, value) for value in criterion.values
                        if known is not None and value not in known}
    assert unknown == set()


ALPHABET = "想贷借万亿元千百十两三0 5.-，年成级负债率纳税A做酒厂在洛阳大庆农行欠人卖点半"


@given(st.text(alphabet=ALPHABET, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_without_an_error(text):
    firm = read_firm(Profile(text=text), Gazetteer(), today=date(2026, 11, 20))
    assert firm.amount_wan is None or 0 < firm.amount_wan <= MOST_WAN
    assert not firm.known & firm.denied


@pytest.mark.parametrize("fields", [
    {"need_amount_wan": -5}, {"need_amount_wan": 1e12}, {"colour": "red"}, {"currency": "XXX"},
    {"text": "贷" * 2001}, {"collateral": ["厂房"] * 1001}],
    ids=["negative", "absurd", "unknown-field", "unknown-currency", "long", "many"])
def test_a_bad_profile_is_named(fields):
    with pytest.raises(QuestionError):
        read_profile(fields)


def test_every_criterion_quotes_its_clause(policies):
    sources = {p.id: "".join(p.source.split()).replace("*", "") for p in policies}
    for product in filter(lambda p: p.clause, load_catalog()):
        for criterion in product.criteria:
            assert "".join(criterion.quote.split()) in sources[product.policy_id], product.id


@pytest.mark.parametrize(("text", "verdict"), [
    ("也不做新材料", Verdict.FAILED), ("做新材料的", Verdict.UNKNOWN),
    ("有新材料首批次认定", Verdict.MET)], ids=["not-made", "made", "held"])
def test_a_certificate_of_what_the_firm_does_not_make(text, verdict):
    firm = read_firm(Profile(text=text), Gazetteer())
    asked = Criterion(field="qualification", operator="any", values=("新材料首批次",))
    assert judge(asked, firm).verdict is verdict


@pytest.mark.parametrize("text", [
    "不是专精特新、高企、科技型中小企业", "没有专精特新和高新技术企业的牌子，科技型中小企业也不是"])
def test_a_denial_holds_for_a_whole_list(text):
    firm = read_firm(Profile(text=text), Gazetteer())
    denied = {value for field, value in firm.denied if field == "qualification"}
    assert {"专精特新", "高新技术企业"} <= denied
    assert not {"专精特新", "高新技术企业"} & {v for f, v in firm.known if f == "qualification"}


@pytest.mark.parametrize(("text", "verdict"), [
    ("做大豆加工的", Verdict.MET), ("做轴承的", Verdict.FAILED), ("我们想贷款", Verdict.UNKNOWN)],
    ids=["inside", "outside", "unknown"])
def test_an_industry_as_sheets_have_it(text, verdict):
    firm = read_firm(Profile(text=text), Gazetteer())
    asked = Criterion(field="industry", operator="any", values=("13",), quote="行业：13")
    assert judge(asked, firm).verdict is verdict
