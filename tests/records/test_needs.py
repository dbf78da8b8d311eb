"""Needs: filed once, seen by whom they concern, taken up by one bank, closed with a reason."""

import pytest
from sqlalchemy import select

from corpus.errors import Conflict, FormError, NotAllowed, NotFound, RongceError
from corpus.records.audit import read_log
from corpus.records.tables import NeedRow
from corpus.records.visitors import Visitors
from matcher.desk.handling import claim, close, release, transfer
from matcher.desk.need_list import Wanted, list_needs, monthly, read_need
from matcher.desk.needs import Status, file_need
from tests.records.conftest import START

FORM = {
    "firm": "松江传感器厂", "contact": "张三丰", "phone": "13800138000", "region": "2301",
    "industry": "仪器仪表制造业", "amount_wan": 300, "term_months": 12, "purpose": "采购原材料",
    "text": "没有抵押物，也可打 0451-82345678"}


def filed(records, who, key="form-0001", **changes: object) -> str:
    return file_need(records, who, FORM | changes, form_key=key)


def fails(kind, call, *args, **options) -> str:
    with pytest.raises(kind) as caught:
        call(*args, **options)
    assert type(caught.value) is kind
    return caught.value.detail


@pytest.mark.parametrize(("changes", "label", "reason"), [
    ({"firm": " "}, "企业名称", "没有填写"), ({"firm": "厂" * 101}, "企业名称", "最多 100 字"),
    ({"firm": None}, "企业名称", "应为文字"), ({"amount_wan": 0}, "金额（万元）", "应大于 0"),
    ({"amount_wan": "很多"}, "金额（万元）", "应为数字"),
    ({"amount_wan": float("nan")}, "金额（万元）", "应为数字"),
    ({"amount_wan": 1e9}, "金额（万元）", "应不大于"),
    ({"term_months": 1.5}, "期限（月）", "应为整数"),
    ({"region": "99"}, "地区", "没有代码“99”"), ({"text": "x" * 5001}, "补充说明", "最多 5000 字"),
    ({"text": "a\x00b"}, "补充说明", "无法保存"), ({"text": "\ud800"}, "补充说明", "无法保存"),
    ({"status": "已授信"}, "status", "没有这一项")])
def test_bad_field_is_named(records, people, changes, label, reason):
    with pytest.raises(FormError) as caught:
        filed(records, people.visitor, **changes)
    assert caught.value.value == label
    assert reason in caught.value.detail
    assert list_needs(records, people.policy) == []


def test_missing_field_is_named(records, people):
    form = {name: value for name, value in FORM.items() if name != "phone"}
    assert fails(FormError, file_need, records, people.visitor, form,
                 form_key="form-0001") == "没有填写"


def test_a_form_sent_twice_is_one_need(records, people):
    first = filed(records, people.visitor)
    assert filed(records, people.visitor) == first
    assert fails(Conflict, filed, records, people.visitor, amount_wan=500) == "form used"
    assert filed(records, people.visitor, key="form-0002") != first
    other, _ = Visitors(records).add()
    assert filed(records, other) != first, "another firm may have the same number of form"
    assert filed(records, people.bank) not in (first, None)
    assert len(list_needs(records, people.visitor)) == 2


def test_what_was_filed_comes_back(records, people):
    need, history = read_need(records, people.visitor, filed(records, people.visitor))
    assert need.form.model_dump() == FORM
    assert (need.status, need.created_at, need.masked) == (Status.OPEN, START, False)
    assert [(s.status, s.who[:2], s.at) for s in history] == [(Status.OPEN, "访客", START)]


@pytest.mark.parametrize(("who", "open_", "claimed"), [
    ("visitor", "own", "own"), ("bank", "masked", "own"), ("rival", "masked", None),
    ("far", None, None), ("policy", "masked", "masked")])
def test_who_sees_what(records, people, who, open_, claimed):
    def seen() -> str | None:
        found = list_needs(records, getattr(people, who))
        return ("masked" if found[0].masked else "own") if found else None

    other, _ = Visitors(records).add()
    need_id = filed(records, people.visitor)
    assert list_needs(records, other) == []
    assert seen() == open_
    claim(records, people.bank, need_id)
    assert seen() == claimed
    if claimed is None:
        fails(NotFound, read_need, records, getattr(people, who), need_id)


def test_masked_need_hides_whom_to_call(records, people):
    need_id = filed(records, people.visitor)
    form = read_need(records, people.policy, need_id)[0].form
    assert (form.contact, form.phone) == ("张**", "138****8000")
    assert form.text == "没有抵押物，也可打 0451-****5678"
    other = filed(records, people.visitor, key="form-0002", phone="微信 zsf88")
    assert read_need(records, people.policy, other)[0].form.phone == "****88"


@pytest.mark.parametrize(("wanted", "want"), [
    (Wanted(), "abc"), (Wanted(region="23"), "ab"), (Wanted(region="2301"), "a"),
    (Wanted(region="%"), ""), (Wanted(industry="仪器"), "ac"), (Wanted(industry="_"), ""),
    (Wanted(least_wan=300), "ac"), (Wanted(most_wan=299.5), "b"),
    (Wanted(least_wan=200, most_wan=300), "ab"), (Wanted(status=Status.CLAIMED), "b")])
