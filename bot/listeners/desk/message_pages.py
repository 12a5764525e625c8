"""What opens when somebody uses a shortcut on a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk import rich_text
from bot.domain.desk.facts import FileFacts, MessageFacts, MessageToFile
from bot.domain.desk.incoming import Post, read_posts
from bot.errors import OutsideFailure, TransientFailure
from bot.gateways.slack_port import SlackPort
from bot.listeners.desk import request_form
from bot.services.desk import backfill, channels, intake, people, quotes
from bot.views.desk.filing_wording import ADD_TITLE
from bot.views.desk.message_form import message_form, message_refused, quote_form
from bot.views.forms import View
from models.desk import ChannelRole, Person, Workspace


@dataclass(frozen=True)
class Shown:
    """A message as a shortcut's payload shows it. `text` is plain; `post` is None when no person wrote it."""

    slack_channel_id: str
    ts: str
    root_ts: str
    text: str
    post: Post | None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Shown":
        """Return the message of a `message_action`."""
        message, slack_channel_id = body["message"], body["channel"]["id"]
        post = next(iter(read_posts(slack_channel_id, [message])), None)
        said = rich_text.plain_text_of(message.get("blocks"), message.get("text") or "")
        return cls(
            slack_channel_id=slack_channel_id,
            ts=message["ts"],
            root_ts=message.get("thread_ts", message["ts"]),
            text=said,
            post=post,
        )


def can_read(slack: SlackPort, slack_channel_id: str) -> bool:
    """Return whether the bot is in a conversation; when Slack does not say in time, it is taken to be."""
    try:
        return slack.read_channel(slack_channel_id).is_member
    except TransientFailure:
        return True
    except OutsideFailure:
        return False


def ticket_page(session: Session, shown: Shown, actor: Person, *, is_readable: bool) -> View:
    """Return the form that makes a message a ticket or, where that cannot be, the request form with its words.

    Raises: NotFound, when no queue takes requests yet.
    """
    known = backfill.find_ticket(session, actor.workspace_id, shown.slack_channel_id, shown.ts, shown.root_ts)
    if known is not None:
        return message_refused(backfill.describe(session, known, reader=actor))
    form = request_form.form_for(session, actor, slack_channel_id=shown.slack_channel_id)
    author = None if shown.post is None else shown.post.slack_user_id
    is_theirs = shown.slack_channel_id == actor.slack_dm_id
    if shown.post is None or not (is_readable or is_theirs) or _is_triage(session, actor, shown.slack_channel_id):
        return form.filled_in(shown.text, for_whom=author).draw()
    asked = MessageToFile(
        message=_facts_of(session, shown.post, actor.workspace_id),
        slack_channel_id=shown.slack_channel_id,
        ts=shown.ts,
        title=intake.title_of(session.get_one(Workspace, actor.workspace_id), shown.post.words),
        choices=form.choices,
        chosen_id=form.chosen.id,
        asks_for_whom=form.asks_for_whom,
        for_whom=author if shown.ts == shown.root_ts else None,
    )
    return message_form(asked)


def quote_page(session: Session, shown: Shown, actor: Person, *, is_readable: bool) -> View:
    """Return the form that adds a message to a ticket, or why it cannot be. Raises: AgentsOnly."""
    tickets = quotes.list_tickets(session, actor=actor)
    if shown.post is None or not (is_readable or shown.slack_channel_id == actor.slack_dm_id):
        return message_refused(quotes.NOT_HERE, title=ADD_TITLE)
    message = _facts_of(session, shown.post, actor.workspace_id)
    return quote_form(message, shown.slack_channel_id, shown.ts, tickets)


def _is_triage(session: Session, actor: Person, slack_channel_id: str) -> bool:
    channel = channels.find_channel(session, actor.workspace_id, slack_channel_id)
    return channel is not None and channel.role is ChannelRole.TRIAGE


def _facts_of(session: Session, post: Post, workspace_id: int) -> MessageFacts:
    words, author = post.words, people.find_person(session, workspace_id, post.slack_user_id)
    mentioned = sorted(rich_text.mentioned_user_ids(words.blocks, words.text))
    return MessageFacts(
        text=words.text,
        blocks=words.blocks,
        files=[FileFacts(file["name"], file["url"]) for file in words.files],
        author=people.stub_facts(post.slack_user_id) if author is None else people.facts_of(author),
        names=people.names_of(session, workspace_id, mentioned),
    )
