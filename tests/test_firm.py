"""A firm in its own words: figures, places, what is held, what does not fit, turn after turn."""

from datetime import date

import pytest

from corpus.errors import QuestionError
from corpus.regions import Gazetteer
from matcher import merge, read_turns
from matcher.reading.figures import (
    bank_of,
    read_liability,
    read_loans,
    read_tax_grade,
    read_term,
    read_years,
)
from matcher.reading.firm import read_firm
from matcher.reading.industry import read_industry
from matcher.reading.need import read_need
from matcher.reading.profile import Profile, read_profile
from matcher.reading.size import read_revenue, read_staff
from matcher.reading.trades import belongs

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer()


@pytest.fixture(scope="module")
def read(gazetteer):
    def run(text="", **form):
        return read_firm(Profile(text=text, **form), gazetteer, today=TODAY)
    return run


def by_text(rows):
    return {"argvalues": rows, "ids": [row[0] for row in rows]}


@pytest.mark.parametrize(("text", "months"), **by_text([
    ("想贷500万，三年期", 36), ("期限两年", 24), ("借100万，用半年", 6), ("24个月的流贷", 24),
    ("贷两百万，一年半", 18), ("三到五年期", 60), ("想借50万周转三个月", 3), ("一年内还清", 12),
    ("账期半年", None), ("开了三年", None), ("近三年都盈利", None), ("两年前搬来的", None),
    ("想贷500万", None), ("三年没逾期", None), ("干了十年，想贷100万，两年", 24),
    ("期限别太短，最好五年", 60)]))
def test_term(text, months):
    told = read_term(text)
    assert (told.value if told else None) == months


@pytest.mark.parametrize(("text", "years", "founded"), **by_text([
    ("厂子开了八年", 8, None), ("2015年成立", 11, 2015), ("成立于2020年3月", 6, 2020),
    ("干这行二十来年了", 20, None), ("做轴承做了十五年", 15, None), ("成立不到两年", 1.5, None),
    ("去年刚注册的公司", 1, 2025), ("今年刚成立", 0, 2026), ("开了一年半", 1.5, None),
    ("十八年的老厂", 18, None), ("二〇一八年建的厂", 8, 2018), ("08年办的厂", 18, 2008),
    ("在农行开户三年", None, None), ("贷三年", None, None), ("三年期贷款", None, None),
    ("2030年成立", None, None), ("去年卖了三千万", None, None), ("注册资本500万", None, None),
    ("创办6年多", 6, None), ("开业八个月", 8 / 12, None)]))
def test_years(text, years, founded):
    told, year = read_years(text, TODAY)
    assert (told.value if told else None) == (pytest.approx(years) if years is not None else None)
    assert year == founded


def test_years_hang_on_the_day_they_are_read():
    assert read_years("2015年成立", date(2020, 1, 1))[0].value == 5
    assert read_years("2021年成立", date(2020, 1, 1)) == (None, None)


@pytest.mark.parametrize(("text", "percent"), **by_text([
    ("负债率六成", 60), ("资产负债率65%", 65), ("负债率百分之七十", 70), ("负债率大概七成五", 75),
    ("负债率四成多", 40), ("七成负债", 70), ("资产负债率是48.5%", 48.5), ("负债不高", None),
    ("首付三成", None)]))
def test_liability(text, percent):
    told = read_liability(text)
    assert (told.value if told else None) == percent


@pytest.mark.parametrize(("text", "grade"), **by_text([
    ("纳税A级", "A"), ("纳税信用等级是B级", "B"), ("A级纳税人", "A"), ("税务评级M", "M"),
    ("纳税信用b级", "B"), ("以前是A级纳税人，现在纳税信用B级", "B"), ("没评上纳税A级", None),
    ("纳税正常", None), ("老板有A类人才认定，纳税正常", None)]))
def test_tax_grade(text, grade):
    told = read_tax_grade(text)
    assert (told.value if told else None) == grade


