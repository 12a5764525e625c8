"""The app's address: signed requests that must be answered in time."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from sandbox.payload import Payload

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


@dataclass(frozen=True)
class Reply:
    """What the app answered."""

    status: int
    headers: Mapping[str, str]
    body: str


class NoReply(Exception):
    """The app gave no answer; `reason` is what Slack would put into `X-Slack-Retry-Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AppEndpoint:
    """Sends signed requests to the app.

    Args:
        secret: the signing secret.
        url: where the app listens; None while nobody does.
        ack_timeout: seconds the app has to answer.
    """

    def __init__(self, secret: str, url: str | None, *, ack_timeout: float) -> None:
        self._secret = secret
        self.url = url
        self.ack_timeout = ack_timeout
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Make the connections possible; call it on the loop that will send."""
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
        self._client = httpx.AsyncClient(limits=limits, trust_env=False, follow_redirects=False)

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def send_event(self, envelope: Payload, headers: Mapping[str, str]) -> Reply:
        """Send an event with headers that tell of retries; like the other two, return the answer whatever its status.

        Raises:
            NoReply: nobody listens, the connection broke, or the time was up.
        """
        return await self._post(json.dumps(envelope).encode(), JSON, headers)

    async def send_interaction(self, payload: Payload) -> Reply:
        """Send a click, a choice, a form or its end; raises `NoReply`."""
        return await self._post(urlencode({"payload": json.dumps(payload)}).encode(), FORM, {})

    async def send_command(self, fields: Mapping[str, str]) -> Reply:
        """Send a slash command; raises `NoReply`."""
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
