"""The line to Slack in Socket Mode: one socket kept open, its envelopes handed to threads, acked when they are done.

The next socket is opened before the last one is closed, as soon as Slack announces an end or falls silent. What Slack
sent is acked on the socket it came down, after the work; what is not acked Slack sends again.
"""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeAlias

import structlog

from bot.errors import OutsideFailure, PermanentFailure, TransientFailure
from bot.gateways.slack_sockets import Envelope, SlackSocket, announces_end, read_envelope

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Ack:
    """That an envelope was taken, and what the sender is answered, if anything."""

    answer: Mapping[str, Any] | None = None


Take: TypeAlias = Callable[[Envelope], Ack | None]
"""Does an envelope's work in any thread; None, like an exception, says that it was not taken."""


class Opener(Protocol):
    """Where sockets come from."""

    def open(self) -> SlackSocket:
        """Return an open socket. Raises: OutsideFailure."""


@dataclass(frozen=True)
class Pauses:
    """How long to wait before the next socket; after one that lived, not at all.

    Attributes:
        first: after the second failure in a row; doubled with each further one.
        longest: the most.
        lived: a socket that was open this long did not fail.
    """

    first: timedelta = timedelta(seconds=0.5)
    longest: timedelta = timedelta(seconds=30)
    lived: timedelta = timedelta(seconds=10)

    def after(self, failures: int) -> timedelta:
        """Return the pause after that many failures in a row."""
        if failures <= 1:
            return timedelta(0)
        doubled: timedelta = self.first * 2.0 ** min(failures - 2, 16)
        return min(self.longest, doubled)


class SocketLine:
    """Keeps the line open.

    Args:
        slack: where sockets come from.
        take: does an envelope's work.
        threads: envelopes in hand at the same time.
        pauses: how long to wait before the next socket.
        grace: how long envelopes in hand may take when their socket is given up.
    """

    def __init__(
        self,
        slack: Opener,
        take: Take,
        *,
        threads: int = 8,
        pauses: Pauses | None = None,
        grace: timedelta = timedelta(seconds=25),
    ) -> None:
        self._slack = slack
        self._take = take
        self._threads = threads
        self._pauses = pauses or Pauses()
        self._grace = grace
        self._current: _Reading | None = None
        self._finishing: list[threading.Thread] = []

    @property
    def is_open(self) -> bool:
        """Whether envelopes can come."""
        return self._current is not None and not self._current.has_ended.is_set()

    def run(self, stop: threading.Event) -> None:
        """Keep the line open until `stop` is set; what is in hand by then is finished and acked.

        Raises:
            PermanentFailure: Slack did not take the token the first time. Later it is asked again and again.
        """
        with ThreadPoolExecutor(self._threads, "envelope") as pool:
            failures = 0
            while not stop.is_set():
                try:
                    following = self._slack.open()
                except OutsideFailure as failure:
                    failures += 1
                    self._wait(failure, failures, stop)
                    continue
                reading = _Reading(following, self._take, pool, stop)
                self._replace(reading)
                failures = 0 if self._outlives(reading, stop) else failures + 1
                stop.wait(self._pauses.after(failures).total_seconds())
            self._finish_all()

    def _wait(self, failure: OutsideFailure, failures: int, stop: threading.Event) -> None:
        if isinstance(failure, PermanentFailure) and self._current is None:
            raise failure
        pause = self._pauses.after(failures + 1)
        if isinstance(failure, TransientFailure) and failure.retry_after is not None:
            pause = max(pause, failure.retry_after)
        _log.warning("socket.not_opened", reason=str(failure), again_in_seconds=pause.total_seconds())
        stop.wait(pause.total_seconds())

    def _replace(self, following: "_Reading") -> None:
        last, self._current = self._current, following
        following.start()
        _log.info("socket.opened")
        if last is not None:
            self._finish(last)

    def _outlives(self, reading: "_Reading", stop: threading.Event) -> bool:
        """Wait for a socket's end, and return whether it had lived."""
        began_at = time.monotonic()
        while not stop.is_set() and not reading.has_ended.wait(0.1):
            pass
        return time.monotonic() - began_at >= self._pauses.lived.total_seconds()

    def _finish(self, reading: "_Reading") -> None:
        """Have a socket closed when nothing of it is in hand any more, without waiting for that."""
        finishing = threading.Thread(target=reading.finish, args=(self._grace,), name="socket-finish", daemon=True)
        finishing.start()
        self._finishing = [*(each for each in self._finishing if each.is_alive()), finishing]

    def _finish_all(self) -> None:
        if self._current is not None:
            self._finish(self._current)
        for finishing in self._finishing:
            finishing.join()


class _Reading:
    """One socket with the thread that reads it and the count of its envelopes in hand.

    `has_ended` is set when it closed or Slack announced that it will; until it closes, what comes is still taken, but
    nothing after `stop`.
    """

    def __init__(self, socket: SlackSocket, take: Take, pool: ThreadPoolExecutor, stop: threading.Event) -> None:
        self.has_ended = threading.Event()
        self._socket = socket
        self._take = take
        self._pool = pool
        self._stop = stop
        self._in_hand = 0
        self._is_finished = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="socket", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def finish(self, grace: timedelta) -> None:
        """Close the socket when nothing is in hand any more, at the latest after `grace`."""
        with self._changed:
            self._changed.wait_for(lambda: self._in_hand == 0, grace.total_seconds())
            self._is_finished = True
        self._socket.close()
        self._thread.join()

    def _read(self) -> None:
        for frame in self._socket.frames():
            if announces_end(frame):
                _log.info("socket.ending", reason=str(frame.get("reason")))
                self.has_ended.set()
            elif (envelope := read_envelope(frame)) is not None:
                self._hand_over(envelope)
        self.has_ended.set()

    def _hand_over(self, envelope: Envelope) -> None:
        with self._changed:
            if self._is_finished or self._stop.is_set():
                return  # not acked, so it comes again, on another socket
            self._in_hand += 1
        self._pool.submit(self._work, envelope)

    def _work(self, envelope: Envelope) -> None:
        try:
            ack = self._take(envelope)
            if ack is not None and not self._socket.ack(envelope, ack.answer):
                _log.info("socket.ack_too_late", kind=envelope.kind)
        except Exception as error:  # noqa: BLE001 - whatever it was, the envelope comes again
            _log.error("envelope.failed", kind=envelope.kind, error=type(error).__qualname__)
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()
