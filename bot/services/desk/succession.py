"""Succession: who writes to a ticket that is closed gets a new one, in the same thread, that says which it follows.

Where its queue keeps its tickets private by now, the new one leaves a public thread as any other does: what is written
there afterwards is turned away (`private_talk`).
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Post
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.lifecycle import OPEN_STATUSES
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.origins import Origin
from bot.errors import ChangeRefused
from bot.services.desk import intake, intake_decisions, links, notices, queues, slack_time, statuses, tickets
from models.desk import Person, Queue, Side, Ticket, TicketSource, TicketStatus, Workspace


def continue_closed(
    session: Session, workspace: Workspace, ticket: Ticket, post: Post, *, author: Person, now: datetime
) -> Ticket | None:
    """Open the ticket that follows a closed one, from what its requester wrote in its thread.

    A resolved ticket that can be reopened no more is closed first, if the job has not done so yet. The new ticket is
    found by the thread from here on, so the next reply is one of its own.

    Args:
        session: an open transaction, which holds the thread's root.
        workspace: whose ticket.
        ticket: the ticket of the thread, locked.
        post: what was written there.
        author: who wrote it.
        now: the desk's time.

    Returns: the new ticket; None where there is no need for one: the old one is not closed, somebody else wrote, it
        was only thanks, or its queue takes no requests any more, which the requester is told.
    """
    if ticket.status in OPEN_STATUSES or author.id != ticket.requester_id or not statuses.is_to_be_read(post.words):
        return None
    _close_if_over(session, ticket, said_at=slack_time.desk_instant(session, post.ts), now=now)
    if ticket.status is not TicketStatus.CLOSED or intake.is_said(session, workspace.id, post):
        return None
    queue = session.get_one(Queue, ticket.queue_id, with_for_update=True, populate_existing=True)
    triage = queues.find_triage_channel(session, queue.id)
    if triage is None:
        notices.say(session, ThreadNotice.TICKET_IS_CLOSED, ticket, Side.REQUESTER, {"ticket_key": ticket.key})
        return None
    successor = tickets.open_ticket(
        session,
        queue,
        triage,
        Origin.of(post, said_at=slack_time.desk_instant(session, post.ts)),
        source=TicketSource.REPLY,
        requester=author,
        now=now,
    )
    _tie(session, workspace, ticket, successor, post, now=now)
    return successor


def _close_if_over(session: Session, ticket: Ticket, *, said_at: datetime, now: datetime) -> None:
    if tickets.is_over(session, ticket, now=said_at):
        with suppress(ChangeRefused):  # a guard holds it, so it stays resolved
            tickets.change_status(session, ticket, TicketStatus.CLOSED, actor=None, now=now)


def _tie(
    session: Session, workspace: Workspace, closed: Ticket, successor: Ticket, post: Post, *, now: datetime
) -> None:
    """Link the two tickets, say so in their thread, and keep why the reply became a ticket."""
    successor.replies_in_dm = successor.replies_in_dm or closed.replies_in_dm
    links.tie(session, closed, successor, now=now)
    intake_decisions.record(
        session,
        workspace.id,
        post.slack_channel_id,
        post.ts,
        IntakeRule.REPLY_TO_CLOSED,
        ticket_id=successor.id,
        details={"closed_key": closed.key},
        now=now,
    )
    facts = {"ticket_key": successor.key, "closed_key": closed.key}
    notices.say(session, ThreadNotice.TICKET_CONTINUES, successor, Side.REQUESTER, facts)
