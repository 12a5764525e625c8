"""The Events API's sender: three seconds to ack, three retries, the same event id each time."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from sandbox.endpoint import AppEndpoint
from sandbox.events import subscription_of
from sandbox.faults import Fault, Faults
from sandbox.payload import Payload
from sandbox.replies import NoReply, Reply, Retry
from sandbox.socket_mode import Cut
from sandbox.wire import Wire, WireEntry

SLACK_RETRY_DELAYS = (0.0, 60.0, 300.0)
CUTS: Mapping[str, Cut] = {"disconnect": "before_ack", "disconnect_after_ack": "after_ack"}
"""The faults that close a socket in the middle of an event."""


class EventDelivery:
    """Sends envelopes to the app, each in its own task, so that no order is promised (as in Slack).

    Args:
        endpoint: where the app listens.
        faults: what goes wrong on the way.
        wire: the log.
        retry_delays: seconds before each retry.
    """

    def __init__(
        self, endpoint: AppEndpoint, faults: Faults, wire: Wire, *, retry_delays: Sequence[float] = SLACK_RETRY_DELAYS
    ) -> None:
        self._endpoint = endpoint
        self._faults = faults
        self._wire = wire
        self._retry_delays = retry_delays
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Payload] = []

    @property
    def is_idle(self) -> bool:
        """Whether no delivery is under way, due for a retry, or held back by a fault."""
        return not self._tasks and not self._held

    def send(self, envelope: Payload) -> None:
        """Start the delivery of an envelope; call it on the server's loop."""
        fault = self._faults.strike("to_app", fault_names(envelope["event"]), envelope["event"])
        kind = fault.kind if fault is not None else None
        if kind == "reorder":
            self._held.append(envelope)
            return
        self._start(self._deliver(envelope, fault))
        if kind == "duplicate":
            self._start(self._deliver(envelope, None))
        held, self._held = self._held, []
        for each in held:
            self._start(self._deliver(each, None, after=0.05))

    async def close(self) -> None:
        """Give up every delivery that is not finished."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, envelope: Payload, fault: Fault | None, *, after: float = 0.0) -> None:
        delay = fault.seconds if fault is not None and fault.kind == "delay" else after
        await asyncio.sleep(delay)
        retry: Retry | None = None
        for number, pause in enumerate([*self._retry_delays, None], start=1):
            failure = await self._attempt(envelope, retry, fault)
            if failure is None or pause is None:
                return
            fault = None
            await asyncio.sleep(pause)
            retry = Retry(number, failure)

    async def _attempt(self, envelope: Payload, retry: Retry | None, fault: Fault | None) -> str | None:
        """Try once and return why Slack would try again, or None."""
        reply: Reply | None = None
        failure: str | None = None
        try:
            reply = await self._send(envelope, retry, fault)
        except NoReply as error:
            failure = error.reason
        else:
            if not 200 <= reply.status < 300:
                failure = None if reply.headers.get("x-slack-no-retry") == "1" else "http_error"
        self._wire.record(
            WireEntry(
                direction="to_app",
                kind=envelope["event"]["type"],
                request=envelope,
                answer=reply.body if reply is not None else None,
                status=reply.status if reply is not None else None,
                error=failure,
                headers=retry.headers() if retry is not None else {},
            )
        )
        return failure

    async def _send(self, envelope: Payload, retry: Retry | None, fault: Fault | None) -> Reply:
        kind = fault.kind if fault is not None else None
        if kind == "unreachable":
            raise NoReply("connection_failed")
        if kind == "silence":
            self._endpoint.sockets.silence()
        reply = await self._endpoint.send_event(envelope, retry, cut=CUTS.get(kind or ""))
        if kind == "drop_ack":
            raise NoReply("http_timeout")
        if fault is not None and kind == "http_status":
            return Reply(fault.status, {}, "")
        return reply


def fault_names(event: Payload) -> set[str]:
    """Return the names by which a fault may mean this event."""
    return {event["type"], subscription_of(event), event.get("subtype", event["type"])}
