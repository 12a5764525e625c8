"""The delivery worker: claims rows, hands them to a few threads, and sleeps until there is more to do."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import leases
from bot.delivery.attempt import Office
from bot.delivery.leases import Row
from bot.delivery.listening import Listener

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Tempo:
    """How a worker spends its time, in seconds but for `threads`.

    Args:
        threads: how many rows are sent at the same time.
        poll: how long it sleeps at most, whatever it hears: also how soon it notices that it should stop.
        longest_pause: how long it leaves a database alone that does not answer.
    """

    threads: int = 8
    poll: float = 0.5
    longest_pause: float = 5.0

    @property
    def in_hand(self) -> int:
        """How many rows it claims ahead: the threads never wait for a claim, and no lease waits long for a thread."""
        return 2 * self.threads


class Worker:
    """Drains the outbox until told to stop. Any number of them may run beside each other."""

    def __init__(
        self, office: Office, engine: Engine, tempo: Tempo | None = None, *, revive: Callable[[], None] | None = None
    ) -> None:
        """Make a worker; nothing starts yet.

        Args:
            office: what attempts work with.
            engine: has at least `threads` + 2 connections.
            tempo: how it spends its time.
            revive: starts an embedded database that died; called after a claim failed.
        """
        self.office = office
        self.engine = engine
        self.tempo = tempo or Tempo()
        self.revive = revive
        self._wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._alarms: set[float] = set()
        self._in_hand = 0
        self._lock = threading.Lock()
        self._claims_failed = 0

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then finish the rows in hand, claim nothing more, and return."""
        threads = ThreadPoolExecutor(self.tempo.threads, thread_name_prefix="outbox")
        with Listener(self.engine, self.wake, patience=min(self.tempo.poll, 1.0)), threads as pool:
            while not stop.is_set():
                self._turn(pool, stop)
        _log.info("worker.stopped")

    def wake(self) -> None:
        """Have the worker look for rows now."""
        self._wakes.put(None)

    def _turn(self, pool: ThreadPoolExecutor, stop: threading.Event) -> None:
        """Claim what there is and sleep until there may be more."""
        self._hush()
        room = self.tempo.in_hand - self._in_hand
        try:
            claimed = self._claim(room) if room else []
        except SQLAlchemyError as failure:
            self._sit_out(failure)
            return
        self._claims_failed = 0
        for row in claimed:
            with self._lock:
                self._in_hand += 1
            pool.submit(self._deliver, row, stop).add_done_callback(self._done)
        if not claimed or len(claimed) < room:
            self._sleep(self._time_to_alarm())

    def _claim(self, room: int) -> list[Row]:
        lease = self.office.rules.lease
        with self.office.sessions.begin() as session:
            rows = leases.claim_due(session, most=room, lease=lease)
            if len(rows) < room:
                rows += leases.claim_left_behind(session, most=room - len(rows), lease=lease)
        return rows

    def _deliver(self, row: Row, stop: threading.Event) -> None:
        if stop.is_set():
            self._give_back(row)
            return
        delay = self.office.deliver(row)
        if delay is not None:
            with self._lock:
                self._alarms.add(time.monotonic() + delay.total_seconds())

    def _give_back(self, row: Row) -> None:
        """Let another worker have a row that was claimed but not begun."""
        try:
            with self.office.sessions.begin() as session:
                in_doubt = row.is_doubtful
                leases.put_back(session, row, delay=timedelta(0), reason="stopped", in_doubt=in_doubt, counts=False)
        except (SQLAlchemyError, leases.LeaseLost) as failure:
            _log.info("worker.left_to_lease", row=row.id, error=type(failure).__name__)

    def _done(self, _future: Future[None]) -> None:
        with self._lock:
            self._in_hand -= 1
            has_idle_threads = self._in_hand < self.tempo.threads
        if has_idle_threads:
            self.wake()

    def _sit_out(self, failure: SQLAlchemyError) -> None:
        """Leave a database alone that does not answer, ever longer; have the embedded one started again."""
        self._claims_failed += 1
        pause = min(0.1 * 2 ** min(self._claims_failed, 10), self.tempo.longest_pause)
        _log.warning("worker.database_silent", error=type(failure).__name__, seconds=pause)
        if self.revive is not None:
            try:
                self.revive()
            except Exception as trouble:  # noqa: BLE001  (whatever keeps it down now may pass; the next turn tries again)
                _log.warning("worker.not_revived", error=type(trouble).__name__)
        time.sleep(pause)

    def _time_to_alarm(self) -> float:
        """Return how long to sleep: until the next row this worker put back is due, and no longer than the poll."""
        now = time.monotonic()
        with self._lock:
            next_alarm = min(self._alarms, default=now + self.tempo.poll)
            self._alarms = {alarm for alarm in self._alarms if alarm > now}
        return min(max(next_alarm - now, 0.0), self.tempo.poll)

    def _sleep(self, seconds: float) -> None:
        try:
            self._wakes.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return

    def _hush(self) -> None:
        """Forget the wakes so far: the claim that follows sees whatever they were for."""
        while not self._wakes.empty():
            self._wakes.get_nowait()
