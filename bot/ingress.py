"""From what Slack sent to Bolt: over HTTP signature first, then the body, then the listeners.

Bolt's own adapter has three holes that this closes (each has a test): a timestamp that is no number gives 500 instead
of 401; bad JSON gives 500 instead of 400; and a slash command whose text contains the word "payload" loses its body.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.domain.desk.characters import keepable

UNSIGNED = BoltResponse(status=401, body="This request is not signed by Slack.")
UNREADABLE = BoltResponse(status=400, body="This request's body cannot be read.")
MOST_BYTES = 2**20
"""More than Slack ever sends."""

LONGEST_TIMESTAMP = 12
"""Digits that are enough for thousands of years; more would be no number to the verifier."""


class SlackIngress:
    """Takes Slack's requests for one Bolt app."""

    def __init__(self, app: App, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    def dispatch(self, raw_body: bytes, headers: Mapping[str, str]) -> BoltResponse:
        """Return the answer to one request: 401 unsigned, 400 unreadable, else what the listeners say."""
        if not self._is_signed(raw_body, headers):
            return UNSIGNED
        text = raw_body.decode()
        try:
            body = read_body(text, headers.get("content-type", ""))
        except (ValueError, RecursionError):
            return UNREADABLE
        return self._app.dispatch(_bolt_request(text, body, headers))

    def _is_signed(self, raw_body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        if not timestamp or not signature or len(timestamp) > LONGEST_TIMESTAMP:
            return False
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        try:
            return self._verifier.is_valid(body=raw_body, timestamp=timestamp, signature=signature)
        except UnicodeDecodeError:  # Slack signs text only
            return False


def dispatch_body(app: App, body: dict[str, Any]) -> BoltResponse:
    """Hand a body to the listeners that is known to be Slack's, and return their answer.

    It came down a socket that we opened, or was signed when it came.
    """
    return app.dispatch(BoltRequest(body=keepable(body), mode="socket_mode"))


def repeat_kept(app: App, body: dict[str, Any]) -> bool:
    """Hand a body that was kept after a failure to the listeners again, and return whether it was handled this time.

    A trigger id in it has expired, so no form opens.
    """
    return dispatch_body(app, body).status == HTTPStatus.OK


def read_body(text: str, content_type: str) -> dict[str, Any]:
    """Return a request's body: JSON, or a form, whose field `payload` holds JSON where a person clicked.

    What PostgreSQL cannot keep, a NUL or half a surrogate pair, becomes the replacement character.

    Raises:
        ValueError: when it is neither, or not an object.
        RecursionError: when it is nested deeper than anything of Slack's.
    """
    body: Any
    if content_type.partition(";")[0].strip() == "application/x-www-form-urlencoded":
        body = dict(parse_qsl(text, keep_blank_values=True))
        body = json.loads(body["payload"]) if "payload" in body else body
    else:
        body = json.loads(text)
    if not isinstance(body, dict) or not body:
        raise ValueError("not an object")
    kept: dict[str, Any] = keepable(body)
    return kept


def _bolt_request(text: str, body: dict[str, Any], headers: Mapping[str, str]) -> BoltRequest:
    """Return Bolt's request. Where Bolt cannot read the body it is taken from a twin that was given it read."""
    request = BoltRequest(body=text, headers=dict(headers))
    if request.body != body:
        twin = BoltRequest(body=body, headers=dict(headers), mode="socket_mode")
        request.body, request.context = twin.body, twin.context
    return request