@pytest.mark.parametrize(("text", "loans"), **by_text([
    ("在农行还有三百万没还", [(300, "农业银行")]), ("农行已经贷了三百万", [(300, "农业银行")]),
    ("欠建行五百万贷款，邮储还有80万没还", [(500, "建设银行"), (80, "邮储银行")]),
    ("农行的三百万已经还清了", []), ("想在农行贷三百万", []), ("客户欠我们三百万", []),
    ("还欠银行两百万", [(200, None)]), ("信用社那边有120万的贷款", [(120, "农商银行")])]))
def test_loans(text, loans):
    assert [(told.value.wan, told.value.bank) for told in read_loans(text)] == loans


def test_banks_by_their_usual_names():
    assert bank_of("中国农业银行大庆分行") == "农业银行"
    assert bank_of("某银行") is None


@pytest.mark.parametrize(("text", "codes"), **by_text([
    ("做大豆加工的", ("C13",)), ("榨油的小厂", ("C13",)), ("洛阳的轴承厂", ("C34",)),
    ("铜材加工", ("C32",)), ("生产光电元件", ("C39",)), ("做医药中间体", ("C27",)),
    ("汽配厂", ("C36",)), ("做数控机床", ("C34",)), ("矿山机械", ("C35",)),
    ("做饲料机械", ("C35",)), ("铝合金轮毂厂", ("C36",)), ("煤机修理", ("C43",)),
    ("印刷包装厂", ("C22", "C23")), ("卖钢材的贸易公司", ("F",)), ("开饭店的", ("H",)),
    ("养猪场，存栏两千头", ("A",)), ("轴承批发", ("F",)), ("我们是做那个啥的", None),
    ("想买台数控机床", None), ("客户是汽车厂", None), ("给汽车厂供货，做橡胶密封条", ("C29",)),
    ("仓库里压着钢材", None), ("我们不是软件企业", None), ("主机厂欠着货款", None)]))
def test_industry(text, codes):
    industry = read_industry(text)
    assert (industry.codes if industry else None) == codes


@pytest.mark.parametrize(("name", "made", "answer"), [
    ("蚕桑", "缫丝厂", True), ("蚕桑", "数控机床", False), ("蚕桑", None, None),
    ("蚕桑", "纺织", None), ("生物医药", "制药厂", True), ("生物医药", "轴承", False),
    ("新能源", "光伏组件", True), ("新能源", "服装厂", False), ("新能源", "变压器", None),
    ("战略性新兴产业", "工业机器人", None), ("高技术制造业", "传感器", True),
    ("高技术制造业", "服装", None), ("传统制造业", "纺织", True), ("军民融合", "服装", None),
    ("食品加工", "食品加工", True), ("C34", "轴承", True), ("C", "轴承", True),
    ("C", "饭店", False), ("航空", "航空箱包", False),
    ("C35", "机械厂", None), ("没听说过的产业", "轴承", None)])
def test_industries_as_policies_call_them(name, made, answer):
    industry = read_industry(made, listed=True) if made else None
    assert belongs(name, industry, made or "") is answer


def test_an_industry_that_the_firm_denies():
    assert belongs("新材料", read_industry("铝加工"), "铝加工", "也不做新材料") is False


@pytest.mark.parametrize(("text", "wan"), **by_text([
    ("想贷300万到500万", 500), ("想贷300-500万", 500), ("贷个两三百万", 300),
    ("先贷200万再贷300万", 200), ("想贷500万，不对，是800万", 800), ("一亿二", 12000),
    ("贷三百五十个", 350), ("借1千5百万", 1500), ("贷款500000", 50), ("想贷几百万", None),
    ("注册资本五千万", None), ("手上有四千万订单", None), ("想贷0.5个亿", 5000),
    ("农行贷了300万，还想再贷200万", 200), ("一年卖三千万，缺80万", 80)]))
def test_the_amount_that_is_wanted(text, wan):
    amount, _ = read_need(text)
    assert (amount.wan if amount else None) == wan


@pytest.mark.parametrize(("text", "said"), **by_text([
    ("想贷-5万", "“-5万”"), ("想贷0元", "“0元”"), ("想贷9999亿", "9999亿"),
    ("想贷500万，也要贷300万", "金额不一致"), ("想贷500", "没有写单位")]))
