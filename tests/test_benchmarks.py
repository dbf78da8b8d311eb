"""eval.benchmarks on tiny sets made here; the real ones are measured by hand."""

import json
from pathlib import Path

import pytest

from corpus.settings import Settings
from eval import benchmarks
from eval.benchmarks import load, main, ours, report, run, without_vectors
from indexing import Searcher

PASSAGES = [
    {"id": "a#0", "doc_id": "a", "title": "担保办法", "text": "担保费率原则上不超过百分之一。"},
    {"id": "a#1", "doc_id": "a", "title": "担保办法", "text": "风险由银行分担。"},
    {"id": "b#0", "doc_id": "b", "title": "贴息通知", "text": "贷款贴息由财政局拨付。"},
]
ARTICLES = [
    {"id": "s:1", "title": "中华人民共和国担保法第一条", "text": "担保费率原则上不超过百分之一。"},
    {"id": "s:2", "title": "担保法第二条", "text": "风险由银行分担。"},
    {"id": "s:3", "title": "贴息条例第三条", "text": "贷款贴息由财政局拨付。"},
]
ASKED = [("1", "担保费率是多少", 0, True), ("2", "谁来拨付贴息", 2, False),
         ("3", "月球有多远", None, False)]


def write(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, corpus, flag in (("ncp", PASSAGES, "enterprise_or_finance"),
                               ("stard", ARTICLES, "finance_or_enterprise")):
        write(tmp_path / name / "corpus.jsonl", corpus)
        write(tmp_path / name / "dev" / "queries.jsonl",
              [{"id": i, "text": text, flag: finance} for i, text, _, finance in ASKED])
        write(tmp_path / name / "dev" / "qrels.jsonl",
              [{"query_id": i, "corpus_id": corpus[n]["id"], "score": 1}
               for i, _, n, _ in ASKED if n is not None])
    return tmp_path


@pytest.mark.parametrize(("name", "labels"), [
    ("ncp", [["a#0", "a#1"], ["b#0"]]), ("stard", [["第一条", "第二条"], ["第三条"]])])
def test_passages_of_one_document_are_clauses_of_one_policy(folder, name, labels):
    policies, texts, questions = load(folder / name)
    assert [[c.label for c in p.clauses] for p in policies] == labels
    assert [c.id.split("#", 1)[1] for p in policies for c in p.clauses] == list(texts)
    assert "中华人民共和国" not in "".join(p.title + c.heading_path[0]
                                    for p in policies for c in p.clauses)
    assert [q.text for q in questions] == ["担保费率是多少", "谁来拨付贴息"]  # judged ones only


def test_the_product_ranks_with_and_without_vectors(folder, settings_in, tmp_path):
    policies, _, questions = load(folder / "ncp")
    searcher = Searcher.open(policies, settings_in(tmp_path / "data"))
    for rank in (ours(searcher), without_vectors(searcher)):
        assert [rank(q.text)[0] for q in questions] == ["a#0", "b#0"]
    assert searcher.weights.dense  # as before


def test_only_vectors_find_what_shares_no_character(folder, settings_in, tmp_path):
    policies, _, _ = load(folder / "ncp")
    searcher = Searcher.open(policies, settings_in(tmp_path / "data"))
    assert ours(searcher)("保险") != without_vectors(searcher)("保险")


def test_every_row_is_there_and_right(folder, settings_in, tmp_path):
    rows = [row for name in ("ncp", "stard")
            for row in run(folder / name, settings_in(tmp_path / "data"))]
    assert [row.questions for row in rows] == [2, 2, 2, 1, 1, 1] * 2
    assert {row.ndcg for row in rows} == {1.0}


def test_without_the_folder_it_says_so(tmp_path, capsys):
    assert main(["--folder", str(tmp_path / "none")]) == 0
    assert "没有可测的集合" in capsys.readouterr().out


def test_the_report_holds_figures_and_no_text(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(benchmarks, "load_settings", lambda: Settings(data_dir=tmp_path / "data"))
    assert main(["--folder", str(folder)]) == 0
    written = (tmp_path / "data" / "reports" / "benchmarks.json").read_text("utf-8")
    assert capsys.readouterr().out.startswith("| 集合 | 题数 |")
    assert len(json.loads(written)) == 12
    assert "担保费率" not in written


def test_report():
    assert report([benchmarks.Result("ncp/dev", 3, 0.5, 1.0, 0.25, 1.25)]).splitlines()[-1] == (
        "| ncp/dev | 3 | 0.500 | 1.000 | 0.250 | 1.2 |")
