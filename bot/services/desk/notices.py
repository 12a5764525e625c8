"""What the desk says and shows because of what happened: cards, confirmations, copies, notices.

Each function hears one happening; `bot.composition` lists them in order.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle, rich_text
from bot.domain.desk.happenings import (
    MessageAdded,
    MessageChanged,
    NoteMarkedPublic,
    ReplyHeld,
    ReplyTakenBack,
    ReplyWithdrawn,
    TicketAssigned,
    TicketCreated,
    TicketDetailsChanged,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.incoming import Words
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.thread_words import ORDER_MARK
from bot.domain.desk.triage_marks import PUBLIC_MARK
from bot.services.desk import former_places, held_replies, outbox, people, triage_talk
from models.desk import Message, MessageKind, Person, Queue, Side, Ticket, TicketSource, TicketStatus, Workspace

TicketChanged = TicketAssigned | TicketPriorityChanged | TicketStatusChanged | TicketDetailsChanged


def show_new_ticket(session: Session, happening: TicketCreated, *, now: datetime) -> None:
    """Put the card in the triage channel, and answer the requester in their thread or their DM."""
    ticket = happening.ticket
    requester = session.get_one(Person, ticket.requester_id)
    people.read_profile_first(session, requester, lane=outbox.ticket_lane(ticket.id, Side.TRIAGE))
    _read_mentioned_first(session, happening.opening, to=Side.TRIAGE, now=now)
    redraw_card(session, ticket)
    if ticket.source is TicketSource.REPLY and ticket.requester_thread_ts is not None:
        return  # `succession` says there which ticket it follows
    kind = OutboxKind.POST_OPENING if ticket.requester_thread_ts is None else OutboxKind.POST_CONFIRMATION
    queue = session.get_one(Queue, ticket.queue_id)
    _enqueue(session, kind, ticket, Side.REQUESTER, {"ticket_key": ticket.key, "queue_name": queue.name})


def show_change(session: Session, happening: TicketChanged, *, now: datetime) -> None:
    """Draw the card again."""
    redraw_card(session, happening.ticket)


def tell_of_status(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Tell the requester that their ticket was resolved or closed; later the notice follows what becomes of that.

    Agents are told when it was the requester who reopened it. What only takes back a change is told nobody.
    """
    ticket, actor = happening.ticket, happening.actor
    name = None if actor is None else people.facts_of(actor).name
    was_resolved = happening.previous is TicketStatus.RESOLVED
    if was_resolved or happening.is_undo:
        _refresh(session, OutboxKind.REFRESH_RESOLUTION_NOTICE, ticket.id, ticket, Side.REQUESTER)
    elif ticket.status is TicketStatus.RESOLVED:
        payload = {"ticket_key": ticket.key, "resolver_name": name}
        _enqueue(session, OutboxKind.POST_RESOLUTION_NOTICE, ticket, Side.REQUESTER, payload)
    elif ticket.status is TicketStatus.CLOSED and ticket.merged_into_id is None:  # `merging` says that itself
        facts = {"ticket_key": ticket.key, "name": name or people.NAMELESS}
        say(session, ThreadNotice.TICKET_CLOSED, ticket, Side.REQUESTER, facts)
    if was_resolved and ticket.status in lifecycle.OPEN_STATUSES and name and ticket.requester_id == _id_of(actor):
        facts = {"ticket_key": ticket.key, "name": name}
        say(session, ThreadNotice.TICKET_REOPENED, ticket, Side.TRIAGE, facts)


