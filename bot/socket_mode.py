"""The socket-mode role: Slack's envelopes come down a socket and go to the same listeners as over HTTP."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask
from prometheus_client.registry import Collector
from slack_bolt import App, BoltResponse
from sqlalchemy import Engine
from werkzeug.serving import make_server

from bot.app import create_bolt_app
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.gateways.slack_sockets import Envelope, SlackSockets
from bot.gateways.socket_line import Ack, Pauses, SocketLine, Take
from bot.health import Figures, check_database, serve_health, serve_metrics
from bot.ingress import dispatch_body

NO_SOCKET = "no socket to Slack is open"


@dataclass(frozen=True)
class SocketMode:
    """The role, built: `line.run(stop)` does its work, `probes` is its health and metrics as a WSGI application."""

    line: SocketLine
    probes: Flask


def create_socket_mode(
    sessions: Sessions,
    engine: Engine,
    clock: Clock,
    slack: SlackPort,
    sockets: SlackSockets,
    *,
    threads: int = 8,
    pauses: Pauses | None = None,
    collectors: Sequence[Collector] = (),
) -> SocketMode:
    """Return the role; nothing connects yet.

    Args:
        slack: for what somebody waits for; answers within a second or fails.
        sockets: where sockets come from.
        threads: envelopes in hand at the same time.
        pauses: how long to wait before a socket is opened again.
        collectors: more figures for `/metrics`.
    """
    figures = Figures(collectors)
    app = create_bolt_app(sessions, clock, slack, signing_secret=None, count=figures.count_outcome)
    line = SocketLine(sockets, take_into(app, figures), threads=threads, pauses=pauses)
    probes = Flask(__name__, static_folder=None)
    serve_health(probes, check_database(engine), lambda: None if line.is_open else NO_SOCKET)
    serve_metrics(probes, figures)
    return SocketMode(line, probes)


def take_into(app: App, figures: Figures) -> Take:
    """Return what hands envelopes to the listeners: taken is what they answer with 200, as Slack has it over HTTP."""

    def take(envelope: Envelope) -> Ack | None:
        answer = dispatch_body(app, envelope.body)
        figures.count_answer(answer.status)
        return Ack(_content(answer)) if answer.status == HTTPStatus.OK else None

    return take


@contextmanager
def served_probes(probes: Flask, *, host: str, port: int) -> Iterator[int]:
    """Serve health and metrics for the length of the block, and yield the port.

    One thread answers one request after the other, on the standard library's server: only watchers come here.
    """
    server = make_server(host, port, probes)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="probes", daemon=True)
    serving.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _content(answer: BoltResponse) -> dict[str, Any] | None:
    """Return what an answer's body says as a socket carries it: an object, or a line of text in one."""
    if not answer.body:
        return None
    if answer.first_headers().get("content-type", "").startswith("application/json"):
        read: dict[str, Any] = json.loads(answer.body)
        return read
    return {"text": answer.body}
