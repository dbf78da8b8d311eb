"""From a conversation in OpenAI's shape to a question, and from the answer to a completion."""

import time
from collections.abc import Iterator, Mapping
from secrets import token_hex
from typing import Any

from chat.api.openai_models import MODEL, ROLES, ChatIn, ChatMessage
from corpus.citation import official_form
from corpus.errors import QuestionError

_ONLY = {"n": (None, 1), "tools": (None, []), "functions": (None, []), "audio": (None,),
         "logprobs": (None, False), "response_format": (None, {"type": "text"})}
Json = dict[str, Any]


def wire_request(body: ChatIn) -> Json:
    """Return the request that `chat.wire` answers; QuestionError names what is not supported."""
    for name, allowed in _ONLY.items():
        if getattr(body, name) not in allowed:
            raise QuestionError(name, "这里不支持，请去掉")
    said = [{"role": m.role, "content": _text(m)} for m in body.messages]
    if said[-1]["role"] != "user":
        raise QuestionError("messages", "最后一条应是用户（user）的问题")
    history = [m for m in said[:-1] if m["role"] in ("user", "assistant")]
    return {"question": said[-1]["content"], "history": history, "region": body.region,
            "profile": body.profile}


def _text(message: ChatMessage) -> str:
    if message.role not in ROLES:
        raise QuestionError("messages", f"不支持角色“{message.role}”")
    if not isinstance(message.content, list):
        return message.content or ""
    if any(part.type != "text" for part in message.content):
        raise QuestionError("messages", "只读文字，不支持图片、语音和文件")
    return "\n".join(part.text or "" for part in message.content)


def sources(whole: Mapping[str, Any]) -> str:
    """Return what follows the answer where only text is shown: the catalog's note, the sources."""
    note = f"\n\n产品库另有记载：\n\n{whole['catalog']}" if whole["catalog"] else ""
    cited = [f"[{n}] {official_form(c['document'], c['number'], c['label'])}"
             for n, c in enumerate(whole["citations"], 1)]
    return note + ("\n\n来源：\n" + "\n".join(cited) if cited else "")


def own_fields(whole: Mapping[str, Any]) -> Json:
    """Return the fields of the product's own that a message carries."""
    return {name: whole[name] for name in ("citations", "refused", "reason", "products")}


class Completing:
    """Makes one completion, whole or in chunks."""

    def __init__(self, body: ChatIn) -> None:
        self._asked = sum(len(_text(message)) for message in body.messages)
        self._id, self._created = f"chatcmpl-{token_hex(12)}", int(time.time())

    def whole(self, answer: Mapping[str, Any]) -> Json:
        """Return the completion."""
        text = answer["answer"] + sources(answer)
        message = {"role": "assistant", "content": text, "refusal": None} | own_fields(answer)
        return self._frame("chat.completion") | {"choices": [{
            "index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
            "usage": self._usage(text)}

    def begin(self) -> Json:
        """Return the first chunk."""
        return self._chunk({"role": "assistant", "content": ""})

    def piece(self, text: str) -> Json:
        """Return a chunk with more of the answer."""
        return self._chunk({"content": text})

    def end(self, answer: Mapping[str, Any], *, usage: bool) -> Iterator[Json]:
        """Yield the last chunks: the sources, the end, the usage."""
        rest = sources(answer)
        if rest:
            yield self.piece(rest)
        yield self._chunk(own_fields(answer), "stop")
        if usage:
            yield self._frame("chat.completion.chunk") | {
                "choices": [], "usage": self._usage(answer["answer"] + rest)}

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        return self._frame("chat.completion.chunk") | {"choices": [{
            "index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}

    def _frame(self, kind: str) -> Json:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL}

    def _usage(self, text: str) -> Json:
        return {"prompt_tokens": self._asked, "completion_tokens": len(text),
                "total_tokens": self._asked + len(text)}
