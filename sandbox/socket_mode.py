"""Socket Mode: the sockets an app holds open, what is sent down one of them, and the ways they end."""

import json
import random
import secrets
import time
from collections.abc import Iterator
from typing import Any, Literal
from uuid import uuid4

from starlette.websockets import WebSocket

from sandbox.app_socket import AppSocket
from sandbox.payload import Payload
from sandbox.replies import NoReply, Reply, Retry

Cut = Literal["before_ack", "after_ack"]
"""When a fault closes a socket: the event is out, but its ack does not count; or it does, and then the socket goes."""

MOST_SOCKETS = 10
TICKET_SECONDS = 30.0
LIFETIME_SECONDS = 18_060
"""What `hello` announces; the sandbox itself lets a socket live until it is told otherwise."""

CLOSING_SECONDS = {"warning": 10.0, "refresh_requested": 1.0}
"""How long after its announcement a socket is closed; for other reasons at once."""

SOCKET_REASONS = {"http_timeout": "timeout"}
"""Reasons of a retry that have another name on a socket."""


class Sockets:
    """The app's open sockets; touched only on the server's loop.

    Args:
        app_id: whose they are.
        link_url: the `ws://` address of the route that `serve` is on.
        is_enabled: whether the manifest switches Socket Mode on.
        seed: makes it repeatable which socket an envelope takes.
    """

    def __init__(self, app_id: str, link_url: str, *, is_enabled: bool, seed: int = 0) -> None:
        self.is_enabled = is_enabled
        self.takes_new = True
        self._app_id = app_id
        self._link_url = link_url
        self._tickets: dict[str, float] = {}
        self._open: list[AppSocket] = []
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose; nothing secret depends on it

    def __iter__(self) -> Iterator[AppSocket]:
        return iter(list(self._open))

    def issue_address(self) -> str:
        """Return an address for one new socket; it works once, and soon."""
        ticket = secrets.token_urlsafe(12)
        self._tickets[ticket] = time.monotonic() + TICKET_SECONDS
        return f"{self._link_url}?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, websocket: WebSocket) -> None:
        """Live a socket's life: greet the app and take its acks until one side closes."""
        if not self._admits(websocket.query_params.get("ticket", "")):
            await websocket.close()  # before it is accepted, which is HTTP 403
            return
        await websocket.accept()
        socket = AppSocket(websocket)
        if (reason := self._reason_to_turn_away()) is not None:
            await socket.end(reason)
            return
        self._open.append(socket)
        try:
            await socket.greet(self._hello())
            await socket.take_acks()
        finally:
            self._open.remove(socket)
            socket.give_up()

    async def send(
        self,
        kind: str,
        payload: Payload,
        *,
        timeout: float,
        accepts_answer: bool = False,
        retry: Retry | None = None,
        cut: Cut | None = None,
    ) -> Reply:
        """Send an envelope down any one socket and return its ack.

        Args:
            kind: `events_api`, `interactive` or `slash_commands`.
            payload: what HTTP would carry.
            timeout: seconds the app has to ack.
            accepts_answer: whether the ack may carry an answer; else what it carries is ignored.
            retry: that it is sent again.
            cut: a fault: close the socket in the middle.

        Raises:
            NoReply: no socket is open, it closed, or the time was up.
        """
        envelope: Payload = {"envelope_id": str(uuid4()), "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = accepts_answer
        if kind == "events_api":
            envelope |= _retry_fields(retry)
        answer = await self._pick().ask(envelope, timeout=timeout, cut=cut)
        return Reply(200, {}, json.dumps(answer) if accepts_answer and answer is not None else "")

    def disconnect(self, reason: str) -> None:
        """Announce the end of every open socket, and close it when that reason does."""
        for socket in self:
            socket.start_end(reason, after=CLOSING_SECONDS.get(reason, 0.0))

    def silence(self) -> None:
        """Have every open socket stay open and say and hear nothing more, pings included."""
        for socket in self:
            socket.fall_silent()

    def _admits(self, ticket: str) -> bool:
        expires_at = self._tickets.pop(ticket, 0.0)
        return self.takes_new and time.monotonic() < expires_at

    def _reason_to_turn_away(self) -> str | None:
        if not self.is_enabled:
            return "link_disabled"
        return "too_many_websockets" if len(self._open) >= MOST_SOCKETS else None

    def _hello(self) -> Payload:
        host = {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": LIFETIME_SECONDS}
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": host,
            "connection_info": {"app_id": self._app_id},
        }

    def _pick(self) -> AppSocket:
        """Return any open socket, if possible one that is not about to close."""
        staying = [each for each in self._open if not each.is_ending]
        if not (staying or self._open):
            raise NoReply("connection_failed")
        return self._random.choice(staying or self._open)


def accepts_answer(interaction: Payload) -> bool:
    """Return whether the ack of an interaction may carry an answer: forms, messages and external menus take one."""
    container: dict[str, Any] = interaction.get("container", {})
    return interaction["type"] in {"view_submission", "block_suggestion"} or container.get("type") == "message"


def _retry_fields(retry: Retry | None) -> Payload:
    if retry is None:
        return {"retry_attempt": 0, "retry_reason": ""}
    return {"retry_attempt": retry.number, "retry_reason": SOCKET_REASONS.get(retry.reason, retry.reason)}
