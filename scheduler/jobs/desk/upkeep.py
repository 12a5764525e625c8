"""Jobs that tidy up, in batches of a transaction each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.desk import upkeep

DELIVERIES_KEPT: Final = timedelta(days=1)
PARKED_EVENTS_KEPT: Final = timedelta(days=1)
DECISIONS_KEPT: Final = timedelta(days=30)
FINISHED_ROWS_KEPT: Final = timedelta(days=7)
NOTIFICATIONS_KEPT: Final = timedelta(days=30)
PACES_KEPT: Final = timedelta(hours=1)
READS_REST: Final = timedelta(hours=1)


def free_expired_leases(sessions: Sessions, _clock: Clock) -> int:
    """Give rows whose worker did not come back to other workers. The database's own clock decides."""
    return _in_batches(sessions, upkeep.free_expired_leases)


def repeat_parked_reads(sessions: Sessions, _clock: Clock) -> int:
    """Try reads again that were given up an hour ago."""
    return _in_batches(sessions, lambda session: upkeep.repeat_parked_reads(session, parked_for=READS_REST))


def forget_deliveries(sessions: Sessions, real_clock: Clock) -> int:
    """Delete the claims of deliveries that Slack, whose time is real, will not repeat any more."""
    seen_before = real_clock() - DELIVERIES_KEPT
    return _in_batches(sessions, lambda session: upkeep.forget_deliveries(session, seen_before=seen_before))


def forget_parked_events(sessions: Sessions, real_clock: Clock) -> int:
    """Delete events whose cause never came, and Slack, whose time is real, will not tell of it any more."""
    parked_before = real_clock() - PARKED_EVENTS_KEPT
    return _in_batches(sessions, lambda session: upkeep.forget_parked_events(session, parked_before=parked_before))


def forget_finished_rows(sessions: Sessions, _clock: Clock) -> int:
    """Delete outbox rows that were sent or dropped a week ago."""
    return _in_batches(sessions, lambda session: upkeep.forget_finished_rows(session, kept_for=FINISHED_ROWS_KEPT))


def forget_decisions(sessions: Sessions, clock: Clock) -> int:
    """Delete why messages became no ticket, thirty days after that was decided."""
    decided_before = clock() - DECISIONS_KEPT
    return _in_batches(sessions, lambda session: upkeep.forget_decisions(session, decided_before=decided_before))


def forget_notifications(sessions: Sessions, clock: Clock) -> int:
    """Delete what people were told a month ago: nobody will be told of the same again."""
    told_before = clock() - NOTIFICATIONS_KEPT
    return _in_batches(sessions, lambda session: upkeep.forget_notifications(session, told_before=told_before))


def forget_paces(sessions: Sessions, _clock: Clock) -> int:
    """Delete the pace of channels that nothing was posted to lately."""
    return _in_batches(sessions, lambda session: upkeep.forget_paces(session, idle_for=PACES_KEPT))


def _in_batches(sessions: Sessions, tidy: Callable[[Session], int]) -> int:
    """Repeat `tidy`, a transaction each time, until a batch is not full; return how many rows that were."""
    total = 0
    while True:
        with sessions.begin() as session:
            count = tidy(session)
        total += count
        if count < upkeep.BATCH:
            return total
