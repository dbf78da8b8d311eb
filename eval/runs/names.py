"""What figures, kinds of questions and groups are called on the page."""

import math
from typing import TypeGuard

FIGURES = {
    "R@1": "前 1 条命中 R@1", "R@3": "前 3 条命中 R@3", "R@5": "前 5 条命中 R@5",
    "R@10": "前 10 条命中 R@10", "MRR@10": "首个命中的位置 MRR@10",
    "nDCG@10": "排序 nDCG@10", "citation recall": "应引的引了", "citation precision": "引的都对",
    "points": "答案要点说全", "early points": "前 400 字说全",
    "refused of unanswerable": "该拒的拒了", "refused of answerable": "不该拒的拒了",
    "loose numbers": "无依据的数字（个）", "bad quotes": "与原文不符的引文（处）",
    "citations": "引文（处）", "median length": "可答题答案长度中位数（字）",
    "failed": "运行出错（题）", "bad cases": "题目有误（题）", "p50 ms": "用时中位数（毫秒）",
    "p95 ms": "用时 95 分位（毫秒）"}
SHARES = tuple(list(FIGURES)[:12])  # from 0 to 1; a bar can show them
LESS_IS_BETTER = frozenset({"refused of answerable", "loose numbers", "bad quotes", "failed",
                            "bad cases"})
NEUTRAL = frozenset({"citations", "median length", "p50 ms", "p95 ms"})
KINDS = {"fact": "事实", "numeric": "数字", "unit": "责任单位", "compare": "比较",
         "followup": "追问", "validity": "文件效力", "unanswerable": "无依据",
         "situational": "情景", "region": "地区", "list": "列举", "correction": "更正",
         "figure": "数字", "figure_missing": "缺数字", "instruction": "指令",
         "other_region": "别处地区", "outside": "范围外", "person": "人物", "premise": "错误前提"}
PERSONAS = {"enterprise": "企业", "bank": "银行", "policy": "政策", "": "未注明"}


def figure_name(key: str) -> str:
    """Return the name of a figure; `points fact` is the points of one kind."""
    if key.startswith("points "):
        return f"要点说全：{kind_name(key.removeprefix('points '))}"
    return FIGURES.get(key, key)


def kind_name(kind: str) -> str:
    """Return the name of a kind of question; a kind of the user's own is its own name."""
    return KINDS.get(kind, kind)


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether there is a figure: neither None nor nan."""
    return value is not None and not math.isnan(value)


def number(value: float | None, key: str = "") -> str:
    """Return a figure as read: shares with three decimals, counts without, — for none."""
    if not is_known(value):
        return "—"
    return f"{value:.3f}" if not key or key in SHARES or key.startswith("points") else f"{value:g}"
