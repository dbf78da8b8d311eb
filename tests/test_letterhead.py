"""Title, number, issuers, dates, status and region: the hand-checked table, then small papers."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.library import load_policies
from corpus.model import Policy, Status
from corpus.reader import parse_policy

EXPECTED = json.loads(
    (Path(__file__).parent / "expected" / "letterheads.json").read_text(encoding="utf-8"))


def read(front: str, tail: str = "") -> Policy:
    """Read a paper of one clause between `front` and `tail`."""
    policy = parse_policy(f"{front}\n一、对接。放款。（责任单位：市金融办）\n{tail}", "paper-2022")
    assert policy.unaccounted == ()
    return policy


@pytest.mark.parametrize("policy", [pytest.param(p, id=p.id) for p in load_policies()])
def test_letterhead(policy):
    assert {
        "title": policy.title, "number": policy.number, "issuers": list(policy.issuers),
        "signed_on": policy.signed_on and str(policy.signed_on),
        "printed_on": policy.printed_on and str(policy.printed_on),
        "status": policy.status, "region": policy.region.full_name, "level": policy.level,
    } == EXPECTED[policy.id]


@pytest.mark.parametrize(("front", "title"), [
    pytest.param("关于支持制造业的若干措施", "关于支持制造业的若干措施", id="plain"),
    pytest.param("# 管理办法", "管理办法", id="markdown"),
    pytest.param("支持办法（试行）", "支持办法（试行）", id="on-trial"),
    pytest.param("关于印发《支持办法》的通知", "支持办法", id="wrapped-in-marks"),
    pytest.param("关于印发支持办法的通知", "支持办法", id="wrapped-without-marks"),
    pytest.param("关于印发洛阳市支持办法的通      知", "洛阳市支持办法", id="blanks-inside"),
    pytest.param("洛阳市财政局关于支持企业的意见", "关于支持企业的意见", id="issuer-before"),
    pytest.param("洛政办(2017)70号\n支持办法", "支持办法", id="after-half-width-brackets"),
    pytest.param("当前位置：首页> 通知公告\n支持办法", "支持办法", id="after-the-path-of-a-page"),
    pytest.param("各有关单位：\n本通知，执行。", "paper-2022", id="none-then-the-id"),
])
def test_title(front, title):
    assert read(front).title == title


@pytest.mark.parametrize(("front", "number"), [
    pytest.param("洛政办〔2017〕70号\n支持办法", "洛政办〔2017〕70号", id="han-brackets"),
    pytest.param("洛政办[2017] 70 号\n支持办法", "洛政办[2017]70号", id="square-brackets-blanks"),
    pytest.param("洛政办（2017）70号\n支持办法", "洛政办（2017）70号", id="round-brackets"),
    pytest.param("洛政办(2017)70号\n支持办法", "洛政办（2017）70号", id="half-width-brackets"),
    pytest.param("国务院令第722号\n优化条例", "国务院令第722号", id="order"),
    pytest.param("支持办法\n依据《通知》（银发〔2023〕233号），制定。", None, id="cited-only"),
    pytest.param("支持办法", None, id="none"),
])
def test_number(front, number):
    assert read(front).number == number


@pytest.mark.parametrize(("front", "issuers"), [
    pytest.param("洛阳市财政局文件\n支持办法", ("洛阳市财政局",), id="document-head"),
    pytest.param("洛阳市财政局\n洛阳市科技局\n支持办法", ("洛阳市财政局", "洛阳市科技局"),
                 id="one-a-line"),
    pytest.param("洛阳市财政局 洛阳市科技局\n支持办法", ("洛阳市财政局", "洛阳市科技局"),
                 id="one-line"),
    pytest.param("洛阳市财政局关于支持企业的意见", ("洛阳市财政局",), id="in-the-title-line"),
    pytest.param("支持办法\n洛阳市财政局", (), id="after-the-title"),
])
def test_issuers(front, issuers):
    assert read(front).issuers == issuers


@pytest.mark.parametrize(("front", "tail", "signed", "printed"), [
    pytest.param("支持办法\n2017年7月21日", "", date(2017, 7, 21), None, id="signed-at-the-head"),
    pytest.param("支持办法", "2017年7月1日", date(2017, 7, 1), None, id="signed-at-the-end"),
    pytest.param("支持办法", "市政府办公室 2017年7月2日印发", None, date(2017, 7, 2), id="printed"),
    pytest.param("支持办法\n2023年10月12日", "办公室\n2023年10月16日印发", date(2023, 10, 12),
                 date(2023, 10, 16), id="two-dates"),
    pytest.param("支持办法\n2017年13月45日", "", None, None, id="no-such-day"),
    pytest.param("支持办法\n到2020年12月31日完成任务。", "", None, None, id="in-a-sentence"),
])
def test_dates(front, tail, signed, printed):
    policy = read(front, tail)
    assert (policy.signed_on, policy.printed_on) == (signed, printed)


def test_print_date_in_the_middle_belongs_to_the_front():
    policy = read("洛阳市财政局\n关于印发支持办法的通知\n现印发给你们。\n"
                  "洛阳市财政局办公室 2023年12月29日印发\n支持办法\n为支持企业，制定本办法。")
    assert [clause.label for clause in policy.clauses] == ["文首", "一"]
    assert policy.clauses[0].text.endswith("2023年12月29日印发\n支持办法\n为支持企业，制定本办法。")
    assert (policy.title, policy.printed_on) == ("支持办法", date(2023, 12, 29))


@pytest.mark.parametrize(("front", "status"), [
    ("支持办法\n（征求意见稿）", Status.DRAFT), ("支持办法(草案)", Status.DRAFT),
    ("支持办法", Status.ISSUED)], ids=["for-comment", "draft", "issued"])
def test_status(front, status):
    assert read(front).status is status


@pytest.mark.parametrize(("front", "region"), [
    pytest.param("洛阳市财政局\n支持办法", "河南省洛阳市", id="issuer"),
    pytest.param("黑龙江省支持办法", "黑龙江省", id="title"),
    pytest.param("黔江金融办发〔2023〕30号\n支持办法", "重庆市黔江区", id="number"),
    pytest.param("国家金融监督管理总局\n支持办法", "全国", id="national-issuer"),
    pytest.param("中华人民共和国银行法\n为支持洛阳，制定。", "全国", id="statute"),
    pytest.param("支持办法\n为支持洛阳企业，在洛阳试点。", "河南省洛阳市", id="named-in-the-text"),
    pytest.param("支持办法", "地区未载明", id="nowhere"),
    pytest.param("市财政局文件\n支持办法", "地区未载明", id="issuer-without-a-place"),
    pytest.param("支持办法\n面向全国招商，制定。", "地区未载明", id="only-the-nation-in-the-text"),
    pytest.param("工业和信息化部\n支持办法", "全国", id="ministry"),
    pytest.param("支持办法\n适用地区：洛阳市", "河南省洛阳市", id="stated-in-a-line"),
    pytest.param("支持办法\n# 地区：黑龙江\n为支持洛阳企业，制定。", "黑龙江省",
                 id="stated-over-named"),
])
def test_region(front, region):
    assert read(front).region.full_name == region


@pytest.mark.parametrize(("front", "year"), [
    ("洛政办〔2017〕70号\n支持办法\n2018年1月1日", 2017), ("支持办法\n2018年1月1日", 2018),
    ("支持办法", 2022)], ids=["number", "date", "id"])
def test_year(front, year):
    assert read(front).year == year
