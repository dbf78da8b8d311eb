"""Arguments of the commands for the library of products and for the accounts of staff."""

from pathlib import Path
from typing import Any

Commands = Any  # argparse keeps the class of its subparsers to itself


def add_library_commands(commands: Commands) -> None:
    """Add catalog and accounts to the command line."""
    catalog = commands.add_parser("catalog", help="导出产品库，或一张空白模板")
    catalog.add_argument("what", choices=["export", "template"], metavar="export|template")
    catalog.add_argument("-o", dest="output", type=Path, required=True, metavar="文件",
                         help="xlsx、csv 或 jsonl；模板为 xlsx")
    booklet = commands.add_parser("booklet", help="编印一本通")
    _add_print(booklet, "docx、html 或 pdf（pdf 需要 LibreOffice）")
    booklet.add_argument("--since", metavar="2026Q3", help="加“本季变化”一章，与该季快照比较")
    showcase = commands.add_parser("showcase", help="十佳：按标准和权重评出")
    _add_print(showcase, "md、html、docx 或 pdf")
    showcase.add_argument("--rules", type=Path, help="提名、标准和权重的 TOML 文件")
    quarters = commands.add_parser("quarters", help="产品库的季度：freeze 存快照，diff 看变化")
    quarters.add_argument("act", choices=["freeze", "diff"], metavar="freeze|diff")
    quarters.add_argument("since", nargs="?", metavar="2026Q3", help="diff 时与哪一季比较")
    _add_account(commands)
    _add_key(commands)
    commands.add_parser("purge", help="清理到期的对话、需求和登录记录")


def _add_print(command: Any, kinds: str) -> None:
    command.add_argument("--region", default="全国", help="地区，如 黑龙江、洛阳；默认全国")
    command.add_argument("-o", dest="output", type=Path, required=True, metavar="文件", help=kinds)


def _add_account(commands: Commands) -> None:
    account = commands.add_parser("account", help="工作人员账号：add list disable enable passwd")
    acts = account.add_subparsers(dest="act", metavar="做什么", required=True)
    add = acts.add_parser("add", help="新增账号；密码在提示后输入，或从标准输入读第一行")
    add.add_argument("name", metavar="账号")
    add.add_argument("--role", required=True, choices=["银行", "政策"])
    add.add_argument("--institution", default="", help="银行账号所属机构")
    add.add_argument("--region", action="append", default=[], dest="regions",
                     help="银行账号负责的地区，可写多次")
    acts.add_parser("list", help="列出账号")
    for name, help_text in (("disable", "停用"), ("enable", "重新启用"), ("passwd", "重设密码")):
        acts.add_parser(name, help=help_text).add_argument("name", metavar="账号")


def _add_key(commands: Commands) -> None:
    key = commands.add_parser("key", help="接口密钥：add list disable")
    acts = key.add_subparsers(dest="act", metavar="做什么", required=True)
    add = acts.add_parser("add", help="新增密钥；密钥只显示一次")
    add.add_argument("name", metavar="名称")
    add.add_argument("--per-minute", type=int, default=60, metavar="N",
                     help="每分钟最多多少次请求，默认 60")
    add.add_argument("--scope", action="append", dest="scopes",
                     choices=["ask", "search", "match", "metrics"],
                     help="能做什么，可写多次；默认 ask、search、match")
    acts.add_parser("list", help="列出密钥")
    acts.add_parser("disable", help="停用").add_argument("name", metavar="名称")
