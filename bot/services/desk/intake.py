"""Intake: what becomes a ticket, and in which queue."""

from datetime import datetime
from typing import Final

from sqlalchemy import Exists, exists, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk import rich_text
from bot.domain.desk.incoming import Post, Words
from bot.domain.desk.instants import instant_of
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.origins import Origin
from bot.errors import NotFound
from bot.services.desk import intake_decisions, people, queues, slack_time, tickets
from models.desk import Channel, Message, Person, Queue, Ticket, TicketSource, Workspace

MADE_LATER: Final = frozenset({TicketSource.EMOJI, TicketSource.SHORTCUT, TicketSource.SPLIT})
"""What makes a ticket of a message that may have stood there for long: the team was asked only then."""


def open_from_message(
    session: Session,
    workspace: Workspace,
    queue_id: int,
    post: Post,
    *,
    source: TicketSource,
    filed_by: Person,
    rule: IntakeRule,
    requester: Person | None = None,
    title: str | None = None,
    now: datetime,
) -> Ticket | None:
    """Open a ticket from a message; None when the message, or the thread it is in, belongs to a ticket already.

    The queue's row lock orders the numbers, and racers.

    Args:
        session: an open transaction.
        workspace: whose message.
        queue_id: where the ticket will live.
        post: the message; the root of its thread, but where an app began that.
        source: what made the ticket.
        filed_by: who did: the author themselves, or whoever reacted.
        rule: what decided; recorded for `why`.
        requester: whom it is for, if not the message's author; the talk is in their DM then.
        title: a title somebody gave it; made from the message otherwise.
        now: the desk's time.

    Raises: NotFound, when the queue has no triage channel for the card.
    """
    queue = session.get_one(Queue, queue_id, with_for_update=True, populate_existing=True)
    if _is_taken(session, workspace.id, post):
        return None
    triage = queues.find_triage_channel(session, queue.id)
    if triage is None:
        raise NotFound(f"{queue.key} has no triage channel, so nobody would see the ticket.")
    said_by = filed_by
    if post.slack_user_id != filed_by.slack_user_id:
        said_by = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    ticket = tickets.open_ticket(
        session,
        queue,
        triage,
        Origin.of(post, said_at=slack_time.desk_instant(session, post.ts)),
        source=source,
        requester=requester or said_by,
        author=filed_by,
        said_by=said_by,
        replies_in_dm=requester is not None and requester.id != said_by.id,
        title=title or title_of(workspace, post.words),
        is_titled_by_hand=title is not None,
        opened_at=now if source in MADE_LATER else None,
        now=now,
    )
    intake_decisions.record(session, workspace.id, post.slack_channel_id, post.ts, rule, ticket_id=ticket.id, now=now)
    return ticket


def open_from_form(
    session: Session,
    queue_id: int,
    *,
    title: str,
    words: Words,
    actor: Person,
    requester: Person | None = None,
    source: TicketSource = TicketSource.FORM,
    now: datetime,
) -> Ticket:
    """Open the ticket that somebody wrote in a form or a command; its conversation will be in the requester's DM.

    Args:
        session: an open transaction.
        queue_id: where the ticket will live.
        title: what it is called.
        words: what was written.
        actor: who wrote it.
        requester: whom it is for, if not who wrote it; `filing.choose_requester` says who may be.
        source: what made the ticket.
        now: the desk's time.

    Raises: NotFound, when the queue takes no requests any more.
    """
    chosen = select(Queue).where(Queue.workspace_id == actor.workspace_id, Queue.id == queue_id).with_for_update()
    queue = session.scalar(chosen.execution_options(populate_existing=True))
    triage = None if queue is None else queues.find_triage_channel(session, queue.id)
    if queue is None or triage is None:
        raise NotFound("That queue takes no requests any more. Please choose another.")
    return tickets.open_ticket(
        session,
        queue,
        triage,
        Origin(words, now),
        source=source,
        requester=requester or actor,
        author=actor,
        said_by=actor,
        title=title,
        now=now,
    )


def title_of(workspace: Workspace, words: Words) -> str:
    """Return the title of a ticket for what its requester said; that they mentioned Deskbell is left out."""
    said = rich_text.without_mention(words, workspace.slack_bot_user_id)
    return rich_text.title_of(said.blocks, said.text)


def takes(channel: Channel, ts: str) -> bool:
    """Return whether a message of this ts came after the channel began to take requests."""
    return channel.takes_requests_since is not None and instant_of(ts) >= channel.takes_requests_since


def is_said(session: Session, workspace_id: int, post: Post) -> bool:
    """Return whether a message is part of a ticket already: it was delivered twice, or read again."""
    return bool(session.scalar(select(_said(workspace_id, post))))


def _said(workspace_id: int, post: Post) -> Exists:
    return exists().where(
        Message.workspace_id == workspace_id,
        Message.slack_channel_id == post.slack_channel_id,
        Message.ts == post.ts,
    )


def _is_taken(session: Session, workspace_id: int, post: Post) -> bool:
    """Return whether a message belongs to a ticket: said in it, the origin of it, or in the thread of one."""
    origin = exists().where(
        Ticket.workspace_id == workspace_id,
        Ticket.origin_slack_channel_id == post.slack_channel_id,
        Ticket.origin_ts == post.ts,
    )
    threaded = exists().where(
        Ticket.workspace_id == workspace_id,
        Ticket.requester_slack_channel_id == post.slack_channel_id,
        Ticket.requester_thread_ts == (post.thread_ts or post.ts),
    )
    left = exists().where(
        Ticket.workspace_id == workspace_id,
        Ticket.origin_slack_channel_id == post.slack_channel_id,
        Ticket.left_thread_ts == (post.thread_ts or post.ts),
    )
    return bool(session.scalar(select(or_(_said(workspace_id, post), origin, threaded, left))))
