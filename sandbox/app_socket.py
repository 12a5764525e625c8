"""One socket to the app: envelopes out, acks in, and how it can end or fall silent."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.connections import find_transport
from sandbox.payload import Payload
from sandbox.replies import NoReply


class AppSocket:
    """An accepted socket.

    Args:
        websocket: the connection.
    """

    def __init__(self, websocket: WebSocket) -> None:
        self.is_ending = False
        self._websocket = websocket
        self._transport: Any = find_transport(websocket)
        self._is_silent = False
        self._waiting: dict[str, asyncio.Future[Payload | None]] = {}
        self._ending: asyncio.Task[None] | None = None

    async def greet(self, hello: Payload) -> None:
        """Send the first frame."""
        await self._send(hello)

    async def take_acks(self) -> None:
        """Take what the app sends until the socket is closed. What is no ack of an open envelope means nothing."""
        while (message := await self._websocket.receive())["type"] != "websocket.disconnect":
            if not self._is_silent:
                self._take(message.get("text") or "")

    async def ask(self, envelope: Payload, *, timeout: float, cut: str | None = None) -> Payload | None:
        """Send an envelope and return what its ack carries. Only an ack on this same socket counts.

        Args:
            envelope: with its `envelope_id`.
            timeout: seconds to wait for the ack.
            cut: `before_ack` or `after_ack` closes the connection there.

        Raises:
            NoReply: the socket closed, or the time was up.
        """
        name = envelope["envelope_id"]
        ack = self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            await self._send(envelope)
            if cut == "before_ack":
                self.cut()
                raise NoReply("connection_failed")
            answer: Payload | None = await asyncio.wait_for(ack, timeout)
        except TimeoutError as error:
            raise NoReply("http_timeout") from error
        finally:
            del self._waiting[name]
        if cut == "after_ack":
            self.cut()
        return answer

    async def end(self, reason: str, *, after: float = 0.0) -> None:
        """Tell the app that the socket will be closed, so that it opens another, and close it some seconds later."""
        self.is_ending = True
        with suppress(NoReply, RuntimeError, WebSocketDisconnect):  # the app may be gone first
            await self._send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}})
            await asyncio.sleep(after)
            await self._websocket.close()

    def start_end(self, reason: str, *, after: float) -> None:
        """Do `end` by itself, while the socket's life goes on."""
        self._ending = asyncio.get_running_loop().create_task(self.end(reason, after=after))

    def cut(self) -> None:
        """Drop the connection without a word, as networks do."""
        self._transport.abort()

    def fall_silent(self) -> None:
        """Stay open, and neither send nor read anything from now on: pings are not answered."""
        self._is_silent = True
        self._transport.pause_reading()

    def give_up(self) -> None:
        """Let everybody who waits for an ack know that none will come."""
        if self._ending is not None:
            self._ending.cancel()
        for ack in self._waiting.values():
            if not ack.done():
                ack.set_exception(NoReply("connection_failed"))

    async def _send(self, frame: Payload) -> None:
        if self._is_silent:
            return
        try:
            await self._websocket.send_text(json.dumps(frame))
        except (RuntimeError, WebSocketDisconnect) as error:
            raise NoReply("connection_failed") from error

    def _take(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload"))
