"""What the command line does with records: accounts, clearing out; each returns lines to print.

Passwords come from a prompt or from standard input, never from the arguments of a command, which
others on the machine can read.
"""

import sys
from collections.abc import Sequence
from getpass import getpass
from typing import TextIO

from corpus.errors import FormError
from corpus.ladder import table as regions_table
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.engine import Records
from corpus.records.people import Account, Role
from corpus.records.retention import Keep, purge
from corpus.regions import Gazetteer

_TABLES = {"conversations": "对话", "needs": "需求", "sessions": "登录", "shares": "分享链接",
           "attempts": "登录失败记录", "audit": "操作记录", "visitors": "访客"}


def read_password(stream: TextIO | None = None) -> str:
    """Return a password, typed twice at a terminal or the first line of `stream` (stdin).

    Raises:
        FormError: the two differ, or nothing came.

    """
    source = stream or sys.stdin
    if not source.isatty():
        password = source.readline().rstrip("\r\n")
    else:
        password = getpass("密码：")
        if getpass("再输一次：") != password:
            raise FormError("密码", "两次输入不一致")
    if not password:
        raise FormError("密码", "没有填写")
    return password


def add_account(records: Records, name: str, role: str, password: str, *, institution: str = "",
                regions: Sequence[str] = ()) -> str:
    """Add an account with `role` 银行 or 政策 for `regions` by name; FormError, UnknownRegion."""
    if role not in list(Role):
        raise FormError("角色", f"应为“{'”或“'.join(Role)}”")
    gazetteer = Gazetteer()
    codes = tuple(gazetteer.one(region).code for region in regions)
    account = Accounts(records).add(NewAccount(name, Role(role), institution, codes), password)
    return f"已新增账号 {_line(account)}"


def list_accounts(records: Records) -> list[str]:
    """Return a line for each account."""
    return [_line(account) for account in Accounts(records).list()] or ["还没有账号"]


def disable_account(records: Records, name: str, *, enable: bool = False) -> str:
    """Disable an account and end its sessions, or enable it again; NotFound."""
    Accounts(records).set_disabled(name, not enable)
    return f"已{'启用' if enable else '停用'}账号 {name}"


def set_password(records: Records, name: str, password: str) -> str:
    """Set the password of an account and end its sessions; FormError, NotFound."""
    Accounts(records).set_password(name, password)
    return f"已修改 {name} 的密码，原有登录全部失效"


def purge_records(records: Records, keep: Keep) -> list[str]:
    """Delete what has been kept long enough; return a line for each kind."""
    return [f"已清理{_TABLES[table]} {count} 条" for table, count in purge(records, keep).items()]


def _line(account: Account) -> str:
    where = "、".join(regions_table()[code].full_name for code in account.regions)
    parts = [account.name, account.role, account.institution, where,
             "已停用" if account.disabled else ""]
    return " · ".join(part for part in parts if part)
