"""Accounts: the rules, signing in, lock-out, and what the log says of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from corpus.errors import Conflict, FormError, NotFound, RongceError, SignInError
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.audit import read_log
from corpus.records.people import Role
from corpus.records.sessions import Sessions
from corpus.records.tables import AccountRow

GOOD = "Harbin-2026-ok"
WRONG = "Harbin-2026-no"


@pytest.fixture
def accounts(records, passwords) -> Accounts:
    return Accounts(records, passwords)


def why(call, *args) -> str:
    with pytest.raises(RongceError) as caught:
        call(*args)
    return caught.value.detail


def test_sign_in(accounts, people):
    assert accounts.sign_in("工行甲", GOOD) == people.bank
    assert accounts.sign_in(" 工行甲 ", GOOD).regions == ("23",)
    assert why(accounts.sign_in, "工行甲", WRONG) == "wrong"
    assert why(accounts.sign_in, "没有此人", GOOD) == "wrong"


def test_only_a_hash_is_stored(records, people):
    with records.reading() as session:
        stored = session.scalars(select(AccountRow.password_hash)).all()
    assert len(set(stored)) == 4, "salted"
    assert all(h.startswith("$argon2id$") and GOOD not in h for h in stored)


@pytest.mark.parametrize(("password", "part"), [
    ("Ab1-short", "10 到 128"), ("A1-" + "x" * 126, "10 到 128"), ("onlylowercase", "三种"),
    ("lower-and-more", "三种"), ("甲乙丙丁戊己庚辛壬癸子", "三种"), ("Password-2026", "常见"),
    ("X-User-one-9", "账号名"), ("Aa1-Aa1-Aa1-", "重复"), ("", "10 到 128")])
def test_password_rules(accounts, password, part):
    assert part in why(accounts.add, NewAccount("user", Role.POLICY), password)
    assert accounts.list() == []


@pytest.mark.parametrize(("new", "label"), [
    (NewAccount("a", Role.POLICY), "账号名"), (NewAccount("有 空格", Role.POLICY), "账号名"),
    (NewAccount("命令行", Role.POLICY), "账号名"), (NewAccount("x" * 33, Role.POLICY), "账号名"),
    (NewAccount("银行", Role.BANK, "", ("23",)), "机构"),
    (NewAccount("银行", Role.BANK, "工行"), "地区"),
    (NewAccount("银行", Role.BANK, "工行", ("99",)), "地区")])
def test_bad_account_is_named(accounts, new, label):
    with pytest.raises(FormError) as caught:
        accounts.add(new, GOOD)
    assert caught.value.value == label


def test_names_differ_by_more_than_case_and_width(accounts):
    accounts.add(NewAccount("Bank.One", Role.POLICY), GOOD)
    with pytest.raises(Conflict):
        accounts.add(NewAccount("ｂａｎｋ．ｏｎｅ", Role.POLICY), GOOD)
    assert accounts.sign_in("BANK.ONE", GOOD).name == "Bank.One"


@pytest.mark.parametrize("name", ["工行甲", "没有此人"], ids=["account", "nobody"])
def test_five_mistakes_lock_for_fifteen_minutes(accounts, people, clock, name):
    assert [why(accounts.sign_in, name, WRONG) for _ in range(6)] == ["wrong"] * 5 + ["locked"]
    assert why(accounts.sign_in, name, GOOD) == "locked", "the right password too"
    clock.forward(minutes=14, seconds=59)
    assert why(accounts.sign_in, name, GOOD) == "locked", "trying does not matter"
    clock.forward(seconds=1)
    if name == "工行甲":
        assert accounts.sign_in(name, GOOD) == people.bank
    assert [why(accounts.sign_in, name, WRONG) for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_success_and_time_forget_mistakes(accounts, people, clock):
    for _ in range(3):
        for _ in range(4):
            why(accounts.sign_in, "工行甲", WRONG)
        accounts.sign_in("工行甲", GOOD)
    for _ in range(4):
        why(accounts.sign_in, "工行甲", WRONG)
    clock.forward(minutes=15)
    assert why(accounts.sign_in, "工行甲", WRONG) == "wrong"
    assert accounts.sign_in("工行甲", GOOD) == people.bank


def test_guesses_at_once_count_too(accounts, people):
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: why(accounts.sign_in, "工行甲", WRONG), range(16)))
    assert told.count("wrong") == 5
    assert told.count("locked") == 11


def test_unknown_name_is_checked_like_a_known_one(accounts, passwords, people, monkeypatch):
    checked = []
    verify = passwords._hasher.verify
    monkeypatch.setattr(type(passwords._hasher), "verify",
                        lambda self, stored, given: checked.append(stored) or verify(stored, given))
    why(accounts.sign_in, "没有此人", WRONG)
    why(accounts.sign_in, "工行甲", WRONG)
    assert len(checked) == 2
    assert {h.split("$")[3] for h in checked} == {"m=8,t=1,p=1"}, "the same cost"


def test_disabled_account(accounts, records, people):
    token = Sessions(records).start(people.bank)
    accounts.set_disabled("工行甲", True, by=people.policy)
    assert why(accounts.sign_in, "工行甲", GOOD) == "wrong"
    with pytest.raises(SignInError):
        Sessions(records).account(token)
    assert [a.name for a in accounts.list() if a.disabled] == ["工行甲"]
    accounts.set_disabled("工行甲", False)
    assert accounts.sign_in("工行甲", GOOD) == people.bank
    with pytest.raises(NotFound):
        accounts.set_disabled("没有此人", True)


def test_password_change_ends_all_sessions(accounts, records, people):
    sessions, new = Sessions(records), "Songhua-2027-go"
    tokens = [sessions.start(people.bank) for _ in range(2)]
    other = sessions.start(people.rival)
    assert why(accounts.change_password, people.bank, WRONG, new) == "wrong"
    accounts.change_password(people.bank, GOOD, new)
    for token in tokens:
        with pytest.raises(SignInError):
            sessions.account(token)
    assert sessions.account(other) == people.rival
    assert why(accounts.sign_in, "工行甲", GOOD) == "wrong"
    assert accounts.sign_in("工行甲", new) == people.bank


def test_log_tells_who_did_what(accounts, records, people):
    for _ in range(6):
        why(accounts.sign_in, "工行甲", WRONG)
    accounts.set_password("工行甲", "Songhua-2027-go", by=people.policy)
    accounts.sign_in("工行甲", "Songhua-2027-go")
    lines = [(e.who, e.action) for e in read_log(records, people.policy, target="工行甲")]
    assert lines == [("工行甲", "登录"), ("政策丁", "修改密码"), ("命令行", "账号被锁定"),
                     ("命令行", "新增账号")]
    assert "Songhua" not in str(read_log(records, None))
