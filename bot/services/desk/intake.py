"""Intake: what becomes a ticket, and in which queue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Post, Words
from bot.domain.desk.instants import instant_of
from bot.errors import NotFound
from bot.services.desk import people, queues, slack_time, tickets
from models.desk import Channel, ChannelRole, Person, Queue, Ticket, TicketSource, Workspace


def open_from_post(
    session: Session, workspace: Workspace, channel: Channel, post: Post, *, now: datetime
) -> Ticket | None:
    """Open the ticket that a top-level message in a request channel asks for; None when there is one already.

    Nothing older than the channel's start becomes a ticket. The queue's row lock orders the numbers.
    """
    if channel.role is not ChannelRole.REQUEST or not takes(channel, post.ts):
        return None
    queue = session.get_one(Queue, channel.queue_id, with_for_update=True, populate_existing=True)
    if _find_by_source(session, workspace.id, post) is not None:
        return None
    triage = queues.find_triage_channel(session, queue.id)
    if triage is None:
        raise NotFound(f"{queue.key} has lost its triage channel.")
    requester = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    return tickets.open_ticket(
        session,
        queue,
        triage,
        post.words,
        requester=requester,
        source=TicketSource.MESSAGE,
        origin=(post.slack_channel_id, post.ts),
        said_at=slack_time.desk_instant(session, post.ts),
        edited_ts=post.edited_ts,
        now=now,
    )


def open_from_form(
    session: Session,
    queue_id: int,
    *,
    title: str,
    words: Words,
    actor: Person,
    source: TicketSource = TicketSource.FORM,
    now: datetime,
) -> Ticket:
    """Open the ticket that somebody wrote in a form or a command; its conversation will be in their DM with the bot.

    Raises: NotFound, when the queue takes no requests any more.
    """
    chosen = select(Queue).where(Queue.workspace_id == actor.workspace_id, Queue.id == queue_id).with_for_update()
    queue = session.scalar(chosen.execution_options(populate_existing=True))
    triage = None if queue is None else queues.find_triage_channel(session, queue.id)
    if queue is None or triage is None:
        raise NotFound("That queue takes no requests any more. Please choose another.")
    return tickets.open_ticket(
        session, queue, triage, words, requester=actor, source=source, origin=None, title=title, said_at=now, now=now
    )


def takes(channel: Channel, ts: str) -> bool:
    """Return whether a message of this ts came after the channel began to take requests."""
    return channel.takes_requests_since is not None and instant_of(ts) >= channel.takes_requests_since


def _find_by_source(session: Session, workspace_id: int, post: Post) -> int | None:
    source = select(Ticket.id).where(
        Ticket.workspace_id == workspace_id,
        Ticket.origin_slack_channel_id == post.slack_channel_id,
        Ticket.origin_ts == post.ts,
    )
    return session.scalar(source)
