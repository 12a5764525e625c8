"""What the desk says and shows because of what happened: cards, confirmations, copies, notices.

Each function hears one happening; `bot.composition` lists them in order.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle, rich_text
from bot.domain.desk.happenings import (
    MessageAdded,
    MessageChanged,
    NoteMarkedPublic,
    ReplyWithdrawn,
    TicketAssigned,
    TicketCreated,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.incoming import Words
from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.thanks import is_bare_thanks
from bot.domain.desk.triage_marks import PUBLIC_MARK
from bot.errors import ChangeRefused
from bot.services.desk import outbox, people, ticket_facts, tickets, triage_talk
from models.desk import Message, MessageKind, Person, Queue, Side, Ticket, TicketStatus, Workspace

TicketChanged = TicketAssigned | TicketPriorityChanged | TicketStatusChanged


def show_new_ticket(session: Session, happening: TicketCreated, *, now: datetime) -> None:
    """Put the card in the triage channel, and answer the requester in their thread or their DM."""
    ticket = happening.ticket
    requester = session.get_one(Person, ticket.requester_id)
    people.read_profile_first(session, requester, lane=outbox.ticket_lane(ticket.id, Side.TRIAGE))
    _read_mentioned_first(session, happening.opening, to=Side.TRIAGE, now=now)
    redraw_card(session, ticket)
    kind = OutboxKind.POST_OPENING if ticket.requester_thread_ts is None else OutboxKind.POST_CONFIRMATION
    queue = session.get_one(Queue, ticket.queue_id)
    _enqueue(session, kind, ticket, Side.REQUESTER, {"ticket_key": ticket.key, "queue_name": queue.name})


def show_change(session: Session, happening: TicketChanged, *, now: datetime) -> None:
    """Draw the card again."""
    redraw_card(session, happening.ticket)


def tell_of_status(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Tell the requester that their ticket was resolved or closed; when it is open again, take that button away.

    Agents are told when it was the requester who reopened it.
    """
    ticket = happening.ticket
    if ticket.status is TicketStatus.RESOLVED:
        name = None if happening.actor is None else people.facts_of(happening.actor).name
        payload = {"ticket_key": ticket.key, "resolver_name": name}
        _enqueue(session, OutboxKind.POST_RESOLUTION_NOTICE, ticket, Side.REQUESTER, payload)
    elif ticket.status is TicketStatus.CLOSED and happening.previous is not TicketStatus.RESOLVED:
        name = people.NAMELESS if happening.actor is None else people.facts_of(happening.actor).name
        _say(session, ThreadNotice.TICKET_CLOSED, ticket, Side.REQUESTER, {"ticket_key": ticket.key, "name": name})
    elif happening.previous is TicketStatus.RESOLVED:
        _refresh(session, OutboxKind.REFRESH_RESOLUTION_NOTICE, ticket.id, ticket, Side.REQUESTER)
        if happening.actor is not None and happening.actor.id == ticket.requester_id:
            facts = {"ticket_key": ticket.key, "name": people.facts_of(happening.actor).name}
            _say(session, ThreadNotice.TICKET_REOPENED, ticket, Side.TRIAGE, facts)


def tell_assignee(session: Session, happening: TicketAssigned, *, now: datetime) -> None:
    """Tell an agent that somebody else gave them a ticket."""
    ticket, actor = happening.ticket, happening.actor
    if ticket.assignee_id is None or actor is None or ticket.assignee_id == actor.id:
        return
    workspace = session.get_one(Workspace, ticket.workspace_id)
    facts = {
        "ticket_key": ticket.key,
        "title": ticket.title,
        "name": people.facts_of(actor).name,
        "link": ticket_facts.link_to(ticket, Side.TRIAGE, workspace=workspace) or "",
    }
    people.message(session, session.get_one(Person, ticket.assignee_id), PersonNotice.TICKET_ASSIGNED, facts)


