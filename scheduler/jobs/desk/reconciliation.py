"""Jobs that have Slack's conversations read again, so that an outage loses nothing. The reads go through the outbox."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.desk import channel_looks, members, reconciliation


@dataclass(frozen=True)
class ReadingPace:
    """How eagerly conversations are read again.

    Slack allows about 50 calls a minute of each method; a channel costs one or more of `conversations.history`, a
    ticket two of `conversations.replies`, which the worker's look-ups need as well.

    Attributes:
        every: how often the job looks.
        channels: the most channel reads that wait at any time, for each workspace.
        tickets: the same for tickets.
        channel_age: a channel's history is read again after this long.
        ticket_age: a ticket's threads are read again after this long.
        members_every: how often the members of the triage channels are read, and what channels are.
    """

    every: timedelta = timedelta(minutes=1)
    channels: int = 30
    tickets: int = 20
    channel_age: timedelta = timedelta(minutes=10)
    ticket_age: timedelta = timedelta(hours=1)
    members_every: timedelta = timedelta(hours=1)

    def scaled(self, factor: float) -> "ReadingPace":
        """Return the same pace with all times multiplied by `factor` (0.01 is a hundred times as often)."""
        return replace(
            self,
            every=self.every * factor,
            channel_age=self.channel_age * factor,
            ticket_age=self.ticket_age * factor,
            members_every=self.members_every * factor,
        )


def read_missed_messages(
    sessions: Sessions, real_clock: Clock, *, pace: ReadingPace, in_charge_since: datetime | None
) -> int:
    """Have the conversations read that were not read for longest, and every one not read since we took charge.

    Taking charge may be the end of an outage: until each conversation was read once, its age does not matter.
    """
    now = real_clock()
    started = in_charge_since or now
    queued = 0
    with sessions.begin() as session:
        for workspace_id in reconciliation.list_workspace_ids(session):
            queued += reconciliation.queue_history_reads(
                session, workspace_id, read_before=max(started, now - pace.channel_age), limit=pace.channels
            )
            queued += reconciliation.queue_thread_reads(
                session, workspace_id, read_before=max(started, now - pace.ticket_age), limit=pace.tickets
            )
    return queued


def look_at_channels(sessions: Sessions, _clock: Clock) -> int:
    """Have every channel looked at that plays a role: Slack does not say when a channel becomes public."""
    with sessions.begin() as session:
        return sum(
            channel_looks.ask_about_all(session, workspace_id)
            for workspace_id in reconciliation.list_workspace_ids(session)
        )


def read_members(sessions: Sessions, _clock: Clock) -> int:
    """Have the members of every triage channel read: who is in there is who may work the tickets."""
    with sessions.begin() as session:
        return sum(
            members.ask_about_all(session, workspace_id) for workspace_id in reconciliation.list_workspace_ids(session)
        )
