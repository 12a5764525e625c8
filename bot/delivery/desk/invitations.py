"""Reads from Slack who invited the bot and where to, and delivers what it asks and says there."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk.invitations import InvitationAnswer
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import ChannelProfile, Outgoing, Profile
from bot.services.desk import invitations, queues
from bot.services.desk.channel_names import tag_of
from bot.services.desk.pauses import GONE
from bot.views.desk.invitations import InvitationFacts, greeting, invitation_answer
from models.desk import Channel, ChannelRole

DECIDED = "what the channel is for was decided meanwhile"


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    gone = NOBODY_THERE | frozenset(GONE)
    return (
        Deliverer(OutboxKind.FETCH_INVITATION, prepare_read, meaningless_after=gone),
        Deliverer(OutboxKind.ANSWER_INVITATION, prepare_answer, meaningless_after=gone),
        Deliverer(OutboxKind.GREET_CHANNEL, prepare_greeting, meaningless_after=gone),
    )


def prepare_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read the channel that the bot was invited to, and who invited it."""
    channel = session.get_one(Channel, row.subject_id)
    if channel.role is not ChannelRole.NONE:
        return Drop(DECIDED)
    channel_id, slack_channel_id, slack_user_id = channel.id, channel.slack_channel_id, row.payload["slack_user_id"]

    def record(session: Session, read: tuple[ChannelProfile, Profile]) -> None:
        invitations.record(session, channel_id, *read, now=now)

    return Call(lambda slack: (slack.read_channel(slack_channel_id), slack.read_profile(slack_user_id)), record)


def prepare_answer(session: Session, row: Row, *, now: datetime) -> Step:
    """Ask or tell who invited the bot what follows; them alone."""
    channel = session.get_one(Channel, row.subject_id)
    if channel.role is not ChannelRole.NONE:
        return Drop(DECIDED)
    facts = InvitationFacts(tag_of(channel), queues.list_choices(session, row.workspace_id))
    content = invitation_answer(InvitationAnswer(row.payload["answer"]), facts)
    slack_channel_id, slack_user_id = channel.slack_channel_id, row.payload["slack_user_id"]
    return Call(
        lambda slack: slack.post_ephemeral(slack_channel_id, slack_user_id, text=content.text, blocks=content.blocks)
    )


def prepare_greeting(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell a channel that its messages open tickets from now on."""
    channel = session.get_one(Channel, row.subject_id)
    content = greeting(row.payload["queue_key"], row.payload["queue_name"])
    message = Outgoing(channel.slack_channel_id, content.text, content.blocks, str(row.message_id))
    return Post(message, lambda _session, _posted: None)
