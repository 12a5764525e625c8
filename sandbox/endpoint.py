"""The one way out to the app: signed requests to its address, or envelopes down its sockets, answered in time."""

import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

import httpx

from sandbox.payload import Payload
from sandbox.replies import NoReply, Reply, Retry
from sandbox.socket_mode import Cut, Sockets, accepts_answer

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return `X-Slack-Signature` for a raw body sent at a timestamp (seconds since the epoch, as text)."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def signed_headers(secret: str, body: bytes, content_type: str) -> dict[str, str]:
    """Return the headers Slack sends with a body that is signed now."""
    timestamp = str(int(time.time()))
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


class AppEndpoint:
    """Sends to the app, by Socket Mode where the app's manifest switches it on, else by signed requests.

    Args:
        secret: the signing secret.
        url: where the app listens; None while nobody does.
        sockets: the app's sockets.
        ack_timeout: seconds the app has to answer.
    """

    def __init__(self, secret: str, url: str | None, sockets: Sockets, *, ack_timeout: float) -> None:
        self._secret = secret
        self.url = url
        self.sockets = sockets
        self.ack_timeout = ack_timeout
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Make the connections possible; call it on the loop that will send."""
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
        self._client = httpx.AsyncClient(limits=limits, trust_env=False, follow_redirects=False, verify=_trusted())

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def send_event(self, envelope: Payload, retry: Retry | None, *, cut: Cut | None = None) -> Reply:
        """Send an event; like the other two, return the answer whatever its status.

        Args:
            envelope: the event in its envelope.
            retry: that it is sent again.
            cut: a fault: the connection closes before the answer counts, or right after it.

        Raises:
            NoReply: nobody listens, the connection broke, or the time was up.
        """
        if self.sockets.is_enabled:
            return await self.sockets.send("events_api", envelope, timeout=self.ack_timeout, retry=retry, cut=cut)
        headers = retry.headers() if retry is not None else {}
        reply = await self._post(json.dumps(envelope).encode(), JSON, headers)
        if cut == "before_ack":
            raise NoReply("connection_failed")
        return reply

    async def send_interaction(self, payload: Payload) -> Reply:
        """Send a click, a choice, a form or its end; raises `NoReply`."""
        if self.sockets.is_enabled:
            accepts = accepts_answer(payload)
            return await self.sockets.send("interactive", payload, timeout=self.ack_timeout, accepts_answer=accepts)
        return await self._post(urlencode({"payload": json.dumps(payload)}).encode(), FORM, {})

    async def send_command(self, fields: Mapping[str, str]) -> Reply:
        """Send a slash command; raises `NoReply`."""
        if self.sockets.is_enabled:
            return await self.sockets.send(
                "slash_commands", dict(fields), timeout=self.ack_timeout, accepts_answer=True
            )
        return await self._post(urlencode(fields).encode(), FORM, {})

    async def _post(self, body: bytes, content_type: str, headers: Mapping[str, str]) -> Reply:
        if self.url is None or self._client is None:
            raise NoReply("connection_failed")
        signed = signed_headers(self._secret, body, content_type) | dict(headers)
        try:
            answer = await self._client.post(self.url, content=body, headers=signed, timeout=self.ack_timeout)
        except httpx.TimeoutException as error:
            raise NoReply("http_timeout") from error
        except httpx.HTTPError as error:
            raise NoReply("connection_failed") from error
        return Reply(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.text)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom connections trust; reading all the certificates takes longer than starting all the rest."""
    return httpx.create_ssl_context(trust_env=False)
