"""What Slack's answers and silences mean: done, try later, perhaps done, never."""

import http.client
import logging
import re
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import OutsideFailure, PermanentFailure, TransientFailure

RATE_LIMITED = "ratelimited"
UNREADABLE = "unreadable_answer"
UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors of Slack's own making, after which the work may have been done all the same."""

_ERROR_CODE = re.compile(r"[a-z0-9_]+")
_NEVER_ARRIVED = (ConnectionRefusedError, socket.gaierror)


def asked(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """Call a method of slack_sdk's client and return Slack's answer.

    Raises:
        TransientFailure: a rate limit, no answer, or one that says nothing; `in_doubt` unless the work was surely not
            done.
        PermanentFailure: Slack said no.
    """
    try:
        return method(**arguments)
    except SlackApiError as refusal:
        failure = _judge(refusal.response)
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as silence:
        failure = _judge_silence(silence)
    raise failure


def hand_over(url: str, content: bytes, *, timeout: float) -> None:
    """Send a file's bytes to the address Slack gave for them. To do so twice does no harm.

    Raises:
        TransientFailure: they did not arrive.
    """
    request = Request(url, data=content, headers={"Content-Type": "application/octet-stream"})  # noqa: S310 - Slack's own
    try:
        with urlopen(request, timeout=timeout):  # noqa: S310 - as above
            return
    except (OSError, http.client.HTTPException):  # an answer that refuses is an OSError too
        failure = TransientFailure("upload_failed")
    raise failure


def silent_logger(name: str) -> logging.Logger:
    """Return a logger that drops all, for clients that log answers they cannot read: they may hold somebody's words."""
    logger = logging.getLogger(f"{name}.silent")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def _judge(response: SlackResponse) -> OutsideFailure:
    status = response.status_code
    answer = response.data if isinstance(response.data, dict) else {}
    code = str(answer.get("error", ""))
    if status == http.client.TOO_MANY_REQUESTS or code == RATE_LIMITED:
        return TransientFailure(RATE_LIMITED, retry_after=_retry_after(response))
    if status >= http.client.INTERNAL_SERVER_ERROR:
        return TransientFailure(f"http_{status}", in_doubt=True)
    if not _ERROR_CODE.fullmatch(code):
        return TransientFailure(UNREADABLE, in_doubt=True)
    if code in UNSURE:
        return TransientFailure(code, in_doubt=True)
    metadata = answer.get("response_metadata") or {}
    return PermanentFailure(code, tuple(str(message) for message in metadata.get("messages", ())))


def _judge_silence(silence: Exception) -> TransientFailure:
    """Judge what happened instead of an answer. urllib wraps what fails before the answer in a URLError."""
    cause = silence.reason if isinstance(silence, URLError) else silence
    if isinstance(cause, _NEVER_ARRIVED):
        return TransientFailure("unreachable")
    if isinstance(cause, TimeoutError):
        return TransientFailure("timeout", in_doubt=True)
    if isinstance(cause, UnicodeDecodeError):
        return TransientFailure(UNREADABLE, in_doubt=True)
    return TransientFailure("connection_lost", in_doubt=True)


def _retry_after(response: SlackResponse) -> timedelta:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return timedelta(seconds=float(headers["retry-after"]))
    except (KeyError, ValueError):
        return timedelta(seconds=1)
