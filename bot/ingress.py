"""From a raw HTTP request to Bolt: signature first, then the body, then the listeners.

Bolt's own adapter has three holes that this closes (each has a test): a timestamp that is no number gives 500 instead
of 401; bad JSON gives 500 instead of 400; and a slash command whose text contains the word "payload" loses its body.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

UNSIGNED = BoltResponse(status=401, body="This request is not signed by Slack.")
UNREADABLE = BoltResponse(status=400, body="This request's body cannot be read.")
NUL = ("\0", "\ufffd")
ESCAPED_NUL = ("\\u0000", "\\ufffd")
MOST_BYTES = 2**20
"""More than Slack ever sends."""


class SlackIngress:
    """Takes Slack's requests for one Bolt app."""

    def __init__(self, app: App, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    def dispatch(self, raw_body: bytes, headers: Mapping[str, str]) -> BoltResponse:
        """Return the answer to one request: 401 unsigned, 400 unreadable, else what the listeners say."""
        if not self._is_signed(raw_body, headers):
            return UNSIGNED
        try:
            text = raw_body.decode()
            body = read_body(text, headers.get("content-type", ""))
        except ValueError:
            return UNREADABLE
        return self._app.dispatch(_bolt_request(text, body, headers))

    def _is_signed(self, raw_body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        if not timestamp or not signature or not (timestamp.isascii() and timestamp.isdigit()):
            return False
        return self._verifier.is_valid(body=raw_body, timestamp=timestamp, signature=signature)


def read_body(text: str, content_type: str) -> dict[str, Any]:
    """Return a request's body: JSON, or a form, whose field `payload` holds JSON where a person clicked.

    A NUL, which PostgreSQL cannot keep, becomes the replacement character.

    Raises: ValueError, when it is neither, or not an object.
    """
    if content_type.partition(";")[0].strip() == "application/x-www-form-urlencoded":
        form = {name: value.replace(*NUL) for name, value in parse_qsl(text, keep_blank_values=True)}
        body = json.loads(form["payload"].replace(*ESCAPED_NUL)) if "payload" in form else form
    else:
        body = json.loads(text.replace(*ESCAPED_NUL))
    if not isinstance(body, dict) or not body:
        raise ValueError("not an object")
    return body


def _bolt_request(text: str, body: dict[str, Any], headers: Mapping[str, str]) -> BoltRequest:
    """Return Bolt's request. Where Bolt cannot read the body it is taken from a twin that was given it read."""
    request = BoltRequest(body=text, headers=dict(headers))
    if request.body != body:
        twin = BoltRequest(body=body, headers=dict(headers), mode="socket_mode")
        request.body, request.context = twin.body, twin.context
    return request
