"""The adapter to Socket Mode: opens sockets with the app-level token, reads envelopes and sends their acks.

slack_sdk has a client for this. It drops the socket before the work in hand is acked, acks on whichever socket is the
newest, and waits for ever on a new socket that never says anything; docs/decisions/0011-socket-mode.md has the rest.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.errors import TransientFailure
from bot.gateways.slack import TIMEOUT
from bot.gateways.slack_answers import asked, silent_logger

CLOSE_SECONDS = 1.0
"""How long the other side may take to say goodbye."""

Frame = dict[str, Any]


@dataclass(frozen=True)
class Envelope:
    """What Slack sent, and must be acked under its id.

    Attributes:
        id: names the envelope in its ack.
        kind: `events_api`, `interactive` or `slash_commands`.
        body: what HTTP would carry.
        takes_answer: whether the ack may carry an answer.
    """

    id: str
    kind: str
    body: dict[str, Any]
    takes_answer: bool


@dataclass(frozen=True)
class Patience:
    """How long a socket may be quiet.

    Attributes:
        opening: from the first packet to Slack's greeting.
        ping: between two pings of ours.
        silence: from a ping to its answer.
    """

    opening: timedelta = timedelta(seconds=10)
    ping: timedelta = timedelta(seconds=5)
    silence: timedelta = timedelta(seconds=10)


class SlackSocket:
    """One open socket. It ends by itself when Slack does not answer a ping: nothing is silent for ever."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def frames(self) -> Iterator[Frame]:
        """Yield what Slack sends until the socket is closed, by whomever. What is no JSON object is left out."""
        with suppress(ConnectionClosed):
            while True:
                text = self._connection.recv()
                with suppress(ValueError, RecursionError):
                    frame = json.loads(text)
                    if isinstance(frame, dict):
                        yield frame

    def ack(self, envelope: Envelope, answer: Mapping[str, Any] | None) -> bool:
        """Ack an envelope that came down this socket, and return whether it was still open."""
        ack: Frame = {"envelope_id": envelope.id}
        if answer is not None and envelope.takes_answer:
            ack["payload"] = dict(answer)
        try:
            self._connection.send(json.dumps(ack))
        except ConnectionClosed:
            return False
        return True

    def close(self) -> None:
        """Close the socket. May be called twice, and while another thread reads."""
        self._connection.close()


class SlackSockets:
    """Where sockets come from: `apps.connections.open`, then one WebSocket.

    Args:
        app_token: the app-level token, `xapp-…`.
        base_url: where the Web API's methods are, ending in a slash.
        patience: how long a socket may be quiet.
    """

    def __init__(self, app_token: str, *, base_url: str, patience: Patience | None = None) -> None:
        self._app_token = app_token
        self._patience = patience or Patience()
        self._web = WebClient(
            base_url=base_url, timeout=round(TIMEOUT.total_seconds()), retry_handlers=[], logger=silent_logger(__name__)
        )

    def open_address(self) -> str:
        """Return the address of a new socket; it is secret, and works once.

        Raises:
            TransientFailure: Slack is silent or asks to wait.
            PermanentFailure: Slack does not take the token.
        """
        address: str = asked(self._web.apps_connections_open, app_token=self._app_token)["url"]
        return address

    def open(self) -> SlackSocket:
        """Return a socket on which Slack has said hello.

        Raises:
            TransientFailure: it did not in time, or said goodbye instead (the reason is the code).
            PermanentFailure: Slack does not take the token.
        """
        address = self.open_address()
        try:
            connection = self._connect(address)
        except (OSError, WebSocketException) as silence:
            raise TransientFailure("unreachable") from silence
        try:
            greeting = json.loads(connection.recv(timeout=self._patience.opening.total_seconds()))
            kind = greeting["type"]
        except (TimeoutError, ConnectionClosed, ValueError, KeyError, TypeError):
            kind = "nothing"
        if kind == "hello":
            return SlackSocket(connection)
        connection.close()
        raise TransientFailure(str(greeting.get("reason")) if kind == "disconnect" else "no_greeting")

    def _connect(self, address: str) -> ClientConnection:
        patience = self._patience
        return connect(
            address,
            compression=None,
            max_size=None,
            open_timeout=patience.opening.total_seconds(),
            ping_interval=patience.ping.total_seconds(),
            ping_timeout=patience.silence.total_seconds(),
            close_timeout=CLOSE_SECONDS,
            logger=silent_logger(__name__),
        ).__enter__()  # left by `close`


def read_envelope(frame: Frame) -> Envelope | None:
    """Return the envelope a frame is, or None for any other frame."""
    name, kind, body = frame.get("envelope_id"), frame.get("type"), frame.get("payload")
    if not (isinstance(name, str) and isinstance(kind, str) and isinstance(body, dict) and body):
        return None
    return Envelope(name, kind, body, takes_answer=bool(frame.get("accepts_response_payload")))


def announces_end(frame: Frame) -> bool:
    """Return whether Slack says with this frame that it will close the socket, so that another one is needed."""
    return frame.get("type") == "disconnect"
