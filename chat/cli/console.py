"""The terminal's side: arguments of the commands, and results as a person reads them."""

import argparse
import re
from pathlib import Path
from typing import Any

from chat.cli.console_library import add_library_commands

Result = dict[str, Any]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(prog="app.py", description="融策通：制造业金融政策问答")
    root.set_defaults(command="serve")
    commands = root.add_subparsers(dest="command", metavar="命令")
    web = commands.add_parser("serve", help="启动网页（默认命令）")
    for options in (root, web):
        options.add_argument("--host", default=argparse.SUPPRESS, help="监听地址，默认 127.0.0.1")
        options.add_argument("--port", type=int, default=argparse.SUPPRESS,
                             help="端口，默认 7860")
    commands.add_parser("index", help="建立或更新索引")
    add = commands.add_parser("add", help="加入或替换政策文件、产品库")
    add.add_argument("files", nargs="+", type=Path, metavar="文件")
    add.add_argument("--region", help="政策适用的地区，文件里没有写明时用")
    for name, help_text in (("ask", "提问"), ("search", "查条款"), ("match", "找产品和政策工具")):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("text", nargs="?", metavar="问题")
        command.add_argument("--region", help="企业所在地区，如 黑龙江、洛阳、涧西区")
        command.add_argument("--jsonl", action="store_true", help="从标准输入逐行读 JSON，逐行输出")
        if name == "search":
            command.add_argument("-k", type=_positive, default=10, help="条数，默认 10")
        if name == "match":
            command.add_argument("--profile", type=Path, metavar="FILE", help="企业画像 JSON 文件")
    table = commands.add_parser("compare", help="两到四项产品并排比较")
    table.add_argument("names", nargs="+", metavar="产品")
    table.add_argument("--region", help="企业所在地区；同名产品取该地区适用的")
    score = commands.add_parser("eval", help="评测问答集并写出报告")
    score.add_argument("set", nargs="?", type=Path, metavar="SET.jsonl")
    score.add_argument("--set", dest="stored", metavar="名称",
                       help="运行网页上的题集，并存下这次运行")
    score.add_argument("--judge", action="store_true", help="另请语言模型评判（与 --set 一起用）")
    add_library_commands(commands)
    return root


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("请填 1 到 1000 的整数")
    return number


def readable(command: str, result: Result) -> str:
    """Return the result of `command` (ask, search, match, compare) as Chinese text."""
    return {"ask": _ask, "search": _search, "match": _match, "compare": _compare}[command](result)


def _ask(result: Result) -> str:
    lines = [_plain(result["answer"])]
    if result["citations"]:
        lines.append("\n引用：")
    for number, cited in enumerate(result["citations"], 1):
        where = f"《{cited['document']}》{cited['number'] or ''} {cited['label']}"
        lines.append(f"[{number}] {where}\n    {cited['quote']}")
    if result["catalog"]:
        lines.append(f"\n产品库另有记载：\n{_plain(result['catalog'])}")
    if result["products"]:
        lines.append("\n相关产品和政策工具：" + "、".join(p["name"] for p in result["products"]))
    return "\n".join(lines)


def _plain(answer: str) -> str:
    """Return the markdown of an answer as a terminal shows it."""
    text = answer.replace("**", "").replace("<br>", "；").replace("&lt;", "<").replace("&amp;", "&")
    return re.sub(r"\\([\\`*_~\[\]])", r"\1", text)


def _search(result: Result) -> str:
    if not result["hits"]:
        return "没有找到相关条款，请换个说法。"
    return "\n".join(
        f"{number}. {hit['clause']}  {hit['heading']}  （{hit['score']:.2f}）\n   "
        f"{hit['text'][:100].replace(chr(10), ' ')}…"
        for number, hit in enumerate(result["hits"], 1))


def _match(result: Result) -> str:
    lines = [result["note"]]
    for match in result["matches"]:
        standing = "" if match["standing"] == "现行" else f"，{match['standing']}"
        basis = (f"依据：{'、'.join(match['clauses'])}，《{match['source']}》" if match["clauses"]
                 else f"来源：{match['source']}")
        who = f"{match['institution']} " if match["institution"] else ""
        lines.append(f"- {who}{match['name']}（{match['verdict']}{standing}）{basis}")
        told = (("额度", match["amount"]), ("利率或费率", match["rate"]), ("期限", match["term"]))
        lines += [f"    {name}：{text}" for name, text in told if text]
        lines += [f"    满足：{quote}" for quote in match["met"]]
        lines += [f"    待确认：{quote}" for quote in match["unknown"]]
    if not result["matches"]:
        lines.append("没有找到适用的产品或政策工具，请补充所在地区和资金用途。")
    if result["routing"]:
        lines.append(f"可找：{result['routing']}（heilongjiang-2023#（十六））")
    if result["ask"]:
        lines.append(f"还需要了解：{result['ask'][0]['question']}")
    lines += [f"不适用：{item['name']}，{item['why']}" for item in result["excluded"][:5]]
    return "\n".join(lines)


def _compare(result: Result) -> str:
    lines = []
    for row in result["rows"]:
        lines.append(f"【{row['field']}】" + ("（不同）" if row["differs"] else ""))
        lines += [f"  {name}：{cell}"
                  for name, cell in zip(result["products"], row["cells"], strict=True)]
    return "\n".join(lines)
