"""Arrivals: what becomes of a message at the top level of a conversation, by which rule, and who is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk import intake_rules, pleasantries, rich_text
from bot.domain.desk.incoming import Post
from bot.domain.desk.instants import instant_of, ts_of
from bot.domain.desk.intake_rules import Arrival, IntakeRule, Place
from bot.domain.desk.lifecycle import OPEN_STATUSES
from bot.services.desk import agents, channels, intake, intake_answers, intake_decisions, parking, people, queues
from models.desk import (
    Channel,
    ChannelRole,
    IntakeDecision,
    Message,
    Person,
    Queue,
    Side,
    Ticket,
    TicketSource,
    Workspace,
)

SOURCES: Final = {
    IntakeRule.EVERY_MESSAGE: TicketSource.MESSAGE,
    IntakeRule.AGENT_MESSAGE: TicketSource.MESSAGE,
    IntakeRule.MENTION: TicketSource.MENTION,
    IntakeRule.DIRECT_MESSAGE: TicketSource.DM,
}
"""The rules by which an arrival makes a ticket, and what the ticket says made it."""


@dataclass(frozen=True)
class Accepted:
    """A message that belongs to a ticket now. A grouped one joined it and is still to be added to it, by the caller."""

    ticket: Ticket
    author: Person
    is_grouped: bool


def receive_post(session: Session, workspace: Workspace, post: Post, *, now: datetime) -> Accepted | None:
    """Decide about a message that nobody decided about before, and hold it until the transaction ends.

    Returns: the ticket it opened or joined; None when it is left alone, or was decided about already.
    """
    channel = channels.find_channel(session, workspace.id, post.slack_channel_id)
    place = _place_of(channel, post)
    if place is None or (place is Place.ELSEWHERE and not mentions_desk(workspace, post)):
        return None
    parking.hold_arrival(session, workspace.id, post.slack_channel_id, post.ts, slack_user_id=post.slack_user_id)
    author = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    queue_id = queues.find_id_for(session, workspace.id, channel)
    known = _look_up(session, workspace, post, queue_id, author)
    if known.is_decided:
        return None
    arrival = describe(workspace, post, place, is_by_agent=known.is_by_agent)
    rule = intake_rules.rule_for(arrival)
    if rule in SOURCES and queue_id is not None:
        return _accept(session, workspace, post, queue_id, author, rule, known.group_within, now=now)
    rule = IntakeRule.NO_QUEUE if rule in SOURCES else rule
    intake_answers.leave_alone(session, workspace, author, post, arrival, rule, now=now)
    return None


def mentions_desk(workspace: Workspace, post: Post) -> bool:
    """Return whether a message mentions Deskbell."""
    return workspace.slack_bot_user_id in rich_text.mentioned_user_ids(post.words.blocks, post.words.text)


def describe(workspace: Workspace, post: Post, place: Place, *, is_by_agent: bool) -> Arrival:
    """Return a message as the rules look at it."""
    words = rich_text.without_mention(post.words, workspace.slack_bot_user_id)
    return Arrival(
        place=place,
        mentions_desk=mentions_desk(workspace, post),
        has_skip_mark=rich_text.starts_with_mark(words.blocks, words.text, workspace.skip_mark),
        says_something=bool(words.files or rich_text.plain_text_of(words.blocks, words.text)),
        pleasantry=pleasantries.pleasantry_in(words),
        is_by_agent=is_by_agent,
    )


def _place_of(channel: Channel | None, post: Post) -> Place | None:
    """Return where a message arrived; None where intake has nothing to say: among agents, and before its time."""
    if post.slack_channel_id.startswith("D"):
        return Place.DIRECT
    if channel is None or channel.role is ChannelRole.NONE:
        return Place.ELSEWHERE
    if channel.role is ChannelRole.TRIAGE or channel.intake is None or not intake.takes(channel, post.ts):
        return None
    return Place.of_intake(channel.intake)


@dataclass(frozen=True)
class _Known:
    """What the database says about an arrival: decided before, by an agent, and how long its queue groups."""

    is_decided: bool
    is_by_agent: bool
    group_within: timedelta


def _look_up(session: Session, workspace: Workspace, post: Post, queue_id: int | None, author: Person) -> _Known:
    decided = exists().where(
        IntakeDecision.workspace_id == workspace.id,
        IntakeDecision.slack_channel_id == post.slack_channel_id,
        IntakeDecision.ts == post.ts,
    )
    working = agents.works_on(author, queue_id)
    window = select(Queue.group_within_seconds).where(Queue.workspace_id == workspace.id, Queue.id == queue_id)
    is_decided, is_by_agent, seconds = session.execute(select(decided, working, window.scalar_subquery())).one()
    return _Known(is_decided, is_by_agent, timedelta(seconds=seconds or 0))


def _accept(
    session: Session,
    workspace: Workspace,
    post: Post,
    queue_id: int,
    author: Person,
    rule: IntakeRule,
    group_within: timedelta,
    *,
    now: datetime,
) -> Accepted | None:
    """Let a message join its author's last ticket, or open one; None when it belongs to a ticket already."""
    open_one = _find_to_join(session, workspace.id, post, author, group_within) if group_within else None
    if open_one is not None:
        place = workspace.id, post.slack_channel_id, post.ts
        intake_decisions.record(session, *place, IntakeRule.GROUPED, ticket_id=open_one.id, now=now)
        return Accepted(open_one, author, is_grouped=True)
    ticket = intake.open_from_message(
        session, workspace, queue_id, post, source=SOURCES[rule], filed_by=author, rule=rule, now=now
    )
    return None if ticket is None else Accepted(ticket, author, is_grouped=False)


def _find_to_join(
    session: Session, workspace_id: int, post: Post, author: Person, group_within: timedelta
) -> Ticket | None:
    """Return the open ticket, locked, that its requester wrote on in this channel shortly before, or None.

    Shortly after counts too: messages may arrive in another order than they were written in.
    """
    said_at = instant_of(post.ts)
    recent = (
        select(Ticket)
        .join(Message, Message.ticket_id == Ticket.id)
        .where(
            Message.workspace_id == workspace_id,
            Message.slack_channel_id == post.slack_channel_id,
            Message.ts >= ts_of(said_at - group_within),  # as text: Slack's ts all have the same length
            Message.ts <= ts_of(said_at + group_within),
            Message.side == Side.REQUESTER,
            Message.author_id == author.id,
            Ticket.requester_id == author.id,
            Ticket.status.in_(OPEN_STATUSES),
        )
        .order_by(Message.ts.desc())
        .limit(1)
        .with_for_update(of=Ticket)
    )
    return session.scalar(recent, execution_options={"populate_existing": True})
