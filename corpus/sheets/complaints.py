"""What is wrong with a value, in Chinese: one sentence for each error that pydantic can raise."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

_SENTENCES: Mapping[str, str] = {
    "missing": "没有填写",
    "string_too_short": "没有填写",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_type": "应为文字",
    "string_unicode": "含有不能识别的字符",
    "string_pattern_mismatch": "应为日期，写成 2025、2025-07 或 2025-07-30",
    "literal_error": "只能是 {expected}",
    "float_parsing": "应为数字", "float_type": "应为数字",
    "int_parsing": "应为整数", "int_type": "应为整数", "int_from_float": "应为整数",
    "int_parsing_size": "数字太大",
    "finite_number": "应为有限的数字",
    "greater_than": "必须大于 {gt:g}", "greater_than_equal": "不能小于 {ge:g}",
    "less_than": "必须小于 {lt:g}", "less_than_equal": "不能大于 {le:g}",
    "bool_parsing": "应为“是”或“否”", "bool_type": "应为“是”或“否”",
    "tuple_type": "应为列表", "list_type": "应为列表", "too_long": "项目太多",
    "extra_forbidden": "没有这个字段",
    "model_type": "不是一个 JSON 对象", "dict_type": "不是一个 JSON 对象",
    "model_attributes_type": "不是一个 JSON 对象",
}


def complaint(error: ErrorDetails) -> str:
    """Return the sentence for one error of pydantic; a ValueError of ours speaks for itself."""
    context = dict(error.get("ctx") or {})
    if error["type"] == "value_error":
        return str(context.get("error", "填写有误"))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace("'", "").replace(
            ", ", "、").replace(" or ", "、")
    return _SENTENCES.get(error["type"], "填写有误").format(**context)
