"""Reactions: what an emoji on a message asks for."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Event, Reaction, read_reaction
from bot.services.desk import backfill, card_emoji, channels, people, queues, thread_fetches
from bot.services.desk.thread_fetches import Wish
from models.desk import ChannelRole, Person, TicketSource, Workspace

NOBODY_TAKES_REQUESTS = "Nobody takes requests here yet. An admin can start with `/desk triage #channel IT`."


def receive_reaction(session: Session, workspace: Workspace, event: Event, *, now: datetime) -> None:
    """Do what a `reaction_added` event asks for; doing it again changes nothing."""
    reaction = read_reaction(event)
    if reaction is None or reaction.slack_user_id == workspace.slack_bot_user_id:
        return
    if reaction.emoji == workspace.create_emoji:
        _ask_for_ticket(session, workspace, reaction, now=now)
    else:
        card_emoji.work_by_emoji(session, workspace, reaction, now=now)


def _ask_for_ticket(session: Session, workspace: Workspace, reaction: Reaction, *, now: datetime) -> None:
    """Have a message made a ticket, whatever filter left it alone; who reacted is told if that cannot be."""
    channel = channels.find_channel(session, workspace.id, reaction.slack_channel_id)
    if channel is not None and channel.role is ChannelRole.TRIAGE:
        return  # where agents talk, the emoji is an emoji
    asker = people.get_or_stub(session, workspace, reaction.slack_user_id, now=now)
    if asker.is_bot:
        return
    ticket = backfill.find_ticket(session, workspace.id, reaction.slack_channel_id, reaction.ts)
    if ticket is not None:
        backfill.tell_of_ticket(session, ticket, asker, slack_channel_id=reaction.slack_channel_id)
        return
    queue_id = queues.find_id_for(session, workspace.id, channel)
    if queue_id is None:
        people.show(session, asker, NOBODY_TAKES_REQUESTS, slack_channel_id=reaction.slack_channel_id)
        return
    place = reaction.slack_channel_id, reaction.ts
    thread_fetches.ask_for_ticket(session, asker, _wish(place, queue_id, asker))


def _wish(place: tuple[str, str], queue_id: int, asker: Person) -> Wish:
    slack_channel_id, ts = place
    return Wish(slack_channel_id, ts, queue_id, TicketSource.EMOJI, asker.id)