def copy_reply(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Send a reply to the other side. A private note goes nowhere."""
    ticket, message = happening.ticket, happening.message
    if message.kind is not MessageKind.REPLY or happening.has_left:
        return
    if not happening.is_backfilled:
        _warn_of_mark(session, ticket, message)
    _send_copy(session, ticket, message, delay=timedelta(0), now=now)


def hold_reply(session: Session, happening: ReplyHeld, *, now: datetime) -> None:
    """Have a reply sent a little later, and meanwhile let who wrote it take it back."""
    ticket, message = happening.ticket, happening.message
    _send_copy(session, ticket, message, delay=happening.wait, now=now)
    outbox.enqueue(
        session,
        OutboxKind.OFFER_UNDO,
        workspace_id=ticket.workspace_id,
        lane=f"{outbox.person_lane(message.author_id)}/undo",  # its own: it has to be there at once, or not at all
        subject_id=message.id,
        payload={"slack_channel_id": ticket.triage_slack_channel_id, "thread_ts": happening.thread_ts},
    )


def follow_change(session: Session, happening: MessageChanged, *, now: datetime) -> None:
    """Let the copy of a reply, or the card of an opening, follow an edit, a deletion or a withdrawal."""
    ticket, message = happening.ticket, happening.message
    if message.kind is MessageKind.OPENING:
        redraw_card(session, ticket)
    elif message.kind is not MessageKind.HELD or not _follow_held(session, message):
        _refresh(session, OutboxKind.REFRESH_REPLY, message.id, ticket, other_side(message.side))


def tell_of_late_note(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Tell the agents that a reply meant to cross was kept private: it was read late, edited by then."""
    ticket, message = happening.ticket, happening.message
    if message.kind is not MessageKind.NOTE or message.edited_ts is None:
        return
    if triage_talk.crosses(session, ticket, Words(message.text, message.blocks, message.files)):
        say(session, ThreadNotice.NOTE_KEPT_PRIVATE, ticket, Side.TRIAGE, {})


def tell_of_withdrawal(session: Session, happening: ReplyWithdrawn, *, now: datetime) -> None:
    """Tell the agents that the copy of a reply was taken back, and why."""
    ticket, message = happening.ticket, happening.message
    if triage_talk.is_internal(session, ticket) and not _begins_with_mark(session, message):
        say(session, ThreadNotice.REPLY_LOST_MARK, ticket, Side.TRIAGE, {"mark": PUBLIC_MARK})
        return
    private_mark = session.get_one(Workspace, ticket.workspace_id).private_mark
    mark = private_mark if _begins_with_mark(session, message) else ORDER_MARK
    say(session, ThreadNotice.REPLY_WITHDRAWN, ticket, Side.TRIAGE, {"mark": mark})


def tell_of_taking_back(session: Session, happening: ReplyTakenBack, *, now: datetime) -> None:
    """Tell the agents that a reply they may have read in the thread never left."""
    facts = {"name": people.facts_of(session.get_one(Person, happening.message.author_id)).name}
    say(session, ThreadNotice.REPLY_TAKEN_BACK, happening.ticket, Side.TRIAGE, facts)


def tell_of_late_mark(session: Session, happening: NoteMarkedPublic, *, now: datetime) -> None:
    """Tell the agents that a note stays one, though an edit put the public mark before it."""
    say(session, ThreadNotice.NOTE_STAYS_PRIVATE, happening.ticket, Side.TRIAGE, {})


def redraw_card(session: Session, ticket: Ticket) -> None:
    """Have a ticket's card drawn from its current state; other wings call this when their part of it changed."""
    _refresh(session, OutboxKind.REFRESH_TRIAGE_CARD, ticket.id, ticket, Side.TRIAGE)


def say(session: Session, notice: ThreadNotice, ticket: Ticket, side: Side, facts: Mapping[str, str]) -> None:
    """Say something of Deskbell's own in one of a ticket's threads."""
    payload = {"notice": notice, "side": side, **facts}
    _enqueue(session, OutboxKind.POST_THREAD_NOTICE, ticket, side, payload)


def other_side(side: Side) -> Side:
    """Return the side a reply crosses to."""
    return Side.REQUESTER if side is Side.TRIAGE else Side.TRIAGE


def _send_copy(session: Session, ticket: Ticket, message: Message, *, delay: timedelta, now: datetime) -> None:
    """Have a message posted on the other side, with its words as they are now."""
    to = other_side(message.side)
    lane = outbox.ticket_lane(ticket.id, to)
    people.read_profile_first(session, session.get_one(Person, message.author_id), lane=lane)
    _read_mentioned_first(session, message, to=to, now=now)
    outbox.enqueue(
        session,
        OutboxKind.POST_REPLY,
        workspace_id=ticket.workspace_id,
        lane=lane,
        subject_id=message.id,
        payload=held_replies.payload_of(message),
        delay=delay,
    )


def _follow_held(session: Session, message: Message) -> bool:
    """Let a reply that waits follow an edit or a deletion; return whether there is no copy besides to follow."""
    waits = held_replies.stop if message.deleted_at is not None else held_replies.follow_edit
    return waits(session, message) and not former_places.list_copies(session, message)


def _id_of(person: Person | None) -> int | None:
    return None if person is None else person.id


def _read_mentioned_first(session: Session, message: Message, *, to: Side, now: datetime) -> None:
    """Have the names of mentioned people read before the message crosses: a copy shows names, it mentions nobody."""
    workspace = session.get_one(Workspace, message.workspace_id)
    for slack_user_id in sorted(rich_text.mentioned_user_ids(message.blocks, message.text)):
        person = people.get_or_stub(session, workspace, slack_user_id, now=now)
        people.read_profile_first(session, person, lane=outbox.ticket_lane(message.ticket_id, to))


def _warn_of_mark(session: Session, ticket: Ticket, message: Message) -> None:
    """Say, where a requester's side begins a message with the private mark, that it hides nothing there."""
    if message.side is Side.REQUESTER and _begins_with_mark(session, message):
        mark = session.get_one(Workspace, ticket.workspace_id).private_mark
        say(session, ThreadNotice.MARK_HIDES_NOTHING, ticket, Side.REQUESTER, {"mark": mark})


def _begins_with_mark(session: Session, message: Message) -> bool:
    mark = session.get_one(Workspace, message.workspace_id).private_mark
    return rich_text.starts_with_mark(message.blocks, message.text, mark)


def _enqueue(session: Session, kind: OutboxKind, ticket: Ticket, side: Side, payload: Mapping[str, str | None]) -> None:
    lane = outbox.ticket_lane(ticket.id, side)
    outbox.enqueue(
        session, kind, workspace_id=ticket.workspace_id, lane=lane, subject_id=ticket.id, payload=dict(payload)
    )


def _refresh(session: Session, kind: OutboxKind, subject_id: int, ticket: Ticket, side: Side) -> None:
    lane = outbox.ticket_lane(ticket.id, side)
    outbox.refresh(session, kind, subject_id, workspace_id=ticket.workspace_id, lane=lane)
