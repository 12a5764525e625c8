"""Mentions: what `@Deskbell` asks for. It is told twice, as itself and as a message; whichever comes first counts."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.desk import intake_rules
from bot.domain.desk.incoming import Event, Post, read_event
from bot.domain.desk.intake_rules import MAKES_TICKET, Place
from bot.services.desk import arrivals, backfill, channels, conversations, people, queues, thread_fetches
from bot.services.desk.intake_answers import NOBODY_TAKES_REQUESTS
from bot.services.desk.thread_fetches import Wish
from models.desk import Channel, ChannelRole, Person, TicketSource, Workspace

HOW_TO_WORK: Final = (
    "This is a triage channel, so a mention opens no ticket here. Work a ticket from its card: its buttons and menus, "
    "and its thread, which reaches the requester. `/desk help` lists more."
)


def receive_mention(session: Session, workspace: Workspace, event: Event, *, now: datetime) -> None:
    """Do what an `app_mention` event asks for; doing it again changes nothing."""
    post = read_event(event)
    if not isinstance(post, Post):
        return  # an app mentions us
    channel = channels.find_channel(session, workspace.id, post.slack_channel_id)
    if channel is not None and channel.role is ChannelRole.TRIAGE:
        author = _author(session, workspace, post, now=now)
        people.show(session, author, HOW_TO_WORK, slack_channel_id=post.slack_channel_id)
    elif post.thread_ts is not None or post.edited_ts is not None:
        _ask_for_ticket(session, workspace, channel, post, now=now)
    else:
        conversations.receive_message(session, workspace, event, late=False, now=now)


def _ask_for_ticket(
    session: Session, workspace: Workspace, channel: Channel | None, post: Post, *, now: datetime
) -> None:
    """Have the thread of a mention made a ticket, unless it is one; an edit can bring a mention, too."""
    arrival = arrivals.describe(workspace, post, Place.ELSEWHERE, is_by_agent=False)
    if arrival.says_something and intake_rules.rule_for(arrival) not in MAKES_TICKET:
        return  # thanks, and the like
    place = post.slack_channel_id, post.ts
    if backfill.find_ticket(session, workspace.id, *place, post.thread_ts or post.ts) is not None:
        return  # a reply like any other
    author = _author(session, workspace, post, now=now)
    queue_id = queues.find_id_for(session, workspace.id, channel)
    if queue_id is None:
        people.show(session, author, NOBODY_TAKES_REQUESTS, slack_channel_id=post.slack_channel_id)
        return
    thread_fetches.ask_for_ticket(session, author, Wish(*place, queue_id, TicketSource.MENTION, author.id))


def _author(session: Session, workspace: Workspace, post: Post, *, now: datetime) -> Person:
    return people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
