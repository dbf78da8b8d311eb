"""What went wrong with a case: the first rule that holds names its class."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]


class ErrorClass(StrEnum):
    """The classes, in the order in which their rules are asked."""

    BAD_CASE = "题目有误"
    FAILED = "运行出错"
    NOT_REFUSED = "应拒未拒"
    REFUSED = "误拒答"
    LOOSE_NUMBER = "数字无依据"
    WRONG_PLACE = "地区错"
    NOT_FOUND = "未检索到"
    RANKED_LOW = "排序靠后"
    WRONG_SENTENCE = "句子不对"
    PASSED = "通过"


EXPLAINED = {
    ErrorClass.BAD_CASE: "标注的条款已不存在，或可答的题既没有应引条款也没有答案要点；不计入指标",
    ErrorClass.FAILED: "系统没能作答（提示见该题）",
    ErrorClass.NOT_REFUSED: "文件中没有依据，应当拒答，却作了答",
    ErrorClass.REFUSED: "文件中有依据，却拒答",
    ErrorClass.LOOSE_NUMBER: "答案里的数字在问题和所引条款中都找不到",
    ErrorClass.WRONG_PLACE: "应引的条款没有引全，却引了别的地区的文件",
    ErrorClass.NOT_FOUND: "没有引全，且有应引条款不在检索的前 10 条里",
    ErrorClass.RANKED_LOW: "没有引全，应引条款检索到了，但排在应引条款数之后",
    ErrorClass.WRONG_SENTENCE: "条款排在前面或已引用，但答案漏了条款或要点",
    ErrorClass.PASSED: "该拒的拒，该答的引全、说全，数字都有依据",
}


def error_class(row: Row) -> ErrorClass:
    """Return the class of a scored case."""
    return next(name for name, holds in _RULES if holds(row))


def case_faults(row: Row) -> list[str]:
    """Return in Chinese what is wrong with the case itself, not with its answer."""
    faults = [f"条款 {clause} 已不存在" for clause in row["gone"]]
    if row["answerable"] and not row["gold"] and not row["wanted"]:
        faults.append("既没有应引条款，也没有答案要点")
    return faults


def _uncited(row: Row) -> bool:
    return bool(row.get("citation recall", 1.0) < 1)


def _missing(row: Row) -> list[str]:
    return [clause for clause in row["gold"] if clause not in row["cited"]]


def _not_found(row: Row) -> bool:
    return _uncited(row) and any(clause not in row["hits"] for clause in _missing(row))


def _ranked_low(row: Row) -> bool:
    return _uncited(row) and any(
        clause not in row["hits"][: len(row["gold"])] for clause in _missing(row))


_RULES: tuple[tuple[ErrorClass, Callable[[Row], bool]], ...] = (
    (ErrorClass.BAD_CASE, lambda row: bool(case_faults(row))),
    (ErrorClass.FAILED, lambda row: row["failed"] is not None),
    (ErrorClass.NOT_REFUSED, lambda row: not row["answerable"] and not row["refused"]),
    (ErrorClass.REFUSED, lambda row: row["answerable"] and row["refused"]),
    (ErrorClass.LOOSE_NUMBER, lambda row: bool(row["loose"])),
    (ErrorClass.WRONG_PLACE, lambda row: _uncited(row) and bool(row["elsewhere"])),
    (ErrorClass.NOT_FOUND, _not_found),
    (ErrorClass.RANKED_LOW, _ranked_low),
    (ErrorClass.WRONG_SENTENCE,
     lambda row: _uncited(row) or (row["answerable"] and bool(row["missed"]))),
    (ErrorClass.PASSED, lambda row: True),  # noqa: ARG005
)
