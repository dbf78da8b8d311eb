"""What goes wrong, as programs read it: one shape below /api, OpenAI's below /v1.

{"error": {"code": "…", "message": "中文说明"}}
{"error": {"message": "中文说明", "type": "…", "param": null, "code": "…"}}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from json import dumps
from typing import Any

from starlette.responses import JSONResponse

from chat.wording import sentence
from corpus import errors

_RETRY_S = 2
TYPES = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error",
         404: "invalid_request_error", 429: "rate_limit_error"}
_CODES = {"too long": "question_too_long", "empty": "question_empty"}


def to_json(data: Mapping[str, Any]) -> str:
    """Return JSON that UTF-8 can hold: halves of characters, which clients may send, become "?"."""
    told = dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return told.encode("utf-8", "replace").decode()


class Told(JSONResponse):
    """A response in JSON, as `to_json` writes it."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return to_json(content).encode()


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal: the status, a code for programs, a sentence for people."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    param: str | None = None

    def body(self, path: str) -> dict[str, Any]:
        """Return the JSON in the shape of `path`."""
        if not path.startswith("/v1"):
            return {"error": {"code": self.code, "message": self.message}}
        kind = TYPES.get(self.status, "server_error" if self.status >= 500
                         else "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param,
                          "code": self.code}}

    def response(self, path: str) -> Told:
        """Return the response to a request for `path`."""
        return Told(self.body(path), self.status, dict(self.headers))


def problem_of(error: errors.RongceError, path: str) -> Problem:
    """Return what is told of an error of the product to who asked for `path`."""
    message = sentence(error)[:500]
    wrong = 400 if path.startswith("/v1") else 422
    if isinstance(error, errors.QuestionError):
        param = error.value if isinstance(error.value, str) and error.value.isidentifier() else None
        return Problem(wrong, _CODES.get(error.detail, "invalid_request"), message,
                       param=param if param and param.isascii() else None)
    if isinstance(error, errors.UnknownRegion):
        return Problem(wrong, "unknown_region", message, param="region")
    code = "busy" if isinstance(error, errors.Busy) else "not_ready"
    return Problem(503, code, message, {"Retry-After": str(_RETRY_S)})
