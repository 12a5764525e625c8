"""Backfill: a message that stands in Slack becomes a ticket, and the thread it is in comes with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Event, Post, read_posts
from bot.domain.desk.intake_rules import IntakeRule
from bot.errors import Refusal, TicketNotFound
from bot.services.desk import conversations, intake, parking, people, ticket_lists
from bot.services.desk.thread_fetches import Wish
from models.desk import Message, Person, Ticket, TicketStatus, Workspace

NOT_A_PERSON = "I can make a ticket only of what a person wrote. Type `/desk new` to ask in your own words."
UNREADABLE = (
    "I cannot read that message: it is gone, too old, or in a conversation I am not in. "
    "Invite me there with `/invite`, or type `/desk new`."
)


def fulfil(session: Session, wish: Wish, thread: Sequence[Event] | None, *, now: datetime) -> None:
    """Make a message and its thread a ticket, as they were read from Slack, or tell who asked why not.

    Args:
        session: an open transaction.
        wish: what was asked, by whom.
        thread: the whole thread as Slack has it, the root first; None when it could not be read.
        now: the desk's time.
    """
    asker = session.get_one(Person, wish.asker_id)
    if thread is None:
        people.show(session, asker, UNREADABLE, slack_channel_id=None)
        return
    try:
        ticket = _open(session, wish, thread, asker, now=now)
    except Refusal as refusal:
        people.show(session, asker, str(refusal), slack_channel_id=wish.slack_channel_id)
        return
    if ticket is None:
        root_ts = thread[0]["ts"]
        known = find_ticket(session, asker.workspace_id, wish.slack_channel_id, wish.ts, root_ts)
        if known is not None:
            tell_of_ticket(session, known, asker, slack_channel_id=wish.slack_channel_id)


def find_ticket(session: Session, workspace_id: int, slack_channel_id: str, *tss: str) -> Ticket | None:
    """Return the newest ticket one of these messages belongs to: said in it, copied from it, or the root of it.

    Where that one was merged, the ticket that goes on.
    """
    said = select(Message.ticket_id).where(
        Message.workspace_id == workspace_id, Message.slack_channel_id == slack_channel_id, Message.ts.in_(tss)
    )
    copied = select(Message.ticket_id).where(
        Message.workspace_id == workspace_id,
        Message.copy_slack_channel_id == slack_channel_id,
        Message.copy_ts.in_(tss),
    )
    begun = select(Ticket.id).where(
        Ticket.workspace_id == workspace_id,
        Ticket.origin_slack_channel_id == slack_channel_id,
        Ticket.origin_ts.in_(tss),
    )
    rooted = select(Ticket.id).where(
        Ticket.workspace_id == workspace_id,
        Ticket.requester_slack_channel_id == slack_channel_id,
        Ticket.requester_thread_ts.in_(tss),
    )
    found = union_all(said, copied, begun, rooted).subquery()
    ticket_id = session.scalar(select(func.max(found.c.ticket_id)))
    ticket = None if ticket_id is None else session.get_one(Ticket, ticket_id)
    while ticket is not None and ticket.merged_into_id is not None:
        ticket = session.get_one(Ticket, ticket.merged_into_id)
    return ticket


def describe(session: Session, ticket: Ticket, *, reader: Person) -> str:
    """Return what to say to somebody who wants a ticket of what has one: which it is, if they may see it."""
    try:
        ticket_lists.get_visible(session, ticket.key, reader=reader)
    except TicketNotFound:
        return "This thread has its ticket already."
    if ticket.status is TicketStatus.CLOSED:
        return f"This thread had its ticket, {ticket.key}, which is closed. Please post a new message instead."
    return f"This thread has its ticket already: {ticket.key}."


def tell_of_ticket(session: Session, ticket: Ticket, asker: Person, *, slack_channel_id: str) -> None:
    """Tell somebody that what they asked for is a ticket already."""
    people.show(session, asker, describe(session, ticket, reader=asker), slack_channel_id=slack_channel_id)


def _open(session: Session, wish: Wish, thread: Sequence[Event], asker: Person, *, now: datetime) -> Ticket | None:
    """Open the ticket; None when there is one. Raises: Refusal, when no person wrote it; NotFound, from intake."""
    opening, others = _read(wish, thread)
    workspace = session.get_one(Workspace, asker.workspace_id)
    for message in thread:  # before the queue is locked, and the root first, as for a reply
        parking.hold(session, workspace.id, wish.slack_channel_id, message["ts"])
    ticket = intake.open_from_message(
        session,
        workspace,
        wish.queue_id,
        opening,
        source=wish.source,
        filed_by=asker,
        rule=IntakeRule(wish.source.value),
        requester=None if wish.requester_id is None else session.get_one(Person, wish.requester_id),
        title=_title_by_hand(workspace, wish, (opening, *others)),
        now=now,
    )
    if ticket is not None:
        conversations.add_thread(session, workspace, ticket, opening, others, now=now)
    return ticket


def _read(wish: Wish, thread: Sequence[Event]) -> tuple[Post, Sequence[Post]]:
    """Return what opens the ticket and what else people wrote in the thread.

    The root opens it; where an app wrote that, the message that was asked about. Raises: Refusal, when no person did.
    """
    posts = read_posts(wish.slack_channel_id, thread)
    asked = next((post for post in posts if post.ts == wish.ts), None)
    if asked is None:
        raise Refusal(NOT_A_PERSON)
    opening = posts[0] if posts[0].thread_ts is None else asked
    return opening, [post for post in posts if post is not opening]


def _title_by_hand(workspace: Workspace, wish: Wish, posts: Sequence[Post]) -> str | None:
    """Return the title that was asked for; None when it is only what the form proposed."""
    proposed = [intake.title_of(workspace, post.words) for post in posts if post.ts == wish.ts]
    return None if wish.title in proposed else wish.title
