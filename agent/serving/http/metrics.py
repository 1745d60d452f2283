"""Counts and times for Prometheus: by path, method and status, by kind of answer. No words, ids, names or addresses."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.results.answer import Answer

__all__ = ["Measured", "Metrics"]

SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Metrics:
    """The numbers of one server. Each has its own registry, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "medley_http_requests", "Requests", ["path", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "medley_http_seconds",
            "Seconds until a response was sent",
            ["path"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.answers = Counter(
            "medley_answers", "Answers, with picks, with a question back, with a message alone, or empty", ["way", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.stages = Histogram(
            "medley_answer_seconds", "Seconds of an answer by stage", ["way", "stage"], buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.tokens = Counter("medley_tokens", "Tokens of the chat model", ["direction"], registry=self.registry)
        self.cost = Counter(
            "medley_cost", "Money that the chat model cost, by the operator's prices", registry=self.registry
        )
        self.feedback = Counter("medley_feedback", "Events that were recorded", ["kind"], registry=self.registry)
        self.busy = Gauge("medley_calls_busy", "Calls that are being answered", registry=self.registry)
        self.items = Gauge("medley_items", "Items of the catalogue", registry=self.registry)

    def answered(self, way: str, answer: Answer) -> None:
        """Counts one answer."""
        told = "question" if answer.question else "message" if answer.message else "empty"
        outcome = "picks" if answer.picks else told
        self.answers.labels(way, outcome).inc()
        for stage, seconds in answer.seconds.items():
            self.stages.labels(way, stage).observe(seconds)
        for direction, count in answer.tokens.items():
            self.tokens.labels(direction).inc(count)
        self.cost.inc(answer.spent.get("cost", 0.0))

    def written(self) -> bytes:
        """All numbers in Prometheus's text form."""
        return generate_latest(self.registry)


class Measured:
    """Counts and times requests, by the path as it is declared: an id in it is never told."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            path = getattr(scope.get("route"), "path_format", "other")
            method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD", "OPTIONS") else "other"
            self.metrics.requests.labels(path, method, str(status)).inc()
            self.metrics.seconds.labels(path).observe(time.perf_counter() - began)
