"""Triage plans: what an admin sees before a channel becomes a triage channel, and agrees to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import agents, channel_setup, channels, foresight, queues
from bot.services.desk.channel_setup import ChosenQueue
from bot.services.desk.foresight import ChannelPlan
from models.desk import ChannelRole, Person, Workspace


@dataclass(frozen=True)
class TriagePlan:
    """A channel about to become a triage channel.

    Attributes:
        agents: Slack ids of who would become an agent; None where Slack did not say in time who is in the channel.
        foreseen: what it brings with it, in sentences: seats, and what they cost.
    """

    slack_channel_id: str
    channel_name: str
    queue_key: str
    agents: Sequence[str] | None
    foreseen: Sequence[str]


def is_so_already(session: Session, workspace_id: int, slack_channel_id: str, queue_key: str) -> bool:
    """Return whether a channel is the triage channel of a queue, so that nothing is to be agreed to."""
    channel = channels.find_channel(session, workspace_id, slack_channel_id)
    queue = queues.find_queue(session, workspace_id, queue_key)
    if channel is None or queue is None:
        return False
    return channel.role is ChannelRole.TRIAGE and channel.queue_id == queue.id


def draw_up(
    session: Session,
    profile: ChannelProfile,
    chosen: ChosenQueue,
    slack_user_ids: Collection[str] | None,
    *,
    actor: Person,
    now: datetime,
) -> TriagePlan:
    """Return what making a channel a triage channel would bring, once it is certain that it can become one.

    It is tried and taken back, so whatever speaks against it is said now.

    Args:
        session: an open transaction.
        profile: the channel as Slack just described it.
        chosen: which queue.
        slack_user_ids: everybody in it; None where Slack did not say in time.
        actor: who wants it.
        now: the desk's time.

    Raises: AdminsOnly; NotUnderstood, for a key of the wrong shape; ChannelUnusable.
    """
    with session.begin_nested() as trial:
        channel_setup.make_triage(session, profile, chosen, actor=actor, now=now)
        trial.rollback()
    workspace = session.get_one(Workspace, actor.workspace_id)
    future = None if slack_user_ids is None else list_future_agents(session, workspace, slack_user_ids)
    plan = ChannelPlan(workspace.id, profile.slack_channel_id, future, actor.locale)
    foreseen = foresight.foresee(session, plan, now=now).sentences
    return TriagePlan(profile.slack_channel_id, profile.name, chosen.key.upper(), future, foreseen)


def list_future_agents(session: Session, workspace: Workspace, slack_user_ids: Collection[str]) -> list[str]:
    """Return who of a channel's members would be an agent: all but those known to be bots, gone, or held."""
    known = select(Person).where(Person.workspace_id == workspace.id, Person.slack_user_id.in_(slack_user_ids))
    others = {person.slack_user_id for person in session.scalars(known) if not agents.can_be_agent(person)}
    others.add(workspace.slack_bot_user_id)
    return [slack_user_id for slack_user_id in slack_user_ids if slack_user_id not in others]
