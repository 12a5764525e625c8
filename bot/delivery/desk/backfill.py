"""Reads a message that is to be a ticket, with the thread it is in."""

from dataclasses import dataclass
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
from models.desk import Person, TicketSource

UNREADABLE: Final = THREAD_GONE | {"channel_not_found", "not_in_channel", "missing_scope"}
"""Slack's refusals that say the message cannot be read: it is gone, too old, or in a conversation the bot is not in."""


@dataclass(frozen=True)
class Reader:
    """On whose word a message is read that no event told of, but a form: they have to be able to read it themselves."""

    slack_user_id: str
    slack_dm_id: str | None

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """Return a person as a reader."""
        return cls(person.slack_user_id, person.slack_dm_id)

    def may_read(self, slack: SlackPort, slack_channel_id: str) -> bool:
        """Return whether the conversation is open to them. Asks Slack."""
        if slack_channel_id.startswith("D"):
            return slack_channel_id == self.slack_dm_id
        is_private = slack.read_channel(slack_channel_id).is_private
        return not is_private or self.slack_user_id in slack.list_members(slack_channel_id)


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(OutboxKind.FETCH_ORIGIN, prepare_origin_read)


def prepare_origin_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read the whole thread, then open the ticket or tell who asked why not."""
    wish = Wish.from_payload(row.payload)
    is_told_of = (
        wish.source is not TicketSource.SHORTCUT
    )  # reactions and mentions are events: Slack says who did it where
    reader = None if is_told_of else Reader.of(session.get_one(Person, wish.asker_id))
    return Call(
        lambda slack: read_thread_of(slack, wish.slack_channel_id, wish.ts, reader=reader),
        lambda session, thread: backfill.fulfil(session, wish, thread, now=now),
    )


def read_thread_of(
    slack: SlackPort, slack_channel_id: str, ts: str, *, reader: Reader | None
) -> list[dict[str, Any]] | None:
    """Return the whole thread that a message is in, the root first; None when it cannot be read, or not by `reader`."""
    try:
        if reader is not None and not reader.may_read(slack, slack_channel_id):
            return None
        thread = slack.read_whole_thread(slack_channel_id, ts)
    except PermanentFailure as failure:
        if failure.code in UNREADABLE:
            return None
        raise
    return [keepable(message) for message in thread]
