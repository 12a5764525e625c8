"""The scheduler's composition root: puts jobs, ticker and leadership together and runs until it is told to stop."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.desk.instants import Clock, system_clock
from bot.gateways.database import Sessions
from bot.services.billing import fresh_reads
from scheduler.job import Job
from scheduler.jobs.billing import closing, collecting, reading, trials
from scheduler.jobs.desk import following_up, reconciliation, upkeep, words
from scheduler.jobs.desk.reconciliation import ReadingPace
from scheduler.leadership import Leadership
from scheduler.ticker import Ticker

TICK: Final = timedelta(seconds=2)
UNHURRIED: Final = ReadingPace()

_log = structlog.stdlib.get_logger(__name__)


def desk_jobs(sessions: Sessions, clock: Clock, leadership: Leadership, pace: ReadingPace) -> list[Job]:
    """Return the desk's jobs and how often each runs."""

    def read_missed_messages() -> int:
        return reconciliation.read_missed_messages(
            sessions, system_clock, pace=pace, in_charge_since=leadership.held_since
        )

    return [
        Job("wake_snoozed", timedelta(seconds=2), partial(following_up.wake_snoozed, sessions, clock)),
        Job("remind_of_due", timedelta(seconds=10), partial(following_up.remind_of_due, sessions, clock)),
        Job("tell_due", timedelta(seconds=5), partial(following_up.tell_due, sessions, clock)),
        Job("remind_requesters", timedelta(seconds=30), partial(following_up.remind_requesters, sessions, clock)),
        Job("close_resolved", timedelta(seconds=30), partial(following_up.close_resolved, sessions, clock)),
        Job("ask_for_ratings", timedelta(seconds=30), partial(following_up.ask_for_ratings, sessions, clock)),
        Job("end_ratings", timedelta(minutes=1), partial(following_up.end_ratings, sessions, clock)),
        Job("free_expired_leases", timedelta(seconds=30), partial(upkeep.free_expired_leases, sessions, clock)),
        Job("read_missed_messages", pace.every, read_missed_messages),
        Job("look_at_channels", pace.members_every, partial(reconciliation.look_at_channels, sessions, clock)),
        Job("read_members", pace.members_every, partial(reconciliation.read_members, sessions, clock)),
        Job("repeat_parked_reads", timedelta(minutes=5), partial(upkeep.repeat_parked_reads, sessions, clock)),
        Job("fill_ticket_words", timedelta(minutes=1), partial(words.fill_ticket_words, sessions, clock)),
        Job("forget_deliveries", timedelta(minutes=10), partial(upkeep.forget_deliveries, sessions, system_clock)),
        Job("forget_parked_events", timedelta(hours=1), partial(upkeep.forget_parked_events, sessions, system_clock)),
        Job("forget_finished_rows", timedelta(minutes=10), partial(upkeep.forget_finished_rows, sessions, clock)),
        Job("forget_decisions", timedelta(hours=1), partial(upkeep.forget_decisions, sessions, clock)),
        Job("forget_notifications", timedelta(hours=1), partial(upkeep.forget_notifications, sessions, clock)),
        Job("forget_paces", timedelta(hours=1), partial(upkeep.forget_paces, sessions, clock)),
    ]


def billing_jobs(sessions: Sessions, clock: Clock) -> list[Job]:
    """Return the billing wing's jobs and how often each runs."""
    return [
        Job("close_ledgers", timedelta(seconds=10), partial(closing.close_ledgers, sessions, clock)),
        Job("read_before_rolls", fresh_reads.AHEAD, partial(reading.read_before_rolls, sessions, clock)),
        Job("collect_unpaid", timedelta(minutes=1), partial(collecting.collect_unpaid, sessions, clock)),
        Job("remind_of_trials", timedelta(minutes=10), partial(trials.remind_of_trials, sessions, clock)),
        Job("audit_ledgers", timedelta(days=1), partial(closing.audit_ledgers, sessions, clock)),
    ]


def run_scheduler(
    sessions: Sessions,
    engine: Engine,
    clock: Clock,
    *,
    stop: threading.Event,
    tick: timedelta = TICK,
    pace: ReadingPace = UNHURRIED,
    further_jobs: Sequence[Job] = (),
    revive: Callable[[], None] | None = None,
) -> None:
    """Do the desk's jobs, while this is the one scheduler in charge, until `stop` is set; then finish what is in hand.

    Args:
        sessions: open the jobs' transactions.
        engine: the same database, for the lock that says who is in charge.
        clock: the desk's time.
        stop: ends the scheduler.
        tick: how often to see whether we are (still) in charge.
        pace: how eagerly conversations are read again.
        further_jobs: done beside these.
        revive: called when the database does not answer; the embedded one can be started again.
    """
    leadership = Leadership(engine)
    jobs = [*desk_jobs(sessions, clock, leadership, pace), *billing_jobs(sessions, clock), *further_jobs]
    ticker = Ticker(jobs)
    watch = _Watch(leadership, ticker, revive)
    try:
        while not stop.is_set():
            watch.look()
            stop.wait(tick.total_seconds())
    finally:
        ticker.stop()
        leadership.give_up()
        _log.info("scheduler.stopped")


class _Watch:
    """Lets the ticker tick while we are in charge, and says in the log when that changes."""

    def __init__(self, leadership: Leadership, ticker: Ticker, revive: Callable[[], None] | None) -> None:
        self._leadership = leadership
        self._ticker = ticker
        self._revive = revive
        self._state = "starting"

    def look(self) -> None:
        """See whether we are in charge now."""
        try:
            is_in_charge = self._leadership.take_or_keep()
        except SQLAlchemyError:
            self._enter("without_database")
            self._try_to_revive()
        else:
            self._enter("in_charge" if is_in_charge else "standing_by")

    def _enter(self, state: str) -> None:
        if state == self._state:
            return
        if state == "in_charge":
            self._ticker.resume()
        else:
            self._ticker.pause()
        _log.info("scheduler.state", now=state, before=self._state)
        self._state = state

    def _try_to_revive(self) -> None:
        if self._revive is None:
            return
        try:
            self._revive()
        except Exception as error:  # noqa: BLE001 - the next tick tries again, whatever it was
            _log.warning("scheduler.database_not_revived", error=type(error).__qualname__)
