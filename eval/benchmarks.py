"""Other people's questions and documents, with no words of ours: `python -m eval.benchmarks`.

ncp: questions on government policy; stard: laypersons' questions on articles of law. Ranked by the
lexical signals of a policy without asked-as questions (no thesaurus, no vectors), beside plain BM25
over character pairs. Prints a table and writes data/reports/benchmarks.json; no text is kept.

The last rows of stard add the other folds' questions as asked-as questions, and never those that
are scored: folds by question (an article may have questions in two folds), and by article.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import Clause, Policy, Status
from corpus.regions import table
from corpus.settings import load_settings
from eval.metrics import ndcg, recall_at, reciprocal_rank
from indexing.entries import Entry, Kind, policy_entries, whole_entries
from indexing.lexical import LexicalIndex
from indexing.signals import PLAIN_WEIGHTS, Lexicon, build_index_of

FOLDER = Path("benchmarks")
_SIGNALS = ("whole_pairs", "whole_chars", "policy_words")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千]+条.*$", re.DOTALL)
_STATE = "中华人民共和国"  # only articles that some question asks for bear it: a give-away
_ASKED, _FOLDS, _K = 0.5, 5, 10
FloatArray = NDArray[np.float32]
Scorer = Callable[[str], FloatArray]


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
    """Return a policy whose clauses are `passages`, the id of each one its label."""
    clauses = tuple(
        Clause(f"{number}#{n}", p["id"], (p["title"].replace(_STATE, ""),), None, p["text"],
               (), (), (0, len(p["text"])), (), p["text"]) for n, p in enumerate(passages))
    title = _ARTICLE.sub("", passages[0]["title"]).replace(_STATE, "")
    return Policy(number, title, None, (), table()[""], None, None, Status.ISSUED, clauses, (), "")


def plain_bm25(texts: Sequence[str]) -> Scorer:
    """Return the baseline: BM25 over character pairs of title and text, k1 1.5, b .75."""
    return LexicalIndex.build(texts, "pairs", k1=1.5, b=0.75).scores


def ours(policies: Sequence[Policy]) -> Scorer:
    """Return the sum of the signals of policies without words of ours."""
    entries = whole_entries(policies, []) + policy_entries(policies)
    numbers = {c.id: n for n, c in enumerate(c for p in policies for c in p.clauses)}
    lexicon = Lexicon({s: build_index_of(s, entries) for s in _SIGNALS}, entries, numbers)
    weights = {s: np.float32(getattr(PLAIN_WEIGHTS, s)) for s in _SIGNALS}
    return lambda query: np.sum([w * lexicon.scores(s, query) for s, w in weights.items()], axis=0)


def measure(name: str, score: Scorer, ids: Sequence[str],
            questions: Sequence[Question]) -> Result:
    """Rank `ids` for each of `questions` and return the means."""
    figures = []
    for question in questions:
        started = perf_counter()
        scores = score(question.text)
        best = np.argpartition(-scores, min(_K, len(scores) - 1))[:_K]
        found = [ids[n] for n in best[np.argsort(-scores[best], kind="stable")]]
        ms = (perf_counter() - started) * 1000
        figures.append((ndcg(found, question.gold), recall_at(found, question.gold, _K),
                        reciprocal_rank(found, question.gold), ms))
    return Result(name, len(questions), *(mean(column) for column in zip(*figures, strict=True)))


def folds(questions: Sequence[Question], *, by_article: bool) -> list[int]:
    """Return a fold for each question; by article, those that share a passage share a fold."""
    group = list(range(len(questions)))
    if by_article:
        first: dict[str, int] = {}
        for n, question in enumerate(questions):
            for passage in question.gold:
                old, new = group[n], group[first.setdefault(passage, n)]
                group = [new if g == old else g for g in group]
    sizes, placed = [0] * _FOLDS, {}
    for g, size in sorted(Counter(group).items(), key=lambda item: (-item[1], item[0])):
        placed[g] = sizes.index(min(sizes))
        sizes[placed[g]] += size
    return [placed[g] for g in group]


def with_asked(score: Scorer, ids: Sequence[str], questions: Sequence[Question],
               fold_of: Sequence[int]) -> Scorer:
    """Return `score` plus that of the questions of the other folds, joined by passage."""
    of = {q.text: fold for q, fold in zip(questions, fold_of, strict=True)}
    places = {passage: n for n, passage in enumerate(ids)}
    indexes = []
    for fold in range(_FOLDS):
        joined: dict[str, list[str]] = defaultdict(list)
        for question in questions:
            for passage in sorted(question.gold) if of[question.text] != fold else ():
                joined[passage].append(question.text)
        entries = [Entry(passage, Kind.ASKED, " ".join(q)) for passage, q in joined.items()]
        rows = np.array([places[passage] for passage in joined], np.int64)
        indexes.append((build_index_of("asked_pairs", entries), rows))

    def scores(query: str) -> FloatArray:
        asked, rows = indexes[of[query]]
        total = score(query).copy()
        total[rows] += np.float32(_ASKED) * asked.scores(query)
        return total

    return scores


def run(folder: Path) -> list[Result]:
    """Measure the set in `folder`, whole and its finance part; stard with folds as well."""
    name, (policies, texts, questions) = folder.name, load(folder)
    ids, score = list(texts), ours(policies)
    rankers = {"两字 BM25": plain_bm25(list(texts.values())), "本项目": score}
    parts = {"": questions, "，金融与企业": [q for q in questions if q.finance]}
    found = [measure(f"{name}/dev{part}｜{label}", ranker, ids, some)
             for part, some in parts.items() for label, ranker in rankers.items() if some]
    for label, by in (("题", False), ("条文", True)) if name == "stard" else ():
        ranker = with_asked(score, ids, questions, folds(questions, by_article=by))
        found += [measure(f"{name}/dev｜加其余四折的问法（按{label}分折）", ranker, ids, questions)]
    return found


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
    print(report(results := [result for path in sets for result in run(path)]))
    (reports := load_settings().data_dir / "reports").mkdir(parents=True, exist_ok=True)
    (reports / "benchmarks.json").write_text(
        json.dumps([asdict(r) for r in results], ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
