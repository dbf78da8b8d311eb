"""What statistics count of an answer: whether and why it was refused, where, which clauses."""

from collections.abc import Mapping
from typing import Any

REFUSALS = ("没有相关条款", "条款没有写所问的内容", "只有其他地区的规定", "没有当地的文件",
            "文件没有写日期", "与政策文件无关", "不是中文问题", "其他")
_LACKS = "条款没有写"


def answer_facts(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of `AnswerFactRow` that the JSON of an answer gives."""
    refused = bool(record["refused"])
    return {"refused": refused, "reason": refusal(record["reason"]) if refused else "",
            "region": record["region"],
            "cited": "\n".join(dict.fromkeys(c["clause"] for c in record["citations"]))}


def refusal(reason: str | None) -> str:
    """Return the kind of refusal, one of REFUSALS, that the words of `reason` belong to."""
    if (reason or "").startswith(_LACKS):
        return "条款没有写所问的内容"
    return reason if reason in REFUSALS else "其他"
