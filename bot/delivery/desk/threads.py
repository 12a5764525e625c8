"""Where a ticket's messages go: read from the database when they are sent, never from the row."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.delivery.kinds import Drop, Hold, Park, Wait
from bot.services.desk import channels, former_places, pauses, postings
from models.desk import ChannelRole, Side, Ticket


@dataclass(frozen=True)
class Thread:
    """A thread in Slack, by its root message."""

    slack_channel_id: str
    root_ts: str


def find_thread(session: Session, ticket: Ticket, side: Side) -> Thread | Wait | Hold | Park:
    """Return one side's thread of a ticket, or why nothing can be posted there (yet)."""
    if side is Side.TRIAGE:
        obstacle = find_triage_obstacle(session, ticket)
        if obstacle is not None:
            return obstacle
    slack_channel_id, root_ts = {
        Side.TRIAGE: (ticket.triage_slack_channel_id, ticket.card_ts),
        Side.REQUESTER: (ticket.requester_slack_channel_id, ticket.requester_thread_ts),
    }[side]
    if slack_channel_id is not None and root_ts is not None:
        return Thread(slack_channel_id, root_ts)
    if postings.is_root_coming(session, ticket, side):
        return Wait("the root of its thread is on its way")
    return Park(postings.ROOT_MISSING)


def find_former_thread(session: Session, ticket: Ticket, queue_id: int) -> Thread | Hold | Drop:
    """Return the thread in which the agents of a queue had a ticket that left them, or why nothing goes there (yet)."""
    former = former_places.find_newest_in(session, ticket, queue_id)
    channel = None if former is None else channels.find_channel(session, ticket.workspace_id, former.slack_channel_id)
    if former is None or channel is None or channel.role is not ChannelRole.TRIAGE or channel.queue_id != queue_id:
        return Drop("its team has no thread of it any more")
    pause = find_pause(session, ticket.workspace_id, former.slack_channel_id)
    return pause or Thread(former.slack_channel_id, str(former.card_ts))


def find_triage_obstacle(session: Session, ticket: Ticket) -> Hold | Park | None:
    """Return why a ticket's triage channel may not be written to, or None: what agents see stays among agents."""
    channel = channels.find_channel(session, ticket.workspace_id, ticket.triage_slack_channel_id)
    if channel is None or channel.role is not ChannelRole.TRIAGE or channel.queue_id != ticket.queue_id:
        return Park("its channel is no longer the triage channel of the ticket's queue")
    if channel.paused_at is None and not channel.is_shared:
        return None
    return find_pause(session, ticket.workspace_id, channel.slack_channel_id)


def find_pause(session: Session, workspace_id: int, slack_channel_id: str) -> Hold | None:
    """Return why what goes to a channel has to wait, or None. A pause that is found does not end before we do."""
    reason = pauses.find_reason(session, workspace_id, slack_channel_id)
    return None if reason is None else Hold(reason)
