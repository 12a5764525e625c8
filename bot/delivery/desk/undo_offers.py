"""Delivers the button that takes back a reply which has not left yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.people import CHANNEL_GONE
from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import held_replies
from bot.views.desk.undo_offer import undo_offer
from models.desk import Message, Person


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(OutboxKind.OFFER_UNDO, prepare_undo_offer, meaningless_after=NOBODY_THERE | CHANNEL_GONE)


def prepare_undo_offer(session: Session, row: Row, *, now: datetime) -> Step:
    """Show who wrote a reply that it waits, and a button that takes it back."""
    message = session.get_one(Message, row.subject_id)
    seconds = held_replies.find_seconds_left(session, message)
    if seconds is None:
        return Drop("it has left, or is not going to")
    content, slack_user_id = undo_offer(message.id, seconds), session.get_one(Person, message.author_id).slack_user_id
    slack_channel_id, thread_ts = row.payload["slack_channel_id"], row.payload["thread_ts"]
    return Call(
        lambda slack: slack.post_ephemeral(
            slack_channel_id, slack_user_id, text=content.text, blocks=content.blocks, thread_ts=thread_ts
        )
    )
