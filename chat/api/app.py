"""The door for other programs, as one application: /api, /v1, /healthz, /metrics."""

from typing import TYPE_CHECKING

from fastapi import FastAPI, Security
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPBearer
from starlette.responses import HTMLResponse

from chat.api.docs import docs_html, tidied
from chat.api.door import Door, origins
from chat.api.handlers import HANDLERS
from chat.api.health import health_routes
from chat.api.metrics import Metered, Metrics
from chat.api.openai_routes import openai_routes
from chat.api.routes import Answers, api_routes
from chat.api.work import Workers
from corpus.loading import Pending
from corpus.records.doorway import Doorway
from corpus.settings import Settings

if TYPE_CHECKING:
    from chat.assistant import Assistant

_ABOUT = """除 /healthz 外都要密钥：请求头写“Authorization: Bearer rc_…”，密钥向管理员索取。
每个密钥每分钟的次数有上限，用量见 RateLimit 响应头；超过时返回 429，按 Retry-After 等待后再试。
请求用 UTF-8 的 JSON，不超过 1 MB。出错时返回 {"error": {"code", "message"}}，
/v1 下为 OpenAI 的格式。"""


def api_app(assistant: "Pending[Assistant]", doorway: Doorway, settings: Settings) -> FastAPI:
    """Return the application; it waits for `assistant` when a question comes."""
    workers = Workers(settings.api_at_once)
    metrics = Metrics(workers)
    answers = Answers(assistant, workers, metrics)
    app = FastAPI(title="融策通接口", version="1", description=_ABOUT, docs_url=None,
                  redoc_url=None, openapi_url="/api/openapi.json", redirect_slashes=False)
    key = [Security(HTTPBearer(auto_error=False, scheme_name="密钥", description="rc_ 开头的密钥"))]
    app.include_router(api_routes(answers), dependencies=key)
    app.include_router(openai_routes(answers), dependencies=key)
    app.include_router(health_routes(assistant, doorway, metrics))

    @app.get("/api/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_html(app.openapi()))

    plain = app.openapi
    app.openapi = lambda: tidied(plain())  # type: ignore[method-assign]
    for kind, told in HANDLERS.items():
        app.add_exception_handler(kind, told)
    app.add_middleware(Door, doorway=doorway)
    app.add_middleware(Metered, metrics=metrics)
    if sites := origins(settings.api_origins):
        app.add_middleware(
            CORSMiddleware, allow_origins=sites, allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "RateLimit-Limit", "RateLimit-Remaining",
                            "RateLimit-Reset"])
    return app
