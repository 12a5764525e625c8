"""Thread fetches: what is asked of a message that stands in Slack, until the message and its thread were read.

An event names a message without its words, so they are read first. While that goes on, what happens in the channel
waits for it (`bot.services.desk.conversations` asks `is_under_way`), so that nothing falls between what was read and
what comes.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import outbox
from models.desk import OutboxRow, OutboxState, Person, TicketSource

UNFINISHED: Final = (OutboxState.PENDING, OutboxState.SENDING)


@dataclass(frozen=True)
class Wish:
    """A message that is to become a ticket, its thread with it.

    Args:
        slack_channel_id: where the message is.
        ts: its ts; it may be a reply, and then the ticket is that of the thread.
        queue_id: where the ticket is to live.
        source: what was done: one of EMOJI, SHORTCUT and MENTION.
        asker_id: the person who did it.
        requester_id: the person it is for; None: who wrote the message.
        title: the ticket's title; None: made from the message.
    """

    slack_channel_id: str
    ts: str
    queue_id: int
    source: TicketSource
    asker_id: int
    requester_id: int | None = None
    title: str | None = None

    def to_payload(self) -> dict[str, Any]:
        """Return the wish as an outbox row carries it."""
        return asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "Wish":
        """Return the wish that an outbox row carries."""
        return cls(**payload | {"source": TicketSource(payload["source"])})


def ask_for_ticket(session: Session, asker: Person, wish: Wish) -> None:
    """Have a message and its thread read and made a ticket."""
    outbox.enqueue(
        session,
        OutboxKind.FETCH_ORIGIN,
        workspace_id=asker.workspace_id,
        lane=_lane(wish.slack_channel_id),
        subject_id=asker.id,
        payload=wish.to_payload(),
    )


def is_under_way(session: Session, workspace_id: int, slack_channel_id: str) -> bool:
    """Return whether a thread of this channel is being read, so that what happens there may belong to a ticket soon."""
    reading = exists().where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.lane == _lane(slack_channel_id),
        OutboxRow.state.in_(UNFINISHED),
    )
    return bool(session.scalar(select(reading)))


def _lane(slack_channel_id: str) -> str:
    """Return the lane of a channel's fetches: one after the other, so that two wishes never race for one thread."""
    return f"origin/{slack_channel_id}"
