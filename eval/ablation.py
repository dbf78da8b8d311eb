"""What each signal of the ranking is worth: `python -m eval.ablation [SET.jsonl …]`.

Prints R@1, R@5 and MRR@10 with all signals, without each one, with nothing but the texts (no
questions, no thesaurus of ours), and with one document at a time that has no asked-as questions,
measured on the questions about that document: what a policy that a user adds would get.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from chat.assistant import Assistant
from chat.understanding.turn import Message
from corpus.library import load_policies
from corpus.settings import load_settings
from eval.cases import BUILT_IN, Case, load_cases
from eval.metrics import recall_at, reciprocal_rank
from indexing.search import Hit, Searcher, Weights

_RULE = "|---|---|---|---|"
_OURS = {"asked_words": 0.0, "asked_pairs": 0.0, "whole_words": 0.0, "whole_pairs": 0.0,
         "whole_chars": 0.0, "terms": 0.0, "dense": 0.0}


def variants() -> Iterator[tuple[str, Weights]]:
    """Yield a name and the weights of each variant."""
    full = Weights()
    yield "全部信号", full
    for field in fields(full):
        yield f"去掉 {field.name}", replace(full, **{field.name: 0.0})
    yield "只用正文（不用自编的问法和词表）", replace(full, **_OURS)


def ranking(assistant: Assistant, cases: Sequence[Case]) -> tuple[float, float, float]:
    """Return R@1, R@5 and MRR@10 over the answerable `cases`."""
    rows = []
    for case in cases:
        if case.answerable and case.gold:
            found = [hit.clause.id for hit in _find(assistant, case)]
            rows.append((recall_at(found, case.gold, 1), recall_at(found, case.gold, 5),
                         reciprocal_rank(found, case.gold)))
    r1, r5, mrr = (mean(column) for column in zip(*rows, strict=True))
    return r1, r5, mrr


def _find(assistant: Assistant, case: Case) -> list[Hit]:
    request, understanding = case.request, assistant.understanding
    history = [Message(m["role"], m["content"]) for m in request["history"] or []]
    region = understanding.mentions.place(request["region"]) if request["region"] else None
    return assistant.find(understanding.read(request["question"], history, region), k=10)


@contextmanager
def left_out(policy_id: str) -> Iterator[Assistant]:
    """Give an assistant whose index, gone afterwards, has no asked-as questions for one policy."""
    with TemporaryDirectory() as folder:
        settings = load_settings().model_copy(update={"data_dir": Path(folder)})
        questions = settings.data_dir / "asked_as"
        questions.mkdir()
        (questions / f"{policy_id}.tsv").touch()
        yield Assistant(Searcher.open(load_policies(), settings))


def about(cases: Sequence[Case], policy_id: str) -> list[Case]:
    """Return the cases all of whose gold clauses are of one policy."""
    return [case for case in cases
            if case.gold and all(clause.startswith(f"{policy_id}#") for clause in case.gold)]


def row(name: str, figures: tuple[float, ...]) -> str:
    """Return one line of a Markdown table."""
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in figures) + " |"


def main(arguments: Sequence[str]) -> int:
    """Print the tables for each set."""
    settings = load_settings()
    assistant = Assistant(Searcher.open(load_policies(settings.policies_dir), settings))
    sets = {path.stem: load_cases(path) for path in [Path(a) for a in arguments] or [BUILT_IN]}
    for name, cases in sets.items():
        print(f"\n{name}（{len(cases)} 题）\n\n| 信号 | R@1 | R@5 | MRR@10 |\n{_RULE}")
        for variant, weights in variants():
            assistant.searcher.weights = weights
            print(row(variant, ranking(assistant, cases)))
    assistant.searcher.weights = Weights()
    every = [case for cases in sets.values() for case in cases]
    print(f"\n逐份文件去掉“人们会怎么问”\n\n| 文件 | R@1 | R@5 | MRR@10 |\n{_RULE}")
    for policy in assistant.searcher.policies:
        cases = about(every, policy.id)
        print(row(f"{policy.id}（{len(cases)} 题）有", ranking(assistant, cases)))
        with left_out(policy.id) as without:
            print(row(f"{policy.id} 没有", ranking(without, cases)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
