"""What programs are told when a request to the interface goes wrong, whatever the reason."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chat.api.errors import Problem, problem_of
from corpus.errors import RongceError

_TOLD = {404: ("not_found", "没有这个地址。"),
         405: ("method_not_allowed", "这个地址不支持这种请求方法。"),
         400: ("bad_json", "请求不是有效的 JSON。")}
log = logging.getLogger("rongce")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RongceError)
    problem = problem_of(error, request.url.path)
    if problem.status >= 500:
        log.warning("%s", error)
    return problem.response(request.url.path)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    path = request.url.path
    first: dict[str, Any] = error.errors()[0]
    if first["type"] == "json_invalid":
        return Problem(400, *_TOLD[400]).response(path)
    field = ".".join(str(name) for name in first["loc"][1:])
    told = (f"“{field}”填写有误（{_complaint(first)}）。" if field else
            "请求应是一个 JSON 对象，请求头写 Content-Type: application/json。")
    status = 400 if path.startswith("/v1") else 422
    return Problem(status, "invalid_request", told, param=field or None).response(path)


def _complaint(fault: dict[str, Any]) -> str:
    limits = fault.get("ctx", {})
    known = {
        "missing": "没有填写", "string_type": "应是文字", "string_unicode": "有无法识别的字",
        "int_type": "应是整数", "bool_type": "应是 true 或 false", "list_type": "应是列表",
        "dict_type": "应是对象", "model_type": "应是对象", "model_attributes_type": "应是对象",
        "string_too_long": f"最多 {limits.get('max_length')} 字",
        "too_long": f"最多 {limits.get('max_length')} 项", "too_short": "不能为空",
        "less_than_equal": f"不能大于 {limits.get('le')}",
        "greater_than_equal": f"不能小于 {limits.get('ge')}"}
    return known.get(fault["type"], "无法识别")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, told = _TOLD.get(error.status_code, ("error", str(error.detail)))
    problem = Problem(error.status_code, code, told, dict(error.headers or {}))
    return problem.response(request.url.path)


def _broken(request: Request, _: Exception) -> Response:
    path = request.url.path
    return Problem(500, "internal_error", "服务出错，请稍后再试。").response(path)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    RongceError: _refused, RequestValidationError: _invalid, HTTPException: _http,
    Exception: _broken}
