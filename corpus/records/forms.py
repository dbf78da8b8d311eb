"""What people type, checked at the entrance: one Chinese reason for the first bad field."""

import re
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import FormError

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REASONS = {
    "missing": "没有填写", "string_too_short": "没有填写", "string_type": "应为文字",
    "string_too_long": "最多 {max_length} 字", "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}", "less_than_equal": "应不大于 {le}",
    "float_parsing": "应为数字", "float_type": "应为数字", "finite_number": "应为数字",
    "int_parsing": "应为整数", "int_type": "应为整数", "int_from_float": "应为整数",
    "extra_forbidden": "没有这一项"}
Form = TypeVar("Form", bound=BaseModel)


def read_form(kind: type[Form], fields: Mapping[str, object], labels: Mapping[str, str]) -> Form:
    """Return the form that `fields` fill in; FormError names the first bad field by its label."""
    tidy = {name: checked(labels.get(name, name), value.strip()) if isinstance(value, str)
            else value for name, value in fields.items()}
    try:
        return kind.model_validate(tidy)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "form"
        reason = _REASONS.get(first["type"], "填写有误").format(**first.get("ctx", {}))
        raise FormError(labels.get(name, name), reason) from error


def checked(label: str, text: str, *, longest: int | None = None) -> str:
    """Return `text`; FormError when it cannot be stored or has more than `longest` bytes."""
    if _UNSTORABLE.search(text):
        raise FormError(label, "含有无法保存的字符")
    if longest is not None and len(text.encode()) > longest:
        raise FormError(label, f"太长，最多 {longest // 1000} KB（约 {longest // 3000} 千字）")
    return text
