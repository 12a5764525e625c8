"""Reads a message that is to be a ticket, with the thread it is in."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.delivery.kinds import THREAD_GONE, Call, Deliverer, Step
from bot.delivery.leases import Row
from bot.domain.desk.characters import keepable
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure
from bot.gateways.slack_port import SlackPort
from bot.services.desk import backfill
from bot.services.desk.thread_fetches import Wish

UNREADABLE: Final = THREAD_GONE | {"channel_not_found", "not_in_channel", "missing_scope"}
"""Slack's refusals that say the message cannot be read: it is gone, too old, or in a conversation the bot is not in."""


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(OutboxKind.FETCH_ORIGIN, prepare_origin_read)


def prepare_origin_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read the whole thread, then open the ticket or tell who asked why not."""
    del session  # the row says all that is needed
    wish = Wish.from_payload(row.payload)

    return Call(
        lambda slack: read_thread_of(slack, wish.slack_channel_id, wish.ts),
        lambda session, thread: backfill.fulfil(session, wish, thread, now=now),
    )


def read_thread_of(slack: SlackPort, slack_channel_id: str, ts: str) -> list[dict[str, Any]] | None:
    """Return the whole thread that a message is in, the root first; None when it cannot be read."""
    try:
        thread = slack.read_whole_thread(slack_channel_id, ts)
    except PermanentFailure as failure:
        if failure.code in UNREADABLE:
            return None
        raise
    return [keepable(message) for message in thread]
