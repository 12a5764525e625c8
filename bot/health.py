"""What watches a desk asks over HTTP: whether it lives, whether it is ready, and its figures."""

from collections.abc import Callable, Sequence

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.gateways.database import pending_migrations

HEALTHY = {"status": "ok"}

FindFault = Callable[[], str | None]
"""Says in a few words why Slack's requests cannot be handled now, or nothing."""


class Figures:
    """One process's figures.

    Args:
        collectors: more of them, such as the outbox's depth and age.
    """

    def __init__(self, collectors: Sequence[Collector] = ()) -> None:
        self.registry = CollectorRegistry()
        for collector in collectors:
            self.registry.register(collector)
        self._outcomes = self._counter("deskbell_payloads", "Payloads that were not simply handled.", "outcome")
        self._answered = self._counter("deskbell_requests", "Slack's requests by the status answered.", "status")

    def count_outcome(self, outcome: str) -> None:
        """Count a payload that was unhandled, refused or failed."""
        self._outcomes.labels(outcome).inc()

    def count_answer(self, status: int) -> None:
        """Count a request of Slack's, by the HTTP status it was answered or would have been."""
        self._answered.labels(status).inc()

    def _counter(self, name: str, says: str, label: str) -> Counter:
        return Counter(name, says, [label], registry=self.registry)


def serve_health(app: Flask, *checks: FindFault) -> None:
    """Serve `/health/live`, and `/health/ready` with 503 and the first fault that `checks` find."""

    @app.get("/health/live")
    def live() -> dict[str, str]:
        return HEALTHY

    @app.get("/health/ready")
    def ready() -> tuple[dict[str, str], int]:
        faults = (check() for check in checks)
        if (fault := next((each for each in faults if each is not None), None)) is not None:
            return {"status": "unavailable", "reason": fault}, 503
        return HEALTHY, 200


def serve_metrics(app: Flask, figures: Figures) -> None:
    """Serve `/metrics` in Prometheus's format."""

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def check_database(engine: Engine) -> FindFault:
    """Return the check that the database answers and is migrated."""

    def find_fault() -> str | None:
        try:
            is_behind = pending_migrations(engine)
        except SQLAlchemyError:
            return "the database does not answer"
        return "migrations are pending: run python -m bot migrate" if is_behind else None

    return find_fault
