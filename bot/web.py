"""The web role: Slack's requests, health and metrics, as one WSGI application."""

from collections.abc import Sequence

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.app import create_bolt_app
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions, pending_migrations
from bot.gateways.slack_port import SlackPort
from bot.ingress import MOST_BYTES, SlackIngress
from bot.manifest import EVENTS_PATH

HEALTHY = {"status": "ok"}


def create_app(
    sessions: Sessions,
    engine: Engine,
    clock: Clock,
    slack: SlackPort,
    *,
    signing_secret: str,
    collectors: Sequence[Collector] = (),
) -> Flask:
    """Return the application that gunicorn serves.

    Args:
        slack: for what somebody waits for; answers within a second or fails.
        collectors: more figures for `/metrics`, such as the outbox's depth and age.
    """
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    outcomes = Counter("deskbell_payloads", "Payloads that were not simply handled.", ["outcome"], registry=registry)
    answered = Counter("deskbell_requests", "Slack's requests by the status answered.", ["status"], registry=registry)

    def count(outcome: str) -> None:
        outcomes.labels(outcome).inc()

    bolt_app = create_bolt_app(sessions, clock, slack, signing_secret=signing_secret, count=count)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    _serve_slack(app, SlackIngress(bolt_app, signing_secret), answered)
    _serve_health(app, engine)
    _serve_metrics(app, registry)
    return app


def _serve_slack(app: Flask, ingress: SlackIngress, answered: Counter) -> None:
    @app.post(EVENTS_PATH)
    def slack_events() -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = ingress.dispatch(request.get_data(), headers)
        answered.labels(answer.status).inc()
        return Response(answer.body, answer.status, content_type=answer.first_headers().get("content-type"))


def _serve_health(app: Flask, engine: Engine) -> None:
    @app.get("/health/live")
    def live() -> dict[str, str]:
        return HEALTHY

    @app.get("/health/ready")
    def ready() -> tuple[dict[str, str], int]:
        try:
            is_behind = pending_migrations(engine)
        except SQLAlchemyError:
            return {"status": "unavailable", "reason": "the database does not answer"}, 503
        if is_behind:
            return {"status": "unavailable", "reason": "migrations are pending: run python -m bot migrate"}, 503
        return HEALTHY, 200


def _serve_metrics(app: Flask, registry: CollectorRegistry) -> None:
    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
