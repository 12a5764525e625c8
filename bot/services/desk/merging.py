"""Merging: one ticket closes and another goes on in its place. What its requester writes reaches the one that goes on.

Nobody sees the other's conversation for it: agents answer the requester of the ticket that goes on, and the other one's
requester is told so in their own thread, or follows it if the agent who merges says so.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.changes import StatusChange
from bot.domain.desk.happenings import TicketMerged
from bot.domain.desk.incoming import Post
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import CannotMerge, TicketMergedAway
from bot.services.desk import agents, audit, followers, guards, happenings, links, notices, outbox, people, tickets
from models.desk import AuditTag, Person, Queue, Side, Ticket, TicketStatus, Workspace


def merge_ticket(
    session: Session, ticket_id: int, into_key: str, *, adds_follower: bool, actor: Person, now: datetime
) -> Ticket:
    """Close a ticket because the one with this key goes on in its place; return that one.

    Args:
        session: an open transaction.
        ticket_id: the ticket that closes.
        into_key: the key of the ticket that goes on; both are in one queue.
        adds_follower: whether the requester of the first is to follow the second, and so see its public side.
        actor: an agent of their queue.
        now: the desk's time.

    Raises: AgentsOnly; TicketNotFound; TicketAlreadyClosed; CannotMerge, with what to do instead; ChangeRefused, from a
        guard.
    """
    wanted = links.find_other(session, into_key, actor=actor)
    _hold_in_order(session, ticket_id, wanted.id)
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    into = tickets.get_for_agent(session, wanted.id, actor=actor)
    _refuse_unlike(session, ticket, into)
    _close(session, ticket, into, actor=actor, now=now)
    audit.record(
        session,
        AuditTag.TICKET_MERGED,
        workspace_id=into.workspace_id,
        actor=actor,
        ticket_id=into.id,
        details={"merged": [None, ticket.key]},
        now=now,
    )
    if adds_follower and ticket.requester_id != into.requester_id:
        requester = session.get_one(Person, ticket.requester_id)
        followers.add_follower(session, into, requester, actor=actor, now=now)
    happenings.announce(session, TicketMerged(actor, ticket, into), now=now)
    return into


def get_survivor(session: Session, ticket: Ticket) -> Ticket:
    """Return the ticket that goes on in place of this one, locked; the ticket itself when it was not merged."""
    while ticket.merged_into_id is not None:
        held = select(Ticket).where(Ticket.workspace_id == ticket.workspace_id, Ticket.id == ticket.merged_into_id)
        ticket = session.scalars(held.with_for_update().execution_options(populate_existing=True)).one()
    return ticket


def show_merge(session: Session, happening: TicketMerged, *, now: datetime) -> None:
    """Say in both tickets' threads what became of them, and draw both cards."""
    ticket, into = happening.ticket, happening.into
    facts = {"ticket_key": ticket.key, "into_key": into.key}
    is_theirs = ticket.requester_id == into.requester_id
    told = ThreadNotice.MERGED_INTO_OWN if is_theirs else ThreadNotice.MERGED_INTO_OTHER
    notices.say(session, told, ticket, Side.REQUESTER, facts)
    notices.say(session, ThreadNotice.WAS_MERGED, into, Side.TRIAGE, facts)
    notices.redraw_card(session, ticket)
    notices.redraw_card(session, into)


def turn_away(session: Session, workspace: Workspace, ticket: Ticket, post: Post, *, now: datetime) -> bool:
    """Tell an agent who wrote in the card's thread of a merged ticket where to write; return whether it was one."""
    if ticket.merged_into_id is None:
        return False
    writer = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    if agents.can_be_agent(writer):
        text = str(TicketMergedAway(ticket.key, get_survivor(session, ticket).key))
        outbox.enqueue(
            session,
            OutboxKind.TELL_PERSON,
            workspace_id=workspace.id,
            lane=outbox.person_lane(writer.id),
            subject_id=writer.id,
            payload={"slack_channel_id": post.slack_channel_id, "text": text},
        )
    return True


def _close(session: Session, ticket: Ticket, into: Ticket, *, actor: Person, now: datetime) -> None:
    """Close a ticket as merged: the two belong together, so nothing is written in between."""
    with session.no_autoflush:
        guards.ask(session, StatusChange(ticket, TicketStatus.CLOSED, actor), now=now)
        ticket.merged_into_id = into.id
        tickets.change_status(session, ticket, TicketStatus.CLOSED, actor=actor, now=now)


def _hold_in_order(session: Session, *ticket_ids: int) -> None:
    """Lock tickets in the order of their ids, so that two merges of the same tickets wait for each other."""
    session.execute(select(Ticket.id).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id).with_for_update())


def _refuse_unlike(session: Session, ticket: Ticket, into: Ticket) -> None:
    if ticket.id == into.id:
        raise CannotMerge(f"{ticket.key} cannot be merged into itself. Please type another ticket's key.")
    tickets.refuse_closed(ticket)
    if into.status is TicketStatus.CLOSED:
        raise CannotMerge(f"{into.key} is closed, so nothing can go on in it. Please choose an open ticket.")
    if ticket.queue_id != into.queue_id:
        queue = session.get_one(Queue, into.queue_id)
        raise CannotMerge(f"{into.key} is in another queue. Move {ticket.key} to {queue.name} first, then merge.")
