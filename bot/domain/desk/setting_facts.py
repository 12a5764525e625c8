"""What the pages of the settings show: frozen, as services hand it to views."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.desk.canned import CannedFacts
from bot.domain.desk.queue_rules import OwnStatus, QueueSettings
from models.desk import ChannelRole, Intake


@dataclass(frozen=True)
class QueueLine:
    """A queue in the list of queues. `triage_slack_channel_id` is None while it has no triage channel."""

    id: int
    key: str
    name: str
    is_default: bool
    triage_slack_channel_id: str | None


@dataclass(frozen=True)
class QueuePage:
    """All a queue's form shows; a new queue has no id and an empty key.

    `language` is the one its tickets are searched in; None: the workspace's.
    """

    id: int | None
    key: str
    name: str
    is_default: bool
    settings: QueueSettings
    statuses: Sequence[OwnStatus]
    language: str | None = None


@dataclass(frozen=True)
class ChannelLine:
    """A channel that plays a role for the desk."""

    id: int
    slack_channel_id: str
    role: ChannelRole
    queue_key: str
    intake: Intake | None
    is_paused: bool


@dataclass(frozen=True)
class SavedReplyLine:
    """A saved reply in the list of them, and in its form."""

    id: int
    reply: CannedFacts


@dataclass(frozen=True)
class HubEntry:
    """One page the settings' hub leads to. Other wings add theirs: the button's action id and value are their own."""

    title: str
    about: str
    action_id: str
    value: str
