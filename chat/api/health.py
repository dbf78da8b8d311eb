"""/healthz: whether the product can answer; /metrics: figures of how it does."""

from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import JSONResponse, Response

from chat.api.metrics import CONTENT_TYPE, Metrics
from chat.api.models import Health
from chat.api.told import faults
from corpus.errors import RongceError
from corpus.loading import Pending
from corpus.records.doorway import Doorway

if TYPE_CHECKING:
    from chat.assistant import Assistant

_DATABASE_S = 3.0


def health_routes(assistant: "Pending[Assistant]", doorway: Doorway,
                  metrics: Metrics) -> APIRouter:
    """Return /healthz and /metrics."""
    routes = APIRouter(tags=["运行状况"])
    told: Any = {200: {"model": Health}, 503: {"model": Health, "description": "还不能回答"}}
    figures: Any = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
                    **faults(leave={400, 408, 413, 422})}
    checks = anyio.CapacityLimiter(2)

    @routes.get("/healthz", summary="健康检查", response_model=None, responses=told)
    async def health() -> Response:
        """资料已载入、数据库可用时返回 200，否则 503。不需要密钥。"""
        database = False
        with anyio.move_on_after(_DATABASE_S):
            database = await anyio.to_thread.run_sync(
                _database_ok, doorway, abandon_on_cancel=True, limiter=checks)
        ready = assistant.ready
        fine = database and ready
        return JSONResponse({
            "status": "ok" if fine else "unavailable",
            "assistant": "ready" if ready else "loading",
            "database": "ok" if database else "failed"}, 200 if fine else 503)

    @routes.get("/metrics", summary="运行指标", response_class=Response, responses=figures)
    async def show_metrics() -> Response:
        """Prometheus 格式；本机可直接读取，其他地方需要有 metrics 权限的密钥。不含个人信息。"""
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return routes


def _database_ok(doorway: Doorway) -> bool:
    try:
        with doorway.records.reading() as session:
            session.execute(text("SELECT 1"))
    except RongceError:
        return False
    return True
