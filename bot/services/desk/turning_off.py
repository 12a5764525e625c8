"""Turning channels off, and on again as they were: what a channel was stands in the ledger, not in a button."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.errors import ChannelUnusable, NotFound
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import channel_setup, channels, plan_limits, queues
from bot.services.desk.channel_names import tag_of
from bot.services.desk.channel_setup import ChosenQueue
from models.desk import AuditEntry, AuditTag, Channel, ChannelRole, Intake, Person, Workspace

_CHANGES: Final = frozenset(
    {AuditTag.CHANNEL_BECAME_TRIAGE, AuditTag.CHANNEL_TAKES_REQUESTS, AuditTag.CHANNEL_LEFT_DESK}
)
"""What the ledger tells of a channel's role."""


TRIAGE_GIVEN_BACK_FOR: Final = timedelta(hours=24)
"""How long turning a triage channel off can be undone at a press."""


@dataclass(frozen=True)
class TurnedOff:
    """What turning a channel off changed, in lines, and which line of the ledger tells what it was.

    `entry_id` is None where the channel was off already, so that there is nothing to undo.
    """

    lines: list[str]
    slack_channel_id: str
    entry_id: int | None


def turn_off(session: Session, slack_channel_id: str, *, actor: Person, now: datetime) -> TurnedOff:
    """Take a channel's role away. Raises: AdminsOnly; NotFound; ChannelUnusable, while it is needed."""
    plan_limits.require_admin(session, actor)
    channel = channels.get_channel(session, actor.workspace_id, slack_channel_id)
    lines = channels.leave_desk(session, channel, actor=actor, now=now)
    return TurnedOff(lines, slack_channel_id, _last_change(session, channel).id if lines else None)


def turn_on_again(
    session: Session, profile: ChannelProfile, entry_id: int, *, actor: Person, now: datetime
) -> list[str]:
    """Give a channel the role, the queue and the intake it had before it was turned off; return what changed, in lines.

    Args:
        session: an open transaction.
        profile: the channel as Slack just described it.
        entry_id: the line of the ledger that tells of its turning off.
        actor: who says so.
        now: the desk's time.

    Raises: AdminsOnly; NotFound, for a line that tells of no such thing, or a queue there is no more; ChannelUnusable,
        when the channel's role was changed since, or cannot be given back. A triage channel is given back for a day
        only: others may have come in since, and who takes a seat is shown before it costs something.
    """
    plan_limits.require_admin(session, actor)
    workspace = session.get_one(Workspace, actor.workspace_id)
    channel = channels.record_channel(session, workspace, profile, now=now)  # locked
    entry = _get_turning_off(session, channel, entry_id)
    if _last_change(session, channel).id != entry.id:
        raise ChannelUnusable(
            f"{tag_of(channel)} was changed since, so I left it as it is. `/desk settings` shows what it is now."
        )
    queue = queues.get_queue(session, workspace.id, entry.details["queue"])
    if entry.details["role"] == ChannelRole.TRIAGE:
        if now - entry.at > TRIAGE_GIVEN_BACK_FOR:
            raise ChannelUnusable(
                f"That is too long ago to undo. Type `/desk triage {tag_of(channel)} {queue.key}`: it shows first who "
                "is in there now, and what that costs."
            )
        return channel_setup.make_triage(session, profile, ChosenQueue(queue.key), actor=actor, now=now)
    intake = Intake(entry.details["intake"])
    return channel_setup.take_requests(session, profile, queue, intake, actor=actor, now=now)


def _get_turning_off(session: Session, channel: Channel, entry_id: int) -> AuditEntry:
    told = _told_of(channel).where(
        AuditEntry.id == entry_id, AuditEntry.tag == AuditTag.CHANNEL_LEFT_DESK, AuditEntry.details.has_key("role")
    )
    entry = session.scalar(told)
    if entry is None:
        raise NotFound("I do not know any more what this channel was. `/desk settings` gives it a role.")
    return entry


def _last_change(session: Session, channel: Channel) -> AuditEntry:
    """Return the newest line that tells of a channel's role."""
    return session.scalars(_told_of(channel).order_by(AuditEntry.id.desc()).limit(1)).one()


def _told_of(channel: Channel) -> Select[AuditEntry]:
    return select(AuditEntry).where(
        AuditEntry.workspace_id == channel.workspace_id,
        AuditEntry.tag.in_(_CHANGES),
        AuditEntry.details["slack_channel_id"].astext == channel.slack_channel_id,
    )
