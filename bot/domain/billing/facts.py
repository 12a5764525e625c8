"""Facts: all that decides money, as it became known. The ledger is folded from them and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class FactKind(StrEnum):
    """What happened. Behind each: which ids and details its facts carry."""

    JOINED = "joined"
    """A person is in a channel: channel, user. Any channel; its members are told before it becomes a triage channel."""
    LEFT = "left"
    """A person is in a channel no more: channel, user."""
    TRIAGE_ON = "triage_on"
    """A channel became a triage channel: channel; details `queue`, the key of its queue."""
    TRIAGE_OFF = "triage_off"
    """A channel is a triage channel no more: channel."""
    CHANNEL_FROZEN = "channel_frozen"
    """A channel was archived or lost the bot: channel. Its seats stay for a day, then they are counted out."""
    CHANNEL_THAWED = "channel_thawed"
    """A frozen channel is back: channel."""
    PERSON_KNOWN = "person_known"
    """Slack said who a person is: user; details `standing`, one of `PersonStanding`."""
    OUTSIDER_CONFIRMED = "outsider_confirmed"
    """An admin took a person from outside the company as an agent, and as a seat: user."""
    OUTSIDER_REFUSED = "outsider_refused"
    """An admin decided that an outsider is no agent: user."""
    TERMS_CHANGED = "terms_changed"
    """What the subscription is to be: details, all of `Terms` as JSON. The first one begins it."""
    PAYMENT_METHOD_SET = "payment_method_set"
    """There is a way to collect."""
    PAYMENT_METHOD_REMOVED = "payment_method_removed"
    """There is none any more."""
    CANCELLED = "cancelled"
    """No renewal is wanted: the subscription ends with its period, or with its trial."""
    CANCEL_UNDONE = "cancel_undone"
    """A renewal is wanted after all."""
    SUSPENDED = "suspended"
    """What was due could not be collected in time."""
    REINSTATED = "reinstated"
    """It was paid after all."""
    REFUNDED = "refunded"
    """A credit was paid back, so no invoice is lowered by it: details `currency` and `amount_minor`, above zero."""
    DISCONNECTED = "disconnected"
    """Slack tells nothing any more (uninstalled, token revoked): the seats stay as they were last known."""
    CONNECTED = "connected"
    """Slack tells again."""


class FactSource(StrEnum):
    """Who said so."""

    EVENT = "event"
    """An event of Slack's, which proves its instant."""
    SNAPSHOT = "snapshot"
    """A complete read of a channel's members: true from its discovery on."""
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    Attributes:
        seq: its place among the subscription's facts, from 1, in the order in which they were recorded.
        counts_at: from when on it counts: `effective_at`, or how far the ledger had been folded when it was recorded,
            whichever is later. Facts are folded in the order of (counts_at, seq).
        effective_at: when it happened, as far as its source can prove it.
        received_at: when it was recorded.
        event_id: Slack's id of the event, if one told.
        details: JSON, as its kind says.
    """

    seq: int
    kind: FactKind
    source: FactSource
    counts_at: datetime
    effective_at: datetime
    received_at: datetime
    slack_channel_id: str | None = None
    slack_user_id: str | None = None
    event_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