def test_an_amount_in_doubt_is_asked_about(read, text, said):
    firm = read(text)
    doubt = next(d for d in firm.doubts if d.field == "need_amount_wan")
    assert said in doubt.sentence
    assert doubt.question.endswith("？")
    assert firm.amount_wan in (None, 500)


@pytest.mark.parametrize(("text", "staff", "wan"), [
    ("30多人，一年卖两千万", 30, 2000), ("员工85人，年销售6000万", 85, 6000),
    ("连我五个人", 5, None), ("想贷300个", None, None), ("贷人民币300万", None, None),
    ("一个月流水50万", None, None), ("职工一千二百人，产值5.6亿", 1200, 56000)])
def test_staff_and_revenue(text, staff, wan):
    people, revenue = read_staff(text), read_revenue(text)
    assert (people.value if people else None) == staff
    assert (revenue.value if revenue else None) == wan


@pytest.mark.parametrize(("text", "region"), **by_text([
    ("我们在大庆", "黑龙江省大庆市"), ("哈尔滨平房区做飞机零件", "黑龙江省哈尔滨市平房区"),
    ("从洛阳搬到哈尔滨松北", "黑龙江省哈尔滨市松北区"),
    ("我们厂在洛阳，产品卖到大庆油田和哈尔滨", "河南省洛阳市"),
    ("大庆的客户欠我们货款，厂在黔江", "重庆市黔江区"), ("在哈尔滨银行贷过款", None),
    ("听说大庆有政策，我们在洛阳", "河南省洛阳市"), ("以前在深圳，在黔江做电子", "重庆市黔江区"),
    ("洛阳的企业，其实我们搬到大庆了", "黑龙江省大庆市")]))
def test_where_the_firm_is(read, text, region):
    firm = read(text)
    assert (firm.region.full_name if firm.region else None) == region
    assert firm.doubts == ()


def test_two_places_are_asked_about_and_none_is_taken(read):
    firm = read("我们是洛阳的企业，做轴承，我们在大庆，想贷300万")
    assert firm.region is None
    assert [d.field for d in firm.doubts] == ["region"]
    assert "河南省洛阳市" in firm.doubts[0].sentence
    assert "黑龙江省大庆市" in firm.doubts[0].sentence


@pytest.mark.parametrize(("form", "text", "field"), [
    ({"region": "洛阳"}, "我们厂在大庆", "region"),
    ({"need_amount_wan": 500}, "想贷800万", "need_amount_wan"),
    ({"size": "微型"}, "我们是大型企业", "size"),
    ({"term_months": 12}, "期限三年", "term_months"),
    ({"industry": "轴承制造"}, "做大豆加工的", "industry"),
    ({"industry": "某某行当"}, "", "industry"),
    ({"qualifications": ("专精特新",)}, "没评过专精特新", "qualifications"),
    ({"credit_status": "正常"}, "征信花了", "credit_status")], ids=lambda v: str(v)[:24])
def test_form_and_words_that_do_not_fit(read, form, text, field):
    doubts = read(text, **form).doubts
    assert [d.field for d in doubts] == [field]
    assert doubts[0].sentence.endswith("。")
    assert doubts[0].question.endswith("？")


@pytest.mark.parametrize(("form", "text"), [
    ({"region": "洛阳"}, "郑州的客户欠款"), ({"region": "黑龙江"}, "我们在哈尔滨"),
    ({"need_amount_wan": 500}, "客户欠我们600万货款，想贷500万"),
    ({"need_amount_wan": 200, "currency": "USD"}, "想借200万美元"),
    ({"size": "小型"}, "小微企业"), ({"industry": "食品加工"}, "做大豆加工"),
    ({"industry": "新材料"}, ""),
    ({"industry": "矿山装备"}, "不是软件企业，也不做塑料制品")],
    ids=lambda v: str(v)[:24])
def test_form_and_words_that_fit(read, form, text):
    assert read(text, **form).doubts == ()


