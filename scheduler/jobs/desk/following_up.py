"""Jobs that follow up: ends that stand, answers that did not come, times agents set, messages held back for people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.desk import closing, due_times, notifications, rating_asks, reconciliation, reminders, snoozing


class ListDue(Protocol):
    """Asks a workspace what is due."""

    def __call__(self, session: Session, workspace_id: int, /, *, now: datetime) -> Iterable[int]:
        """Return the ids of what is due."""


class Do(Protocol):
    """Does what is due for one of them, if it still is."""

    def __call__(self, session: Session, subject_id: int, /, *, now: datetime) -> int:
        """Return how much there was to do."""


def close_resolved(sessions: Sessions, clock: Clock) -> int:
    """Close the tickets whose time to be reopened is over, in a transaction each; return how many those were."""
    return _do_each(sessions, clock, closing.list_over_ids, closing.close_over)


def remind_requesters(sessions: Sessions, clock: Clock) -> int:
    """Remind the requesters who are waited for, in a transaction each; return how many tickets those were."""
    return _do_each(sessions, clock, reminders.list_due_ids, reminders.remind_requester)


def ask_for_ratings(sessions: Sessions, clock: Clock) -> int:
    """Ask requesters how good the help was, in a transaction each; return how many questions it was time for."""
    return _do_each(sessions, clock, rating_asks.list_due_ids, rating_asks.ask_due)


def end_ratings(sessions: Sessions, clock: Clock) -> int:
    """Let answers stand whose time to be changed is over, in a transaction each; return how many questions ended."""
    return _do_each(sessions, clock, rating_asks.list_over_ids, rating_asks.end_over)


def wake_snoozed(sessions: Sessions, clock: Clock) -> int:
    """Bring back the tickets whose snooze is over, in a transaction each; return how many those were."""
    return _do_each(sessions, clock, snoozing.list_due_ids, snoozing.wake_due)


def remind_of_due(sessions: Sessions, clock: Clock) -> int:
    """Remind the assignees of tickets that are due, in a transaction each; return how many tickets those were."""
    return _do_each(sessions, clock, due_times.list_due_ids, due_times.remind_of_due)


def tell_due(sessions: Sessions, clock: Clock) -> int:
    """Tell people what was gathered or held back for them, in a transaction each; return how many things it was."""
    return _do_each(sessions, clock, notifications.list_due_person_ids, notifications.tell_due)


def _do_each(sessions: Sessions, clock: Clock, list_due: ListDue, do: Do) -> int:
    now, done = clock(), 0
    with sessions.begin() as session:
        workspaces = reconciliation.list_workspace_ids(session)
        due = [each for workspace_id in workspaces for each in list_due(session, workspace_id, now=now)]
    for subject_id in due:
        with sessions.begin() as session:
            done += do(session, subject_id, now=now)
    return done
