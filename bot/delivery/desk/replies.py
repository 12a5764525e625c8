"""Delivers replies to the other side of their ticket, and lets the copies follow what becomes of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.threads import Thread, find_pause, find_thread, find_triage_obstacle
from bot.delivery.kinds import Call, Deliverer, Drop, Park, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk import rich_text
from bot.domain.desk.facts import FileFacts, MessageFacts
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.queue_rules import LONGEST_BOT_NAME
from bot.gateways.slack_port import Author, Outgoing, Posted, SlackPort
from bot.services.desk import (
    bot_identity,
    conversations,
    former_places,
    held_replies,
    notices,
    outbox,
    people,
    ticket_facts,
    triage_talk,
    written_replies,
)
from bot.views.content import Content
from bot.views.desk.messages import reply_copy
from models.desk import Message, MessageCopy, Person, Side, Ticket


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.POST_REPLY, prepare_reply),
        Deliverer(OutboxKind.REFRESH_REPLY, prepare_refresh),
    )


def prepare_reply(session: Session, row: Row, *, now: datetime) -> Step:
    """Post a reply's words, as they were when it was decided, on the other side."""
    message = session.get_one(Message, row.subject_id)
    if not _crosses(message) and not row.is_doubtful:
        return Drop("it was deleted or withdrawn first")
    if message.copy_ts is not None:
        return Drop("its copy stands already")
    ticket = session.get_one(Ticket, message.ticket_id)
    thread = find_thread(session, ticket, notices.other_side(message.side))
    if not isinstance(thread, Thread):
        return thread
    return Post(
        in_its_authors_name(session, row, thread, _frozen_words(session, row, message)),
        lambda session, posted: _record_copy(session, row, ticket.key, thread, posted, now=now),
        is_revoked=not _crosses(message),
    )


def prepare_refresh(session: Session, row: Row, *, now: datetime) -> Step:
    """Bring the copies up to date with their source: changed, or gone when that was deleted or withdrawn.

    Copies in threads that the ticket has left, or in a channel that is its team's no more, only ever go. What was taken
    back before it left stays with its own team.
    """
    message = session.get_one(Message, row.subject_id)
    crosses = _crosses(message)
    places = _list_present_copies(session, message) if crosses else _list_wrong_copies(session, message)
    if not places:
        return Drop("there is no copy")
    if not crosses:
        return Call(lambda slack: _delete(slack, places))
    pauses = (find_pause(session, row.workspace_id, place.slack_channel_id) for place in places)
    pause = next(filter(None, pauses), None)
    if pause is not None:
        return pause
    words = ticket_facts.copied_words_of(session, message)
    content = reply_copy(words, with_name=not bot_identity.may_customize(session, row.workspace_id))
    return Call(lambda slack: _update(slack, places, content))


def in_its_authors_name(session: Session, row: Row, thread: Thread, words: MessageFacts) -> Outgoing:
    """Return a message to post in a thread under its author's name, which is in the text where that is not allowed."""
    has_author = bot_identity.may_customize(session, row.workspace_id)
    content = reply_copy(words, with_name=not has_author)
    return Outgoing(
        slack_channel_id=thread.slack_channel_id,
        text=content.text,
        blocks=content.blocks,
        message_id=str(row.message_id),
        thread_ts=thread.root_ts,
        author=author_of(words) if has_author else None,
    )


def author_of(words: MessageFacts) -> Author:
    """Return under whose name and picture a copy stands."""
    return Author(words.author.name[:LONGEST_BOT_NAME], words.author.image_url)


def _list_present_copies(session: Session, message: Message) -> list[Posted]:
    """Return where copies of a message stand in its ticket's present threads, if its agents still work it there."""
    ticket = session.get_one(Ticket, message.ticket_id)
    present = ticket.triage_slack_channel_id, ticket.card_ts
    further = former_places.list_copies(session, message)
    places = [*_first_copy(message), *(_place(copy) for copy in further if _thread_of(copy) == present)]
    if all(place.slack_channel_id != ticket.triage_slack_channel_id for place in places):
        return places
    if not isinstance(find_triage_obstacle(session, ticket), Park):
        return places
    return [place for place in places if place.slack_channel_id != ticket.triage_slack_channel_id]


def _list_wrong_copies(session: Session, message: Message) -> list[Posted]:
    """Return where copies stand of what is not, or no longer, for the other side: everywhere but with its own team."""
    further = former_places.list_copies(session, message)
    if written_replies.is_taken_back(message):
        ticket = session.get_one(Ticket, message.ticket_id)
        its_own = former_places.list_threads_in(session, ticket, message.queue_id)
        further = [copy for copy in further if _thread_of(copy) not in its_own]
    return [*_first_copy(message), *map(_place, further)]


def _first_copy(message: Message) -> list[Posted]:
    if message.copy_slack_channel_id is None or message.copy_ts is None:
        return []
    return [Posted(message.copy_slack_channel_id, message.copy_ts)]


def _place(copy: MessageCopy) -> Posted:
    return Posted(copy.slack_channel_id, copy.ts)


def _thread_of(copy: MessageCopy) -> tuple[str, str]:
    return copy.slack_channel_id, copy.root_ts


def _delete(slack: SlackPort, places: Sequence[Posted]) -> None:
    for place in places:
        slack.delete(place)


def _update(slack: SlackPort, places: Sequence[Posted], content: Content) -> None:
    for place in places:
        slack.update(place, text=content.text, blocks=content.blocks)


def _crosses(message: Message) -> bool:
    return message.kind in triage_talk.CROSSING and message.deleted_at is None


def _frozen_words(session: Session, row: Row, message: Message) -> MessageFacts:
    text, blocks = row.payload["text"], row.payload["blocks"]
    mentioned = sorted(rich_text.mentioned_user_ids(blocks, text))
    return MessageFacts(
        text=text,
        blocks=blocks,
        files=[FileFacts(file["name"], file["url"]) for file in row.payload["files"]],
        author=people.facts_of(session.get_one(Person, message.author_id)),
        names=people.names_of(session, row.workspace_id, mentioned),
    )


def _record_copy(session: Session, row: Row, ticket_key: str, thread: Thread, posted: Posted, *, now: datetime) -> None:
    """Keep where the copy stands; if the source changed while it was on its way, have the copy follow.

    One that reached a card's thread while the ticket moved away from it stands in a thread that was left.
    """
    message = session.get_one(Message, row.subject_id)
    ticket = session.get_one(Ticket, message.ticket_id, with_for_update=True)
    if message.side is Side.REQUESTER and ticket.key != ticket_key:
        former_places.record_copy(session, message, posted.slack_channel_id, thread.root_ts, posted.ts)
    else:
        conversations.record_copy(session, message.id, posted.slack_channel_id, posted.ts)
    if message.edited_ts != row.payload.get("edited_ts") or not _crosses(message):
        lane = outbox.ticket_lane(ticket.id, notices.other_side(message.side))
        outbox.refresh(session, OutboxKind.REFRESH_REPLY, message.id, workspace_id=ticket.workspace_id, lane=lane)
    held_replies.leave(session, ticket, message, now=now)
