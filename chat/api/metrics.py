"""Figures for Prometheus: requests, their time, answers, refusals; nothing about who or what."""

from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.api.work import Workers

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ROUTES = ("/api/ask", "/api/search", "/api/match", "/api/docs", "/api/openapi.json",
           "/v1/models", "/v1/chat/completions", "/healthz", "/metrics")


class Metrics:
    """The figures of one server; the names and labels are a fixed few."""

    def __init__(self, workers: Workers) -> None:
        self.registry = own = CollectorRegistry()
        self.requests = Counter("rongce_requests", "Requests", ("route", "method", "status"),
                                registry=own)
        self.seconds = Histogram("rongce_request_seconds", "Time until a response is sent whole",
                                 ("route",), buckets=_STEPS, registry=own)
        self.in_flight = Gauge("rongce_requests_in_flight", "Requests under way", registry=own)
        self.answers = Counter("rongce_answers", "Answers given", ("route", "refused"),
                               registry=own)
        for name, told, read in (
                ("rongce_answers_in_progress", "Answers being made", lambda: workers.busy),
                ("rongce_answers_waiting", "Requests that wait for a place",
                 lambda: workers.waiting)):
            Gauge(name, told, registry=own).set_function(read)
        ProcessCollector(registry=own)
        PlatformCollector(registry=own)

    def answered(self, route: str, *, refused: bool) -> None:
        """Count an answer."""
        self.answers.labels(route, str(refused).lower()).inc()

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)


class Metered:
    """ASGI middleware that counts and times requests."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whoever hangs up counts as 499."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = "499", perf_counter()

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        route = scope["path"] if scope["path"] in _ROUTES else "other"
        method = scope["method"] if scope["method"] in ("GET", "POST", "OPTIONS") else "other"
        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, seen)
            finally:
                self._metrics.requests.labels(route, method, status).inc()
                self._metrics.seconds.labels(route).observe(perf_counter() - started)
