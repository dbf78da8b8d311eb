"""Other people's questions and documents, through the product: `python -m eval.benchmarks`.

ncp: questions on government policy; stard: laypersons' questions on articles of law. None of these
documents has asked-as questions; `不用向量` leaves out the vectors as well, which have seen
questions of ours on other documents. Beside them plain BM25 over character pairs. Prints a table
and writes data/reports/benchmarks.json; no text is kept.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from corpus.model import Clause, Policy, Status
from corpus.regions import table
from corpus.settings import Settings, load_settings
from eval.metrics import ndcg, recall_at, reciprocal_rank
from indexing.lexical import LexicalIndex
from indexing.search import Searcher

FOLDER = Path("benchmarks")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千]+条.*$", re.DOTALL)
_STATE = "中华人民共和国"  # only articles that some question asks for bear it: a give-away
_K = 10
Ranker = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the passages that answer it, and whether it is on finance or enterprises."""

    text: str
    gold: frozenset[str]
    finance: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Means over the questions of a set; `ms` per query."""

    name: str
    questions: int
    ndcg: float
    recall: float
    mrr: float
    ms: float


def load(folder: Path) -> tuple[list[Policy], dict[str, str], list[Question]]:
    """Return the policies of a set, its passages as plain texts by id, and its questions."""
    passages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder / "corpus.jsonl"):
        title = _ARTICLE.sub("", row["title"]).replace(_STATE, "")
        passages[row.get("doc_id", title)].append(row)
    gold: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "dev" / "qrels.jsonl"):
        gold[row["query_id"]].add(row["corpus_id"])
    questions = [
        Question(row["text"], frozenset(gold[row["id"]]), bool(
            row.get("enterprise_or_finance", row.get("finance_or_enterprise"))))
        for row in _rows(folder / "dev" / "queries.jsonl") if gold[row["id"]]]
    texts = {row["id"]: f"{row['title']} {row['text']}" for g in passages.values() for row in g}
    return [_policy(f"d{n}", p) for n, p in enumerate(passages.values())], texts, questions


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _policy(number: str, passages: Sequence[Mapping[str, Any]]) -> Policy:
    """Return a policy whose clauses are `passages`, each with its id at the end of its own."""
    titles = [p["title"].replace(_STATE, "") for p in passages]
    clauses = tuple(
        Clause(f"{number}#{p['id']}", _label(title, p["id"]), (title,), None, p["text"],
               (), (), (0, len(p["text"])), (), p["text"])
        for p, title in zip(passages, titles, strict=True))
    return Policy(number, _ARTICLE.sub("", titles[0]), None, (), table()[""], None, None,
                  Status.ISSUED, clauses, (), "")


def _label(title: str, otherwise: str) -> str:
    article = _ARTICLE.search(title)
    return article[0] if article else otherwise


def plain_bm25(texts: Mapping[str, str]) -> Ranker:
    """Return the baseline: BM25 over character pairs of title and text, k1 1.5, b .75."""
    ids, index = list(texts), LexicalIndex.build(list(texts.values()), "pairs", k1=1.5, b=0.75)

    def rank(query: str) -> list[str]:
        scores = index.scores(query)
        best = np.argpartition(-scores, min(_K, len(scores) - 1))[:_K]
        return [ids[n] for n in best[np.argsort(-scores[best], kind="stable")]]

    return rank


def ours(searcher: Searcher) -> Ranker:
    """Return what the product finds."""
    return lambda query: [hit.clause.id.split("#", 1)[1] for hit in searcher.search(query, k=_K)]


def without_vectors(searcher: Searcher) -> Ranker:
    """Return what the words of the documents alone find."""
    whole, bare = searcher.weights, replace(searcher.weights, dense=0.0)

    def rank(query: str) -> list[str]:
        searcher.weights = bare
        try:
            return ours(searcher)(query)
        finally:
            searcher.weights = whole

    return rank


def measure(name: str, rank: Ranker, questions: Sequence[Question]) -> Result:
    """Rank for each of `questions` and return the means."""
    figures = []
    for question in questions:
        started = perf_counter()
        found = rank(question.text)
        ms = (perf_counter() - started) * 1000
        figures.append((ndcg(found, question.gold), recall_at(found, question.gold, _K),
                        reciprocal_rank(found, question.gold), ms))
    return Result(name, len(questions), *(mean(column) for column in zip(*figures, strict=True)))


def run(folder: Path, settings: Settings) -> list[Result]:
    """Measure the set in `folder`, whole and its finance part."""
    name, (policies, texts, questions) = folder.name, load(folder)
    with TemporaryDirectory() as data:
        searcher = Searcher.open(policies, settings.model_copy(update={"data_dir": Path(data)}))
        rankers = {"两字 BM25": plain_bm25(texts), "本项目，不用向量": without_vectors(searcher),
                   "本项目": ours(searcher)}
        parts = {"": questions, "，金融与企业": [q for q in questions if q.finance]}
        return [measure(f"{name}/dev{part}｜{label}", ranker, some)
                for part, some in parts.items() for label, ranker in rankers.items() if some]


def report(results: Sequence[Result]) -> str:
    """Return the results as a markdown table."""
    lines = ["| 集合 | 题数 | nDCG@10 | R@10 | MRR@10 | 毫秒/题 |", "|---|---|---|---|---|---|"]
    return "\n".join(lines + [f"| {r.name} | {r.questions} | {r.ndcg:.3f} | {r.recall:.3f} | "
                              f"{r.mrr:.3f} | {r.ms:.1f} |" for r in results])


def main(arguments: Sequence[str]) -> int:
    """Run the sets that are there; without any, say so."""
    (parser := argparse.ArgumentParser()).add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args(arguments).folder
    sets = [folder / n for n in ("ncp", "stard") if (folder / n / "corpus.jsonl").is_file()]
    if not sets:
        print(f"没有可测的集合：{folder}（要有 ncp 或 stard，见 --folder）。")
        return 0
    settings = load_settings()
    print(report(results := [result for path in sets for result in run(path, settings)]))
    (reports := settings.data_dir / "reports").mkdir(parents=True, exist_ok=True)
    (reports / "benchmarks.json").write_text(
        json.dumps([asdict(r) for r in results], ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
