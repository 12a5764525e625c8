"""What people are told in direct messages about tickets: the kinds there are, and how bursts are gathered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.desk.facts import MessageFacts


class NotificationKind(StrEnum):
    """What somebody is told about a ticket; each can be turned off.

    Facts are texts, by the names in the comment. Where there is a `person_id` beside the `name`, the name is read anew.
    """

    ASSIGNED = "assigned"  # name: who gave it to them
    REPLY = "reply"  # name: who wrote; message_id: what, read when it is sent
    NOTE = "note"  # name, message_id: a private note
    CLOSED = "closed"  # name: who resolved or closed it; status: which of the two, as models.desk.TicketStatus
    REOPENED = "reopened"  # name: who reopened it
    FOLLOWING = "following"  # name: who added them as a follower
    DUE = "due"  # due_at: when it is due, as an ISO instant with its offset
    WOKEN = "woken"  # no facts; a snoozed ticket is back
    REMINDER = "reminder"  # never sent as a message of its own: the reminder in the requester's thread
    RATING = "rating"  # likewise: the question how good the help was


FOR_AGENTS: Final = frozenset(
    {
        NotificationKind.ASSIGNED,
        NotificationKind.NOTE,
        NotificationKind.REOPENED,
        NotificationKind.DUE,
        NotificationKind.WOKEN,
    }
)
"""Kinds that only agents are ever told."""

TOLD_AT_ONCE: Final = 2
"""How many of one kind a person is told at once within `GATHERING`; from the next one on they are gathered."""

GATHERING: Final = timedelta(minutes=10)
"""How long a burst is looked back on, and how long what is gathered waits for more."""


def due_when_gathered(*, recent: int, gathered_until: datetime | None, now: datetime) -> datetime:
    """Return when to tell something, quiet hours aside.

    Args:
        recent: how many of this kind the person had within `GATHERING` before `now`.
        gathered_until: when those that are being gathered already will be told; None if none are.
        now: the desk's time, aware UTC.
    """
    if recent < TOLD_AT_ONCE:
        return now
    return gathered_until or now + GATHERING


@dataclass(frozen=True)
class NotificationFacts:
    """One thing to tell somebody, as it stands when it is sent.

    `facts` are those its kind needs; `words` is the message it is about, if it is about one; `link` opens the reader's
    side of the ticket in Slack, where they have one.
    """

    kind: NotificationKind
    ticket_key: str
    ticket_title: str
    link: str | None
    facts: Mapping[str, str]
    words: MessageFacts | None = None
    ticket_id: int | None = None  # what a button that concerns this ticket alone carries


@dataclass(frozen=True)
class NotificationSettings:
    """What somebody chose to be told: of the kinds they are `offered`, those that are on, and their quiet hours.

    The hours are on the clocks of `zone`, an IANA name; None for no quiet hours, or where their zone is not known.
    """

    offered: tuple[NotificationKind, ...]
    on: frozenset[NotificationKind]
    quiet_from: time | None
    quiet_until: time | None
    zone: str | None
