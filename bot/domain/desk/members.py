"""Who is in a triage channel: how that became known, and when a read of it is too strange to be believed at once."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SETTLING: Final = timedelta(minutes=2)
"""A read says nothing of who came or left so shortly before it began: Slack's pages may be older than its events."""

SECOND_READ_AFTER: Final = timedelta(minutes=1)
"""How long after a read that is not believed the next one may confirm it."""

MOST_ADDED: Final = 20
"""More people than this do not come into a channel unseen."""


@dataclass(frozen=True)
class Told:
    """What Slack's events say of themselves: their id, their `event_ts`, and who invited the person, if anybody did."""

    event_id: str
    ts: str
    slack_inviter_id: str | None = None


class EvidenceSource(StrEnum):
    """Where the desk has it from that somebody is in a channel, or is not."""

    EVENT = "event"
    READ = "read"
    """A complete read of the channel's members."""
    ADMIN = "admin"
    """An admin saw who is in the channel, and made it a triage channel."""


@dataclass(frozen=True)
class Evidence:
    """How a membership became known.

    Attributes:
        occurred_at: in the desk's time; when it happened for an event, when it was found for a read.
        event_id: Slack's, for an event.
    """

    source: EvidenceSource
    occurred_at: datetime
    event_id: str | None = None
    slack_inviter_id: str | None = None


def is_doubtful(known: int, missing: int, added: int) -> bool:
    """Return whether a read would move too many to be believed by itself.

    Args:
        known: how many are in the channel as far as the desk knows; with none, a read is the first.
        missing: how many of them the read does not have.
        added: how many it has beside them.
    """
    return known > 0 and (2 * missing > known or added > MOST_ADDED)


def confirms(
    earlier: tuple[AbstractSet[str], AbstractSet[str]], later: tuple[AbstractSet[str], AbstractSet[str]]
) -> bool:
    """Return whether a later read claims nothing that an earlier one did not. Each is (missing, added)."""
    return later[0] <= earlier[0] and later[1] <= earlier[1]
