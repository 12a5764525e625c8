"""Requests as an attacker, a network or Slack itself could send them to the desk's own address, over real HTTP."""

import copy
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from bot.manifest import Transport
from sandbox.endpoint import FORM, JSON, signature
from sandbox.replies import NoReply
from tests.support import plain_http
from tests.support.desk import Desk

Payload = dict[str, Any]
ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Post:
    """A way to post to the desk: signed with `secret`, dated `age` seconds ago."""

    url: str
    secret: str
    age: float = 0.0

    def send(self, body: bytes, content_type: str, headers: Mapping[str, str | None] | None = None) -> httpx.Response:
        """Post a body. `headers` win over the signed ones; None leaves one out."""
        timestamp = str(int(time.time() - self.age))
        signed: dict[str, str | None] = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
        }
        sent = {name: value for name, value in {**signed, **(headers or {})}.items() if value is not None}
        return plain_http.post(self.url, content=body, headers=sent, timeout=10)

    def send_json(self, payload: object) -> httpx.Response:
        """Post a body as events come."""
        return self.send(json.dumps(payload).encode(), JSON)

    def send_form(self, fields: Mapping[str, str]) -> httpx.Response:
        """Post a body as commands come."""
        return self.send(urlencode(fields).encode(), FORM)

    def send_payload(self, payload: Payload) -> httpx.Response:
        """Post a body as clicks and forms come."""
        return self.send_form({"payload": json.dumps(payload)})


def signed_post(desk: Desk, *, age: float = 0.0, secret: str | None = None) -> Post:
    """Return a way to post to a desk with Slack's secret, or another one."""
    assert desk.sandbox.events_url is not None
    return Post(desk.sandbox.events_url, secret or desk.sandbox.signing_secret, age)


def send_interaction(desk: Desk, payload: Payload) -> httpx.Response:
    """Send a click or a form that nobody made in the sandbox, the way the desk's own come; an ack is a 200."""
    if desk.transport is Transport.HTTP:
        return signed_post(desk).send_payload(payload)
    return send_down_the_socket(desk, "interactive", payload)


def send_down_the_socket(desk: Desk, kind: str, payload: Payload) -> httpx.Response:
    """Send an envelope that the sandbox did not make, and return its ack as a response: 200, or 504 when none came."""
    server = desk.sandbox
    sending = server.platform.endpoint.sockets.send(kind, payload, timeout=ACK_SECONDS, accepts_answer=True)
    try:
        reply = server._call(sending)
    except NoReply:
        return httpx.Response(httpx.codes.GATEWAY_TIMEOUT)
    return httpx.Response(reply.status, text=reply.body)


def last_sent(desk: Desk, kind: str) -> Payload:
    """Return a copy of the last payload of a kind that the sandbox sent to the desk."""
    return copy.deepcopy(desk.sandbox.wire.sent(kind)[-1].request)


def command_fields(desk: Desk, person: str, text: str) -> dict[str, str]:
    """Return the form of a slash command that was never typed in the sandbox."""
    company = desk.sandbox.admin.company()
    return {
        "team_id": company["team_id"],
        "channel_id": company["channels"]["general"],
        "user_id": company["people"][person],
        "command": "/desk",
        "text": text,
        "response_url": "http://127.0.0.1:9/response",
        "trigger_id": f"1.2.{uuid4().hex}",
    }


def message_event(desk: Desk, person: str, text: str, *, channel: str = "it-help", ts: str | None = None) -> Payload:
    """Return the envelope of a message that was never written in the sandbox."""
    company = desk.sandbox.admin.company()
    ts = ts or f"{time.time():.6f}"
    return {
        "type": "event_callback",
        "team_id": company["team_id"],
        "api_app_id": "A0DESKBELL",
        "event_id": f"Ev{uuid4().hex}",
        "event_time": int(float(ts)),
        "authorizations": [{"team_id": company["team_id"], "user_id": company["bot_user_id"], "is_bot": True}],
        "event": {
            "type": "message",
            "channel": company["channels"][channel],
            "channel_type": "channel",
            "user": company["people"][person],
            "team": company["team_id"],
            "text": text,
            "ts": ts,
            "event_ts": ts,
        },
    }
