"""The web role as one WSGI application: Slack's requests, addresses of tickets, the bill's pages, health, metrics."""

from collections.abc import Sequence

from flask import Flask, Response, request
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from bot.app import create_bolt_app
from bot.billing_pages import serve_billing_pages
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.payments import BY_HAND, PaymentPorts
from bot.gateways.slack_port import SlackPort
from bot.health import Figures, check_database, serve_health, serve_metrics
from bot.ingress import MOST_BYTES, SlackIngress
from bot.manifest import EVENTS_PATH
from bot.ticket_links import serve_ticket_links


def create_app(
    sessions: Sessions,
    engine: Engine,
    clock: Clock,
    slack: SlackPort,
    *,
    signing_secret: str,
    collectors: Sequence[Collector] = (),
    payments: PaymentPorts = BY_HAND,
) -> Flask:
    """Return the application that gunicorn serves.

    Args:
        slack: for what somebody waits for; answers within a second or fails.
        collectors: more figures for `/metrics`, such as the outbox's depth and age.
        payments: the ways to collect, for the pages of the bill.
    """
    figures = Figures(collectors)
    bolt_app = create_bolt_app(sessions, clock, slack, signing_secret=signing_secret, count=figures.count_outcome)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    _serve_slack(app, SlackIngress(bolt_app, signing_secret), figures)
    serve_health(app, check_database(engine))
    serve_metrics(app, figures)
    serve_ticket_links(app)
    serve_billing_pages(app, sessions, clock, payments)
    return app


def _serve_slack(app: Flask, ingress: SlackIngress, figures: Figures) -> None:
    @app.post(EVENTS_PATH)
    def slack_events() -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = ingress.dispatch(request.get_data(), headers)
        figures.count_answer(answer.status)
        return Response(answer.body, answer.status, content_type=answer.first_headers().get("content-type"))