def copy_reply(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Send a reply to the other side. A private note goes nowhere."""
    ticket, message = happening.ticket, happening.message
    if message.kind is not MessageKind.REPLY:
        return
    if not happening.is_backfilled:
        _warn_of_mark(session, ticket, message)
    to = other_side(message.side)
    author = session.get_one(Person, message.author_id)
    lane = outbox.ticket_lane(ticket.id, to)
    people.read_profile_first(session, author, lane=lane)
    _read_mentioned_first(session, message, to=to, now=now)
    words = triage_talk.words_for_requester(message)
    payload = {"text": words.text, "blocks": words.blocks, "files": words.files}
    outbox.enqueue(
        session,
        OutboxKind.POST_REPLY,
        workspace_id=ticket.workspace_id,
        lane=lane,
        subject_id=message.id,
        payload=payload,
    )


def follow_change(session: Session, happening: MessageChanged, *, now: datetime) -> None:
    """Let the copy of a reply, or the card of an opening, follow an edit, a deletion or a withdrawal."""
    ticket, message = happening.ticket, happening.message
    if message.kind is MessageKind.OPENING:
        redraw_card(session, ticket)
    else:
        _refresh(session, OutboxKind.REFRESH_REPLY, message.id, ticket, other_side(message.side))


def tell_of_late_note(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Tell the agents that a reply meant to cross was kept private: it was read late, edited by then."""
    ticket, message = happening.ticket, happening.message
    if message.kind is not MessageKind.NOTE or message.edited_ts is None:
        return
    if triage_talk.crosses(session, ticket, Words(message.text, message.blocks, message.files)):
        _say(session, ThreadNotice.NOTE_KEPT_PRIVATE, ticket, Side.TRIAGE, {})


def tell_of_withdrawal(session: Session, happening: ReplyWithdrawn, *, now: datetime) -> None:
    """Tell the agents that the copy of a reply was taken back, and why."""
    ticket, message = happening.ticket, happening.message
    if triage_talk.is_internal(session, ticket) and not _begins_with_mark(session, message):
        _say(session, ThreadNotice.REPLY_LOST_MARK, ticket, Side.TRIAGE, {"mark": PUBLIC_MARK})
        return
    mark = session.get_one(Workspace, ticket.workspace_id).private_mark
    _say(session, ThreadNotice.REPLY_WITHDRAWN, ticket, Side.TRIAGE, {"mark": mark})


def tell_of_late_mark(session: Session, happening: NoteMarkedPublic, *, now: datetime) -> None:
    """Tell the agents that a note stays one, though an edit put the public mark before it."""
    _say(session, ThreadNotice.NOTE_STAYS_PRIVATE, happening.ticket, Side.TRIAGE, {})


def reopen_on_reply(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Take a resolved ticket up again when its requester writes more than thanks; say so when it is closed."""
    ticket, message = happening.ticket, happening.message
    if message.side is not Side.REQUESTER or message.author_id != ticket.requester_id:
        return
    if ticket.status is TicketStatus.CLOSED:
        _say(session, ThreadNotice.TICKET_IS_CLOSED, ticket, Side.REQUESTER, {"ticket_key": ticket.key})
        return
    said = rich_text.plain_text_of(message.blocks, message.text)
    if ticket.status is TicketStatus.RESOLVED and not (is_bare_thanks(said) and not message.files):
        status = lifecycle.status_when_reopened(is_assigned=ticket.assignee_id is not None)
        with suppress(ChangeRefused):  # a guard holds the ticket, not what its requester says
            tickets.change_status(session, ticket, status, actor=happening.actor, now=now)


def redraw_card(session: Session, ticket: Ticket) -> None:
    """Have a ticket's card drawn from its current state; other wings call this when their part of it changed."""
    _refresh(session, OutboxKind.REFRESH_TRIAGE_CARD, ticket.id, ticket, Side.TRIAGE)


def other_side(side: Side) -> Side:
    """Return the side a reply crosses to."""
    return Side.REQUESTER if side is Side.TRIAGE else Side.TRIAGE


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
        _say(session, ThreadNotice.MARK_HIDES_NOTHING, ticket, Side.REQUESTER, {"mark": mark})


def _begins_with_mark(session: Session, message: Message) -> bool:
    mark = session.get_one(Workspace, message.workspace_id).private_mark
    return rich_text.starts_with_mark(message.blocks, message.text, mark)


def _say(session: Session, notice: ThreadNotice, ticket: Ticket, side: Side, facts: Mapping[str, str]) -> None:
    payload = {"notice": notice, "side": side, **facts}
    _enqueue(session, OutboxKind.POST_THREAD_NOTICE, ticket, side, payload)


def _enqueue(session: Session, kind: OutboxKind, ticket: Ticket, side: Side, payload: Mapping[str, str | None]) -> None:
    lane = outbox.ticket_lane(ticket.id, side)
    outbox.enqueue(
        session, kind, workspace_id=ticket.workspace_id, lane=lane, subject_id=ticket.id, payload=dict(payload)
    )


def _refresh(session: Session, kind: OutboxKind, subject_id: int, ticket: Ticket, side: Side) -> None:
    lane = outbox.ticket_lane(ticket.id, side)
    outbox.refresh(session, kind, subject_id, workspace_id=ticket.workspace_id, lane=lane)