def test_listing(records, people, clock, wanted, want):
    for name, region, industry, amount in (
            ("a", "230102", "仪器仪表", 300), ("b", "2302", "食品", 200),
            ("c", "4103", "仪器仪表", 301)):
        need_id = filed(records, people.visitor, key=f"form-000{name}", firm=name, region=region,
                        industry=industry, amount_wan=amount)
        clock.forward(minutes=1)
        if name == "b":
            claim(records, people.bank, need_id)
    found = "".join(n.form.firm for n in list_needs(records, people.policy, wanted))
    assert found == want[::-1], "the newest first"


def test_from_filing_to_the_end(records, people, clock):
    need_id = filed(records, people.visitor)
    claim(records, people.bank, need_id)
    claim(records, people.bank, need_id)  # clicked twice
    release(records, people.bank, need_id, note="规模不够")
    claim(records, people.rival, need_id)
    transfer(records, people.rival, need_id, "工行甲", note="对方有专项")
    clock.forward(days=3)
    assert fails(FormError, close, records, people.bank, need_id, Status.FAILED,
                 reason=" ") == "没有填写"
    close(records, people.bank, need_id, Status.FAILED, reason="抵押物不足")
    need, history = read_need(records, people.visitor, need_id)
    assert (need.status, need.reason, need.institution) == (
        Status.FAILED, "抵押物不足", "工商银行")
    assert need.closed_at == START.replace(day=4)
    assert [(s.who, s.status, s.note) for s in history[1:]] == [
        ("工行甲", "对接中", ""), ("工行甲", "待对接", "规模不够"), ("农行乙", "对接中", ""),
        ("农行乙", "对接中", "转交 工商银行 工行甲：对方有专项"), ("工行甲", "未成", "抵押物不足")]
    log = read_log(records, None, target=need_id)
    assert [(e.after or {}).get("institution") for e in log[::-1]] == [
        None, "工商银行", None, "农业银行", "工商银行", "工商银行"], "each step is logged"
    assert "抵押物" not in str(log), "words go with the need"


@pytest.mark.parametrize(("act", "who", "kind"), [
    (claim, "visitor", NotAllowed), (claim, "policy", NotAllowed), (claim, "far", NotFound),
    (release, "rival", NotFound), (release, "visitor", NotAllowed), (release, "policy", None),
    (release, "bank", None)])
def test_who_may_act(records, people, act, who, kind):
    need_id = filed(records, people.visitor)
    if act is release:
        claim(records, people.bank, need_id)
    if kind:
        fails(kind, act, records, getattr(people, who), need_id)
    else:
        act(records, getattr(people, who), need_id)
        assert read_need(records, people.visitor, need_id)[0].status is Status.OPEN


@pytest.mark.parametrize("to", ["中行丙", "政策丁", "没有此人"], ids=["far", "policy", "nobody"])
def test_transfer_goes_to_a_bank_of_the_region(records, people, to):
    need_id = filed(records, people.visitor)
    claim(records, people.bank, need_id)
    fails(NotFound, transfer, records, people.bank, need_id, to)
    assert read_need(records, people.bank, need_id)[0].institution == "工商银行"


def test_closed_need_stays_closed(records, people):
    need_id = filed(records, people.visitor)
    assert fails(Conflict, close, records, people.bank, need_id, Status.GRANTED) == "moved"
    claim(records, people.bank, need_id)
    fails(FormError, close, records, people.bank, need_id, Status.OPEN)
    close(records, people.bank, need_id, Status.GRANTED)
    for act in (lambda: release(records, people.bank, need_id),
                lambda: close(records, people.bank, need_id, Status.FAILED, reason="x"),
                lambda: claim(records, people.bank, need_id)):
        assert fails(Conflict, act) == "closed"
    with pytest.raises(RongceError):
        claim(records, people.rival, need_id)


def test_monthly_table(records, people, clock):
    months = [(0, "a"), (0, "b"), (30, "c"), (31, "d")]  # 1 March, then 31 March and 1 April
    for days, name in months:
        clock.at = START
        clock.forward(days=days)
        need_id = filed(records, people.visitor, key=f"form-000{name}")
        if name == "b":
            claim(records, people.bank, need_id)
    assert monthly(records, people.policy) == {
        "2026-03": {Status.OPEN: 2, Status.CLAIMED: 1}, "2026-04": {Status.OPEN: 1}}
    assert monthly(records, people.far) == {}
    fails(NotAllowed, monthly, records, people.visitor)


def test_month_is_that_of_beijing(records, people, clock):
    clock.at = START.replace(month=2, day=28, hour=16)  # 1 March 00:30 in Beijing
    filed(records, people.visitor)
    assert list(monthly(records, people.policy)) == ["2026-03"]


def test_owner_is_a_visitor_or_an_account(records, people):
    need_id = filed(records, people.visitor)
    with pytest.raises(Exception, match="owned"), records.writing() as session:
        session.scalars(select(NeedRow).where(NeedRow.id == need_id)).one(
            ).account_id = people.bank.id
