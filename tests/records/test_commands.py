"""The command line's side of records, and what importing the product does not import."""

import io
import subprocess
import sys
from datetime import timedelta

import pytest

from corpus.errors import FormError, NotFound, UnknownRegion
from corpus.records import commands
from corpus.records.accounts import Accounts
from corpus.records.retention import Keep

GOOD = "Harbin-2026-ok"


def test_accounts(records):
    assert commands.list_accounts(records) == ["还没有账号"]
    told = commands.add_account(records, "工行甲", "银行", GOOD, institution="工商银行",
                                regions=["哈尔滨", "洛阳"])
    assert told == "已新增账号 工行甲 · 银行 · 工商银行 · 黑龙江省哈尔滨市、河南省洛阳市"
    commands.add_account(records, "政策丁", "政策", GOOD)
    assert commands.disable_account(records, "工行甲") == "已停用账号 工行甲"
    assert commands.list_accounts(records) == [
        "工行甲 · 银行 · 工商银行 · 黑龙江省哈尔滨市、河南省洛阳市 · 已停用", "政策丁 · 政策"]
    assert commands.disable_account(records, "工行甲", enable=True) == "已启用账号 工行甲"
    commands.set_password(records, "工行甲", "Songhua-2027-go")
    assert Accounts(records).sign_in("工行甲", "Songhua-2027-go").regions == ("2301", "4103")


def test_mistakes(records):
    with pytest.raises(FormError):
        commands.add_account(records, "甲甲", "访客", GOOD)
    with pytest.raises(UnknownRegion):
        commands.add_account(records, "甲甲", "银行", GOOD, institution="行", regions=["天堂"])
    with pytest.raises(NotFound):
        commands.set_password(records, "甲甲", GOOD)


def test_password_from_standard_input():
    assert commands.read_password(io.StringIO("密 码 1\r\nmore")) == "密 码 1"
    with pytest.raises(FormError):
        commands.read_password(io.StringIO(""))


@pytest.mark.parametrize(("typed", "want"), [
    (["a", "a"], "a"), (["a", "b"], None), (["", ""], None)])
def test_password_from_a_prompt(monkeypatch, typed, want):
    answers = iter(typed)
    monkeypatch.setattr(commands, "getpass", lambda prompt: next(answers))
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    if want:
        assert commands.read_password(terminal) == want
        return
    with pytest.raises(FormError):
        commands.read_password(terminal)


def test_purge_says_what_went(records):
    keep = Keep(*[timedelta(days=1)] * 3)
    assert commands.purge_records(records, keep)[0] == "已清理对话 0 条"


@pytest.mark.parametrize("module", ["corpus", "chat", "matcher", "chat.wording", "corpus.settings"])
def test_records_are_not_imported_by_the_way(module):
    script = (f"import sys, {module}; "
              "print({'sqlalchemy', 'alembic', 'argon2', 'pg8000'} & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=True)
    assert done.stdout.strip() == "set()"