@pytest.mark.parametrize(("text", "pair"), **by_text([
    ("客户是专精特新", ("qualification", "专精特新")),
    ("打算申报高企", ("qualification", "高新技术企业")),
    ("如果评上小巨人", ("qualification", "小巨人")),
    ("以前逾期过，已经还清", ("credit", "不良")), ("怕逾期", ("credit", "不良")),
    ("打算投保出口信用保险", ("insured", "出口信用保险")),
    ("供应商是高新技术企业", ("qualification", "高新技术企业")),
    ("项目还没备案", ("event", "项目已备案批复")), ("想买设备", ("collateral", "设备"))]))
def test_what_is_not_held(read, text, pair):
    assert pair not in read(text).known


@pytest.mark.parametrize(("text", "pair"), **by_text([
    ("刚评上省里的专精特新", ("qualification", "专精特新")),
    ("想用高企的牌子贷款", ("qualification", "高新技术企业")),
    ("逾期过，征信还挂着", ("credit", "不良")), ("已投保出口信用保险", ("insured", "出口信用保险")),
    ("已列入重大项目清单", ("project", "重大项目")), ("项目已经备案", ("event", "项目已备案批复")),
    ("基本户开在农行", ("account", "农业银行")),
    ("和哈工大研究院合作搞产学研", ("project", "产学研合作"))]))
def test_what_is_held(read, text, pair):
    assert pair in read(text).known


def test_each_field_keeps_its_words(read):
    firm = read("我们在哈尔滨做轴承，开了八年，40人，一年卖2000万，想贷500个，三年期，负债率六成，"
                "纳税A级，在农行还有三百万没还")
    assert firm.told | {"purpose": ""} == {
        "region": "哈尔滨", "industry": "轴承", "years": "开了八年", "staff": "40人",
        "revenue_wan": "卖2000万", "need_amount_wan": "想贷500个", "term_months": "三年期",
        "liability_pct": "负债率六成", "tax_grade": "纳税A级", "loans": "在农行还有三百万没还",
        "size": "40人、卖2000万", "purpose": ""}


def test_later_turns_win_and_earlier_ones_stay(gazetteer):
    firm = read_turns(["洛阳做轴承的，30人，想贷500万", "不对，是800万", "我们其实在大庆",
                       "一年卖3000万，期限三年"], gazetteer, today=TODAY)
    assert (firm.region.name, firm.amount_wan, firm.industry.code) == ("大庆市", 800, "C34")
    assert (firm.staff, firm.revenue_wan, firm.size, firm.term_months) == (30, 3000, "小型", 36)
    assert firm.told["need_amount_wan"] == "是800万"


def test_a_wider_place_later_leaves_the_narrower(gazetteer, read):
    assert merge(read("我们在大庆"), read("黑龙江有什么政策")).region.name == "大庆市"


def test_an_answer_ends_the_doubt(read):
    firm = read("我们厂在大庆", region="洛阳")
    assert firm.doubts
    assert merge(firm, read("厂在大庆")).doubts == ()


def test_a_denial_later_takes_back_what_was_held(read):
    firm = merge(read("我们是专精特新"), read("没有专精特新，说错了"))
    assert firm.has("qualification", "专精特新") is False


@pytest.mark.parametrize(("fields", "name", "said"), [
    ({"need_amount_wan": -5}, "融资金额", "应大于 0 万元"),
    ({"need_amount_wan": 99_990_000}, "融资金额", "不能超过 10,000,000 万元"),
    ({"need_amount_wan": "很多"}, "融资金额", "应是数字"),
    ({"colour": "红"}, "colour", "没有这一项"),
    ({"term_months": 1.5}, "期限", "应是整数"), ({"currency": "XXX"}, "币种", "不在可选的值之内"),
    ({"region": 3}, "地区", "应是文字"), ("洛阳", "profile", "应是企业信息的各项"),
    ({"qualifications": "专精特新"}, "资质", "应是列表")], ids=lambda v: str(v)[:24])
def test_a_bad_form_is_told_in_chinese(fields, name, said):
    with pytest.raises(QuestionError) as caught:
        read_profile(fields)
    assert (caught.value.value, caught.value.detail) == (name, said)
