"""Delivers what is said in the public thread of a ticket whose talk goes on in its requester's messages."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.kinds import NOBODY_THERE, THREAD_GONE, Call, Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk import rich_text
from bot.domain.desk.facts import FileFacts, MessageFacts
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure
from bot.gateways.slack_port import Outgoing, Posted, SlackPort
from bot.services.desk import people
from bot.views.desk.private_talk import private_notice, turned_away
from models.desk import Person, Ticket


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.POST_PRIVATE_NOTICE, prepare_notice, meaningless_after=THREAD_GONE),
        Deliverer(OutboxKind.TURN_POST_AWAY, prepare_turning_away, meaningless_after=NOBODY_THERE | THREAD_GONE),
    )


def prepare_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Say in the public thread that its request is private now."""
    ticket = session.get_one(Ticket, row.subject_id)
    if ticket.origin_slack_channel_id is None:
        return Drop("it was not asked in public")
    content, message_id = private_notice(), str(row.message_id)
    message = Outgoing(
        ticket.origin_slack_channel_id, content.text, content.blocks, message_id, thread_ts=ticket.left_thread_ts
    )
    return Post(message, lambda _session, _posted: None)


def prepare_turning_away(session: Session, row: Row, *, now: datetime) -> Step:
    """Take a post away if Slack lets us, and tell its author. Both may be repeated."""
    author, facts = session.get_one(Person, row.subject_id), row.payload
    words, slack_user_id = _words_of(session, row, author), author.slack_user_id
    posted, is_requester = Posted(facts["slack_channel_id"], facts["ts"]), facts["is_requester"]

    def ask(slack: SlackPort) -> None:
        content = turned_away(words, is_requester=is_requester, is_removed=_remove(slack, posted))
        slack.post_ephemeral(
            posted.slack_channel_id,
            slack_user_id,
            text=content.text,
            blocks=content.blocks,
            thread_ts=facts["thread_ts"],
        )

    return Call(ask)


def _remove(slack: SlackPort, posted: Posted) -> bool:
    """Return whether the post is gone. Slack lets most apps delete their own messages only."""
    try:
        slack.delete(posted)
    except PermanentFailure:
        return False
    return True


def _words_of(session: Session, row: Row, author: Person) -> MessageFacts:
    text, blocks = row.payload["text"], row.payload["blocks"]
    mentioned = sorted(rich_text.mentioned_user_ids(blocks, text))
    return MessageFacts(
        text=text,
        blocks=blocks,
        files=[FileFacts(file["name"], file["url"]) for file in row.payload["files"]],
        author=people.facts_of(author),
        names=people.names_of(session, row.workspace_id, mentioned),
    )
