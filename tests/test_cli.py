"""The command line as other programs use it: shapes, bad lines, exit codes, Chinese sentences."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app
from chat.cli.console import parser
from chat.wire import Wire, answer_lines

ROOT = Path(__file__).parent.parent
COMMANDS = {"serve", "index", "add", "ask", "search", "match", "compare", "eval", "catalog",
            "account", "key", "purge", "booklet", "showcase", "quarters"}


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """Run app.py in a process of its own, over one data folder."""
    data = tmp_path_factory.mktemp("cli")

    def run_app(*arguments, stdin="", **environment):
        env = {**os.environ, "RONGCE_DATA_DIR": str(data), "HF_HUB_OFFLINE": "1", **environment}
        return subprocess.run([sys.executable, str(ROOT / "app.py"), *arguments], input=stdin,
                              capture_output=True, text=True, env=env, cwd=ROOT, timeout=120,
                              check=False)
    return run_app


@pytest.fixture(scope="module")
def wire(assistant):
    return Wire(assistant)


def test_the_commands_are_those_of_the_design():
    assert set(app.COMMANDS) == COMMANDS
    text = parser().format_help()
    assert all(command in text for command in COMMANDS)


def test_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"app.py {command}" in readme for command in COMMANDS)


def test_ask_shape(wire):
    result = wire.ask({"id": "a", "question": "黑龙江担保费率最高多少", "region": None})
    assert set(result) == {"answer", "refused", "reason", "region", "citations", "products", "ask",
                           "catalog", "ms"}
    assert set(result["citations"][0]) == {"clause", "label", "document", "number", "quote"}
    assert result["region"] == "黑龙江省"
    json.dumps(result)


def test_search_shape(wire):
    hits = wire.search({"question": "应急转贷", "region": "黔江"}, k=3)["hits"]
    assert [set(hit) for hit in hits] == [{"clause", "score", "document", "heading", "text"}] * 3
    assert hits[0]["clause"] == "qianjiang-2023#12"


def test_match_offers_what_applies_and_sends_on(wire):
    result = wire.match({"profile": {"region": "黑龙江", "text": "轻资产，有订单，想贷款"}})
    assert set(result) == {"matches", "excluded", "routing", "ask", "note", "ms"}
    assert result["routing"] == "信用贷款开发能力较强的银行机构"
    assert result["matches"]
    assert all(m["clauses"][0].startswith(("heilongjiang", "nfra")) for m in result["matches"])


BAD_LINES = [
    ("not json", "不是有效的 JSON"), ("[1]", "不是有效的 JSON"), ('{"id": 1}', "问题是空的"),
    ('{"id": 2, "question": "  "}', "问题是空的"),
    ('{"id": 3, "question": "担保", "region": "火星"}', "不认识地区“火星”"),
    ('{"id": 4, "question": "😀"}', "没有看到文字"),
    ('{"id": 6, "question": "担保", "history": "abc"}', "history"),
    ('{"id": 7, "question": "担保", "profile": {"need_amount_wan": -5}}',
     "“融资金额”填写有误：应大于 0 万元"),
    (r'{"id": "\udfff", "question": "\ud800？"}', "没有看到文字"),
    (r'{"id": 8, "question": "担保", "region": "\ud800"}', "不认识地区“?”"),
    (json.dumps({"id": 9, "question": "担保", "profile": {"text": "贷" * 2001}}),
     "不能超过 2000 字"),
    (json.dumps({"id": 5, "question": "贷" * 10_000}), "问题太长"),
]


@pytest.mark.parametrize(("line", "said"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_does_not_stop_the_rest(wire, line, said):
    good = '{"id": "good", "question": "黑龙江担保费率"}'
    bad, fine = (json.loads(out) for out in answer_lines([line, "", good], wire.ask))
    assert said in bad["error"]
    assert fine["id"] == "good"
    assert fine["citations"]


def test_lines_through_a_real_process(run):
    lines = ('{"id":1,"question":"黑龙江担保费率最高多少"}\n坏行\n'
             '{"id":2,"question":"黔江应急转贷"}\n')
    done = run("ask", "--jsonl", stdin=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row.get("id") for row in rows] == [1, None, 2]
    assert "error" in rows[1]


FAILURES = [
    (("ask", ""), "问题是空的"),
    (("ask", "担保费率", "--region", "火星"), "不认识地区“火星”"),
    (("add", "no-such-file.txt"), "找不到文件"),
    (("match", "--profile", "no-such-file.json"), "找不到文件"),
    (("eval", "no-such-set.jsonl"), "找不到文件"),
]


@pytest.mark.parametrize(("arguments", "said"), FAILURES, ids=[" ".join(a) for a, _ in FAILURES])
def test_failures_are_one_sentence_and_a_status(run, arguments, said):
    done = run(*arguments)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert said in last
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("content", "said"), [
    (b"", "没有内容"), ("只有一句话，没有编号。".encode(), "没有找到带编号的条款"),
    (bytes(range(256)) * 8, "读不出文字")], ids=["empty", "no-clauses", "binary"])
def test_add_names_a_bad_file(run, tmp_path, content, said):
    path = tmp_path / "坏文件.txt"
    path.write_bytes(content)
    done = run("add", str(path))
    assert done.returncode == 1
    assert said in done.stderr


def test_add_then_ask(run, tmp_path, settings):
    path = tmp_path / "某县制造业贷款办法.txt"
    text = ("某县制造业贷款办法\n\n一、设立银杏贷\n对注册在本县的制造企业，银杏贷单户最高88万元，"
            "期限不超过3年。\n责任单位：县财政局\n")
    path.write_bytes(text.encode("gb18030"))
    data = {"RONGCE_DATA_DIR": str(tmp_path / "data")}
    added = run("add", str(path), **data)
    assert added.returncode == 0, added.stderr
    assert "已加入《某县制造业贷款办法》" in added.stdout
    asked = run("ask", "银杏贷单户最高多少", **data)
    assert "88万元" in asked.stdout
    assert "没有载明发文机关和地区" in asked.stdout
    placed = run("ask", "银杏贷单户最高多少", "--region", "洛阳", **data)
    assert "88万元" not in placed.stdout.split("不能当作当地规定")[0]


def test_unknown_settings_and_models_fail_clearly(run):
    assert "RONGCE_TYPO" in run("index", RONGCE_TYPO="1").stderr
    done = run("index", RONGCE_EMBEDDING_MODEL="no/such-model")
    assert done.returncode == 1
    assert "向量模型“no/such-model”无法加载" in done.stderr


def test_an_index_folder_that_cannot_be_written(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = run("index", RONGCE_DATA_DIR=str(blocked))
    assert done.returncode == 1
    assert "索引文件夹" in done.stderr


def test_a_port_in_use(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "网页服务无法启动" in done.stderr


def test_eval_writes_a_report(run, tmp_path):
    lines = (ROOT / "eval/cases/questions.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "few.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("eval", str(tmp_path / "few.jsonl"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"\| R@5 \| [01]\.\d{3} \|", done.stdout)
