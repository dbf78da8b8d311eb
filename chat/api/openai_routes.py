"""The routes below /v1: what programs written for OpenAI's interface call."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from chat.api.errors import Problem, Told, problem_of
from chat.api.openai_models import MODEL, ChatIn, Completion, Model, Models
from chat.api.openai_shapes import Completing, wire_request
from chat.api.routes import Answers, begun, event
from chat.api.told import STREAM, openai_faults
from corpus.errors import RongceError

_SINCE = 1_767_225_600  # 2026-01-01, when the model was first offered
_MODEL = {"id": MODEL, "object": "model", "created": _SINCE, "owned_by": MODEL}
_BODY = {400, 408, 413}


def openai_routes(answers: Answers) -> APIRouter:
    """Return the routes below /v1."""
    routes = APIRouter(prefix="/v1", tags=["OpenAI 兼容"])

    @routes.get("/models", summary="模型列表", response_model=None,
                responses=openai_faults(leave=_BODY | {403, 404}) | {200: {"model": Models}})
    async def models() -> Response:
        """只有一个模型 rongce。"""
        return Told({"object": "list", "data": [_MODEL]})

    @routes.get(f"/models/{MODEL}", summary="模型", response_model=None,
                responses=openai_faults(leave=_BODY | {403, 404}) | {200: {"model": Model}})
    async def model() -> Response:
        """模型 rongce。"""
        return Told(_MODEL)

    @routes.post("/chat/completions", summary="对话", response_model=None,
                 responses=openai_faults() | {200: {"model": Completion, "content": STREAM}})
    async def complete(body: ChatIn, request: Request) -> Response:
        """用 OpenAI 客户端提问，最后一条用户消息是问题，之前的是对话。

        回答与 /api/ask 相同，后面附产品库的记载和来源；消息里另有 citations、refused、reason、
        products（流式时在最后一段的 delta 里）。system 消息不改变回答；temperature、max_tokens
        等参数可以写，不起作用；n 大于 1、tools、图片返回 400。region、profile 是另加的参数。
        """
        if body.model != MODEL:
            told = f"没有模型“{body.model}”，请写 {MODEL}。"
            return Problem(404, "model_not_found", told, param="model").response("/v1")
        wanted, made = wire_request(body), Completing(body)
        if body.stream:
            usage = bool(body.stream_options and body.stream_options.include_usage)
            return await begun(_chunks(answers.asking(request, wanted), made, usage=usage))
        return Told(made.whole(await answers.ask(request, wanted)))

    return routes


async def _chunks(parts: AsyncGenerator[dict[str, Any], None], made: Completing, *,
                  usage: bool) -> AsyncGenerator[str, None]:
    part: dict[str, Any] = {}
    sent = ""
    async with aclosing(parts):
        try:
            async for part in parts:
                if not sent:
                    yield event(made.begin())
                yield event(made.piece(part["answer"].removeprefix(sent)))
                sent = part["answer"]
        except RongceError as error:
            if not sent:
                raise
            yield event(problem_of(error, "/v1").body("/v1"))
            return
    for chunk in made.end(part, usage=usage):
        yield event(chunk)
    yield "data: [DONE]\n\n"
