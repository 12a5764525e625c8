"""Delivers replies to the other side of their ticket, and lets the copies follow what becomes of them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.threads import Thread, find_thread
from bot.delivery.kinds import Call, Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk import rich_text
from bot.domain.desk.facts import FileFacts, MessageFacts
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import Author, Outgoing, Posted
from bot.services.desk import conversations, notices, outbox, people, ticket_facts
from bot.views.desk.messages import reply_copy
from models.desk import Message, MessageKind, Person, Ticket, Workspace

CUSTOMIZE = "chat:write.customize"
"""The optional scope that lets a copy stand under its author's name and picture."""

LONGEST_NAME = 80


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
    words = _frozen_words(session, row, message)
    has_author = _may_customize(session, row.workspace_id)
    content = reply_copy(words, with_name=not has_author)
    outgoing = Outgoing(
        slack_channel_id=thread.slack_channel_id,
        text=content.text,
        blocks=content.blocks,
        message_id=str(row.message_id),
        thread_ts=thread.root_ts,
        author=Author(words.author.name[:LONGEST_NAME], words.author.image_url) if has_author else None,
    )
    return Post(
        outgoing,
        lambda session, posted: _record_copy(session, message.id, ticket, posted),
        is_revoked=not _crosses(message),
    )


def prepare_refresh(session: Session, row: Row, *, now: datetime) -> Step:
    """Bring a copy up to date with its source: changed, or gone when that was deleted or withdrawn."""
    message = session.get_one(Message, row.subject_id)
    if message.copy_slack_channel_id is None or message.copy_ts is None:
        return Drop("there is no copy")
    posted = Posted(message.copy_slack_channel_id, message.copy_ts)
    if not _crosses(message):
        return Call(lambda slack: slack.delete(posted))
    words = ticket_facts.copied_words_of(session, message)
    content = reply_copy(words, with_name=not _may_customize(session, row.workspace_id))
    return Call(lambda slack: slack.update(posted, text=content.text, blocks=content.blocks))


def _crosses(message: Message) -> bool:
    return message.kind is MessageKind.REPLY and message.deleted_at is None


def _may_customize(session: Session, workspace_id: int) -> bool:
    return CUSTOMIZE in session.get_one(Workspace, workspace_id).granted_scopes


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


def _record_copy(session: Session, message_id: int, ticket: Ticket, posted: Posted) -> None:
    """Keep where the copy stands; if the source changed while it was on its way, have the copy follow."""
    conversations.record_copy(session, message_id, posted.slack_channel_id, posted.ts)
    message = session.get_one(Message, message_id)
    if message.edited_ts is not None or not _crosses(message):
        lane = outbox.ticket_lane(ticket.id, notices.other_side(message.side))
        outbox.refresh(session, OutboxKind.REFRESH_REPLY, message.id, workspace_id=ticket.workspace_id, lane=lane)
