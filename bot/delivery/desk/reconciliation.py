"""Reading conversations again after an outage, and handing what was missed to the door that live events come through.

Every message is handed over in a transaction of its own and is harmless twice; the mark of how far a conversation was
read moves only after all of them, so an end at any moment costs a repeated read and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from sqlalchemy.exc import OperationalError

from bot.domain.desk.instants import Clock, instant_of, system_clock
from bot.domain.desk.missed import Stretch, has_replies, missed_events
from bot.errors import PermanentFailure
from bot.gateways.database import Sessions
from bot.services.desk import conversations, reconciliation
from models.desk import Channel, Side, Ticket, Workspace

SETTLE: Final = timedelta(minutes=2)
"""How long an event may take to arrive by itself; what is younger is not read."""

THREAD_GONE: Final = frozenset({"thread_not_found", "message_not_found"})


class Conversations(Protocol):
    """What is asked of Slack here; a part of `SlackPort`."""

    def read_history(self, slack_channel_id: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a channel's top-level messages with after < ts < before, oldest first."""

    def read_thread(self, slack_channel_id: str, thread_ts: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a thread's replies with after < ts < before, oldest first, root left out."""


@dataclass(frozen=True)
class MissedReader:
    """Reads what was missed.

    Attributes:
        sessions: open the transactions; they carry the subscribers of what is announced.
        slack: where the conversations are.
        clock: the desk's time, for what is recorded.
        real_clock: real time, which is what Slack's `ts` are in.
        settle: how long an event may take to arrive by itself; what is younger is not read.
    """

    sessions: Sessions
    slack: Conversations
    clock: Clock
    real_clock: Clock = system_clock
    settle: timedelta = SETTLE

    def read_history(self, channel_id: int) -> None:
        """Receive what was missed at the top level of a request channel, and move its mark.

        Raises:
            TransientFailure: Slack did not answer; the mark stays.
            PermanentFailure: the channel cannot be read; the mark stays.
        """
        settled = self.real_clock() - self.settle
        with self.sessions.begin() as session:
            stretch = reconciliation.plan_history(session, channel_id, settled=settled)
            if stretch is None:
                return
            workspace_id = session.get_one(Channel, channel_id).workspace_id
        read = self.slack.read_history(stretch.slack_channel_id, after=stretch.after, before=stretch.before)
        with self.sessions.begin() as session:
            received = reconciliation.list_received_openings(session, workspace_id, stretch)
        events = missed_events(stretch, read, received)
        self._receive(workspace_id, events)
        self._read_threads_of(workspace_id, stretch, [event["ts"] for event in events if has_replies(event)])
        with self.sessions.begin() as session:
            read_to = instant_of(stretch.before)
            reconciliation.record_history_read(session, channel_id, read_to=read_to, settled=settled)

    def read_threads(self, ticket_id: int) -> None:
        """Receive what was missed in both threads of a ticket, and move its mark. Raises as `read_history` does."""
        settled = self.real_clock() - self.settle
        with self.sessions.begin() as session:
            threads = reconciliation.plan_threads(session, ticket_id, settled=settled)
            if not threads:
                return
            workspace_id = session.get_one(Ticket, ticket_id).workspace_id
        events: list[dict[str, Any]] = []
        for side, stretch in threads:
            events += self._missed_in_thread(ticket_id, side, stretch)
        self._receive(workspace_id, sorted(events, key=lambda event: instant_of(event["ts"])))
        with self.sessions.begin() as session:
            reconciliation.record_threads_read(session, ticket_id, read_at=settled)

    def _missed_in_thread(self, ticket_id: int, side: Side, stretch: Stretch) -> list[dict[str, Any]]:
        root = stretch.thread_ts or stretch.after
        try:
            read = self.slack.read_thread(stretch.slack_channel_id, root, after=stretch.after, before=stretch.before)
        except PermanentFailure as failure:
            if failure.code in THREAD_GONE:
                return []
            raise
        with self.sessions.begin() as session:
            received = reconciliation.list_received_replies(session, ticket_id, side, stretch)
        return missed_events(stretch, read, received)

    def _receive(self, workspace_id: int, events: Sequence[Mapping[str, Any]]) -> None:
        """Hand over every event, even when one of them fails; then raise what the first failure was."""
        failures: list[Exception] = []
        for event in events:
            try:
                with self.sessions.begin() as session:
                    workspace = session.get_one(Workspace, workspace_id)
                    conversations.receive_message(session, workspace, event, late=True, now=self.clock())
            except OperationalError:
                raise
            except Exception as failure:  # noqa: BLE001 - one message we cannot handle must not hide the later ones
                failures.append(failure)
        if failures:
            raise failures[0]

    def _read_threads_of(self, workspace_id: int, stretch: Stretch, root_tss: Sequence[str]) -> None:
        """Have the threads of new tickets read soon: people have answered there already."""
        for root_ts in root_tss:
            with self.sessions.begin() as session:
                reconciliation.read_threads_of(session, workspace_id, stretch.slack_channel_id, root_ts)
