"""Keys of other programs: what is kept, who may, what the log says, what the command prints."""

import pytest
from sqlalchemy import text

from corpus.errors import Conflict, FormError, NotAllowed, NotFound
from corpus.records.api_keys import ApiKeys
from corpus.records.audit import read_log
from corpus.records.key_commands import add_key, disable_key, list_keys


@pytest.fixture
def keys(records):
    return ApiKeys(records)


def test_only_a_hash_is_kept(records, keys):
    made, key = keys.add("甲系统")
    assert key.startswith("rc_")
    assert len(key) == 46
    with records.reading() as session:
        stored = str(session.execute(text("SELECT * FROM api_keys")).all())
    assert key not in stored
    assert key[3:] not in stored
    assert keys.find(key) == made
    assert (made.scopes, made.per_minute, made.used_at) == (("ask", "search", "match"), 60, None)


@pytest.mark.parametrize("key", [
    "", "rc_", "rc_" + "x" * 43, "rc_" + "x" * 100_000, "' OR 1=1 --", "密钥",
    "rc_\x00" + "x" * 42],
    ids=["empty", "prefix", "unknown", "long", "sql", "chinese", "nul"])
def test_what_is_no_key_finds_nobody(keys, key):
    keys.add("甲系统")
    assert keys.find(key) is None


def test_the_last_use_is_noted_once_a_minute(keys, clock):
    _, key = keys.add("甲系统")
    keys.find(key)
    first = clock.at
    clock.forward(seconds=30)
    keys.find(key)
    assert keys.one("甲系统").used_at == first
    clock.forward(seconds=31)
    keys.find(key)
    assert keys.one("甲系统").used_at == clock.at


def test_a_disabled_key_opens_nothing_until_it_is_enabled(keys):
    _, key = keys.add("甲系统")
    keys.set_disabled("甲系统", True)
    assert keys.find(key) is None
    keys.set_disabled(" 甲系统 ", False)
    assert keys.find(key)


@pytest.mark.parametrize(("name", "limit", "scopes", "label"), [
    ("甲", 60, ["ask"], "名称"), ("有 空格", 60, ["ask"], "名称"),
    ("甲系统", 0, ["ask"], "每分钟次数"),
    ("甲系统", 6001, ["ask"], "每分钟次数"), ("甲系统", 60, [], "权限"),
    ("甲系统", 60, ["root"], "权限")],
    ids=["short", "blank", "zero", "many", "nothing", "unknown"])
def test_bad_fields_are_named(keys, name, limit, scopes, label):
    with pytest.raises(FormError) as caught:
        keys.add(name, per_minute=limit, scopes=scopes)
    assert caught.value.value == label
    assert keys.list() == []


def test_names_are_unique_and_known(keys):
    keys.add("Bank-A")
    with pytest.raises(Conflict):
        keys.add("ｂank-a")
    for act in (lambda: keys.set_disabled("乙", True), lambda: keys.set_limit("乙", 5),
                lambda: keys.one("乙")):
        with pytest.raises(NotFound):
            act()


def test_only_policy_staff_may(keys, people):
    for act in (lambda who: keys.add("甲系统", by=who), keys.list,
                lambda who: keys.set_disabled("甲系统", True, by=who),
                lambda who: keys.set_limit("甲系统", 5, by=who),
                lambda who: keys.one("甲系统", by=who)):
        for who in (people.bank, people.visitor):
            with pytest.raises(NotAllowed):
                act(who)
        act(people.policy)


def test_changes_are_logged_without_the_key(records, keys, people):
    _, key = keys.add("甲系统", by=people.policy)
    keys.set_limit("甲系统", 5, by=people.policy)
    keys.set_disabled("甲系统", True)
    log = read_log(records, None, target="甲系统")
    assert [(e.who, e.action) for e in log] == [
        ("命令行", "停用接口密钥"), ("政策丁", "修改接口密钥限额"), ("政策丁", "新增接口密钥")]
    assert (log[1].before, log[1].after) == ({"per_minute": 60}, {"per_minute": 5})
    assert key not in str(log)


def test_the_command_line(records, clock):
    assert list_keys(records) == ["还没有接口密钥"]
    told = add_key(records, "甲系统", per_minute=30, scopes=["ask"])
    assert told[0] == ("已新增接口密钥 甲系统 · 提问 · 每分钟 30 次 · 2026-03-01 08:30 新增 · "
                       "尚未使用")
    ApiKeys(records).find(told[1])
    disable_key(records, "甲系统")
    assert list_keys(records) == ["甲系统 · 提问 · 每分钟 30 次 · 2026-03-01 08:30 新增 · "
                                  "最后使用 2026-03-01 08:30 · 已停用"]
