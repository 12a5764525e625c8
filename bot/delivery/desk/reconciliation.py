"""Reading conversations again after an outage, and handing what was missed to the door that live events come through.

Each message is handed over in a transaction of its own, before the one that finishes the row: a long read holds no
queue up, and an end at any moment costs a repeated read and nothing else, for a message received twice is one message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery.kinds import THREAD_GONE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.characters import keepable
from bot.domain.desk.instants import Clock, instant_of, system_clock
from bot.domain.desk.missed import Stretch, has_replies, missed_events
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.services.desk import conversations, reconciliation
from models.desk import Workspace

SETTLE: Final = timedelta(minutes=2)
"""How long an event may take to arrive by itself; what is younger is not read."""

EventShaped = Mapping[str, Any]


def reconciliation_deliverers(
    sessions: Sessions, clock: Clock, *, real_clock: Clock = system_clock, settle: timedelta = SETTLE
) -> list[Deliverer]:
    """Return the deliverers of the rows that read what was missed.

    Args:
        sessions: open the transactions in which messages are received; they carry the subscribers.
        clock: the desk's time, for what is recorded.
        real_clock: real time, which is what Slack's `ts` are in.
        settle: how long an event may take to arrive by itself; what is younger is not read.
    """
    office = MissedReading(sessions, clock, real_clock, settle)
    nothing_is_final: frozenset[str] = frozenset()
    return [
        Deliverer(OutboxKind.FETCH_HISTORY, office.prepare_history, nothing_is_final),
        Deliverer(OutboxKind.FETCH_THREADS, office.prepare_threads, nothing_is_final),
    ]


@dataclass(frozen=True)
class MissedReading:
    """Reads what was missed. The arguments are those of `reconciliation_deliverers`."""

    sessions: Sessions
    clock: Clock
    real_clock: Clock
    settle: timedelta

    def prepare_history(self, session: Session, row: Row, *, now: datetime) -> Step:
        """Read the top level of a request channel, up to a day of it at a time."""
        del now  # the desk's time, which a demo moves; Slack's is compared here
        channel_id, settled = _subject_of(row), self.real_clock() - self.settle
        stretch = reconciliation.plan_history(session, channel_id, settled=settled)
        if stretch is None:
            return Drop("the channel was read already, or takes no requests any more")

        def ask(slack: SlackPort) -> list[str]:
            return self._read_history(slack, row.workspace_id, stretch)

        def record(session: Session, answered: list[str]) -> None:
            for root_ts in answered:
                reconciliation.read_threads_of(session, row.workspace_id, stretch.slack_channel_id, root_ts)
            read_to = instant_of(stretch.before)
            reconciliation.record_history_read(session, channel_id, read_to=read_to, settled=settled)

        return Call(ask, record)

    def prepare_threads(self, session: Session, row: Row, *, now: datetime) -> Step:
        """Read both threads of a ticket that is not closed."""
        del now  # as in prepare_history
        ticket_id, settled = _subject_of(row), self.real_clock() - self.settle
        threads = reconciliation.plan_threads(session, ticket_id, settled=settled)
        if threads is None:
            return Drop("the ticket is closed")

        def ask(slack: SlackPort) -> None:
            events = [event for thread in threads for event in self._missed_in_thread(slack, ticket_id, thread)]
            self._receive(row.workspace_id, sorted(events, key=lambda event: instant_of(event["ts"])))

        def record(session: Session, _answer: None) -> None:
            reconciliation.record_threads_read(session, ticket_id, read_at=settled)

        return Call(ask, record)

    def _read_history(self, slack: SlackPort, workspace_id: int, stretch: Stretch) -> list[str]:
        """Receive what was missed in a stretch; return the ts of messages in it that were answered already."""
        read = slack.read_history(stretch.slack_channel_id, after=stretch.after, before=stretch.before)
        with self.sessions.begin() as session:
            received = reconciliation.list_received_openings(session, workspace_id, stretch)
        events = missed_events(stretch, read, received)
        self._receive(workspace_id, events)
        return [event["ts"] for event in events if has_replies(event)]

    def _missed_in_thread(
        self, slack: SlackPort, ticket_id: int, thread: reconciliation.Thread
    ) -> list[dict[str, Any]]:
        stretch = thread.stretch
        try:
            read = slack.read_thread(
                stretch.slack_channel_id, thread.root_ts, after=stretch.after, before=stretch.before
            )
        except PermanentFailure as failure:
            if failure.code in THREAD_GONE:
                return []
            raise
        with self.sessions.begin() as session:
            received = reconciliation.list_received_replies(session, ticket_id, thread)
        return missed_events(stretch, read, received)

    def _receive(self, workspace_id: int, events: Sequence[EventShaped]) -> None:
        """Hand over every event, even when one of them fails; then raise what the first failure was."""
        failures: list[Exception] = []
        for event in events:
            try:
                with self.sessions.begin() as session:
                    workspace = session.get_one(Workspace, workspace_id)
                    conversations.receive_message(session, workspace, keepable(event), late=True, now=self.clock())
            except OperationalError:
                raise
            except Exception as failure:  # noqa: BLE001 - one message we cannot handle must not hide the later ones
                failures.append(failure)
        if failures:
            raise failures[0]


def _subject_of(row: Row) -> int:
    if row.subject_id is None:
        raise ValueError("a read without a subject")
    return row.subject_id
