"""Delivers what the desk says to the requester and in a ticket's threads."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import open_dm_first
from bot.delivery.desk.threads import Thread, find_thread
from bot.delivery.kinds import NOBODY_THERE, THREAD_GONE, Call, Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk import lifecycle
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure
from bot.gateways.slack_port import Outgoing, Posted, SlackPort
from bot.services.desk import conversations, people, postings, rerouting, ticket_facts
from bot.views.content import Content
from bot.views.desk import notices, resolution
from bot.views.desk.intake_page import confirmation_with_teams
from models.desk import Person, Queue, Side, Ticket, TicketStatus

DESK_NAME = "Deskbell"
"""Who resolved a ticket that no person resolved."""


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.POST_CONFIRMATION, prepare_confirmation),
        Deliverer(OutboxKind.POST_OPENING, prepare_opening, meaningless_after=NOBODY_THERE),
        Deliverer(OutboxKind.POST_RESOLUTION_NOTICE, prepare_resolution_notice),
        Deliverer(OutboxKind.REFRESH_RESOLUTION_NOTICE, prepare_resolution_refresh),
        Deliverer(OutboxKind.POST_THREAD_NOTICE, prepare_thread_notice, meaningless_after=THREAD_GONE),
    )


def prepare_confirmation(session: Session, row: Row, *, now: datetime) -> Step:
    """Answer the requester's message in its thread."""
    ticket = session.get_one(Ticket, row.subject_id)
    content = notices.confirmation(row.payload["ticket_key"], row.payload["queue_name"])
    if teams := rerouting.list_other_teams(session, ticket):
        content = confirmation_with_teams(ticket.id, content, teams)
    return _say(session, row, ticket, Side.REQUESTER, content)


def prepare_opening(session: Session, row: Row, *, now: datetime) -> Step:
    """Root the conversation of a ticket made by command in the requester's DM, which is opened first."""
    ticket = session.get_one(Ticket, row.subject_id)
    if ticket.requester_thread_ts is not None:
        return Drop("the conversation has begun already")
    requester = session.get_one(Person, ticket.requester_id)
    if requester.slack_dm_id is None:
        return open_dm_first(requester)

    def record(session: Session, posted: Posted) -> None:
        conversations.record_opening(session, ticket.id, posted.slack_channel_id, posted.ts, now=now)
        postings.free_waiting_for_root(session, ticket, Side.REQUESTER)

    card = ticket_facts.load_card(session, ticket.id, now=now)
    content = notices.opening(
        row.payload["ticket_key"],
        row.payload["queue_name"],
        card.opening,
        filed_by=card.ticket.filed_by,
        is_own=card.opening.author == card.ticket.requester,
    )
    return Post(Outgoing(requester.slack_dm_id, content.text, content.blocks, str(row.message_id)), record)


def prepare_resolution_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell the requester that their ticket is resolved. If it is open again, only see whether they were told."""
    ticket = session.get_one(Ticket, row.subject_id)
    is_resolved = ticket.status is TicketStatus.RESOLVED
    if not is_resolved and not row.is_doubtful:
        return Drop("the ticket is no longer resolved")
    if ticket.resolution_notice_ts is not None and not row.is_doubtful:
        return _overtake(ticket)
    step = _say(session, row, ticket, Side.REQUESTER, _resolution(session, ticket, row.payload["resolver_name"]))
    if not isinstance(step, Post):
        return step

    def record(session: Session, posted: Posted) -> None:
        postings.record_resolution_notice(session, ticket.id, posted.ts)

    return replace(step, record=record, is_revoked=not is_resolved)


def prepare_resolution_refresh(session: Session, row: Row, *, now: datetime) -> Step:
    """Let the notice say what became of the ticket since: open again, closed, or resolved as it was."""
    ticket = session.get_one(Ticket, row.subject_id)
    if ticket.resolution_notice_ts is None or ticket.requester_slack_channel_id is None:
        return Drop("there is no notice")
    posted = Posted(ticket.requester_slack_channel_id, ticket.resolution_notice_ts)
    match ticket.status:
        case TicketStatus.RESOLVED:
            resolver = None if ticket.resolved_by_id is None else session.get_one(Person, ticket.resolved_by_id)
            content = _resolution(session, ticket, None if resolver is None else people.facts_of(resolver).name)
        case TicketStatus.CLOSED:
            content = resolution.closed_resolution_notice(ticket.key)
        case _:
            content = resolution.reopened_resolution_notice(ticket.id, ticket.key)
    return Call(lambda slack: slack.update(posted, text=content.text, blocks=content.blocks))


def prepare_thread_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Say something in one of a ticket's threads."""
    ticket = session.get_one(Ticket, row.subject_id)
    facts = {name: fact for name, fact in row.payload.items() if name not in {"notice", "side"}}
    content = notices.thread_notice(ThreadNotice(row.payload["notice"]), {**facts, "ticket_id": str(ticket.id)})
    return _say(session, row, ticket, Side(row.payload["side"]), content)


def _overtake(ticket: Ticket) -> Call[None]:
    """Return the step that takes the button off the notice of an earlier resolution; then the new one is posted."""
    posted = Posted(ticket.requester_slack_channel_id or "", ticket.resolution_notice_ts or "")
    content, ticket_id = resolution.overtaken_resolution_notice(ticket.key), ticket.id

    def take_button_off(slack: SlackPort) -> None:
        with suppress(PermanentFailure):  # somebody deleted it; the new one is posted all the same
            slack.update(posted, text=content.text, blocks=content.blocks)

    def forget(session: Session, _answer: None) -> None:
        postings.record_resolution_notice(session, ticket_id, None)

    return Call(take_button_off, forget, then_again=True)


def _resolution(session: Session, ticket: Ticket, resolver_name: str | None) -> Content:
    window = session.get_one(Queue, ticket.queue_id).close_resolved_after_seconds
    until = lifecycle.reopens_until(ticket.resolved_at, window)
    return resolution.resolution_notice(ticket.id, ticket.key, resolver_name or DESK_NAME, until=until)


def _say(session: Session, row: Row, ticket: Ticket, side: Side, content: Content) -> Step:
    thread = find_thread(session, ticket, side)
    if not isinstance(thread, Thread):
        return thread
    message = Outgoing(
        thread.slack_channel_id, content.text, content.blocks, str(row.message_id), thread_ts=thread.root_ts
    )
    return Post(message, lambda _session, _posted: None)
