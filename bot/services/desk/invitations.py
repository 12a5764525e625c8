"""Invitations: somebody brings the bot into a channel, and the right person is asked the right question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.invitations import Invitation, InvitationAnswer, answer_to
from bot.domain.desk.members import Told
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import ChannelProfile, Profile
from bot.services.desk import (
    channel_looks,
    channel_setup,
    channels,
    foresight,
    members,
    outbox,
    people,
    queues,
    triage_plans,
)
from bot.services.desk.foresight import ChannelPlan
from models.desk import Channel, ChannelRole, Intake, Person, Queue, Workspace


@dataclass(frozen=True)
class TriageOffer:
    """What an admin is shown before a channel becomes a triage channel: who would be its agents, and which queues."""

    slack_channel_id: str
    channel_name: str
    agents: Sequence[str]
    """The Slack ids of who would become an agent: members that are not known to be bots, or held."""
    foreseen: Sequence[str]
    """What it brings with it, in sentences: seats, and what they cost."""
    free_queues: Sequence[QueueChoice]
    """The queues that have no triage channel, by key."""
    suggested_key: str


def receive_join(
    session: Session,
    workspace: Workspace,
    slack_channel_id: str,
    slack_user_id: str,
    *,
    slack_team_id: str | None,
    told: Told,
    now: datetime,
) -> None:
    """Do what a coming into a channel asks for: the bot's own, which somebody invited, or another person's.

    A channel that has its role keeps it. Whoever comes by themselves is asked nothing.
    """
    if slack_user_id != workspace.slack_bot_user_id:
        members.receive_join(
            session, workspace, slack_channel_id, slack_user_id, slack_team_id=slack_team_id, told=told, now=now
        )
        return
    channel = channels.find_channel(session, workspace.id, slack_channel_id)
    if channel is not None and channel.role is not ChannelRole.NONE:
        channel_looks.ask(session, channel)
    elif told.slack_inviter_id is not None:
        _ask_slack(session, workspace, slack_channel_id, told.slack_inviter_id, now=now)


def record(session: Session, channel_id: int, profile: ChannelProfile, inviter: Profile, *, now: datetime) -> None:
    """Answer an invitation, now that Slack said which channel it is and who invited us.

    Args:
        session: an open transaction.
        channel_id: the channel's row.
        profile: the channel.
        inviter: who invited the bot.
        now: the desk's time.
    """
    workspace = session.get_one(Workspace, session.get_one(Channel, channel_id).workspace_id)
    channel = channels.record_channel(session, workspace, profile, now=now)
    if channel.role is not ChannelRole.NONE or not profile.is_member:
        return
    person = people.get_or_stub(session, workspace, inviter.slack_user_id, now=now)
    people.record_profile(session, person.id, inviter, now=now)
    default_id = queues.find_id_for(session, workspace.id, None)
    answer = answer_to(
        Invitation(
            by_admin=person.is_desk_admin and not (person.is_deactivated or person.is_outsider),
            by_member=not (person.is_guest or person.is_outsider or person.is_bot),
            is_private=profile.is_private,
            has_queues=bool(queues.list_choices(session, workspace.id)),
            has_default=default_id is not None,
        )
    )
    if answer is InvitationAnswer.TAKE_REQUESTS:
        default = session.get_one(Queue, default_id)
        channels.take_requests(session, channel, default, Intake.EVERY, actor=person, now=now)
        _tell_channel(session, channel, default)
    else:
        say(session, channel, person, answer)


def say(session: Session, channel: Channel, person: Person, answer: InvitationAnswer) -> None:
    """Have somebody asked or told, in the channel and them alone, what follows from an invitation."""
    outbox.enqueue(
        session,
        OutboxKind.ANSWER_INVITATION,
        workspace_id=channel.workspace_id,
        lane=outbox.channel_lane(channel.id),
        subject_id=channel.id,
        payload={"answer": answer, "slack_user_id": person.slack_user_id},
    )


def choose_requests(session: Session, profile: ChannelProfile, *, actor: Person, now: datetime) -> None:
    """Go on from "requests": ask which queue takes them. Raises: AdminsOnly; ChannelUnusable, when it is decided."""
    people.require_admin(actor)
    channel_setup.refuse_decided(session, actor.workspace_id, profile.slack_channel_id)
    workspace = session.get_one(Workspace, actor.workspace_id)
    channel = channels.record_channel(session, workspace, profile, now=now)
    has_queues = bool(queues.list_choices(session, workspace.id))
    say(session, channel, actor, InvitationAnswer.ASK_QUEUE if has_queues else InvitationAnswer.TRIAGE_FIRST)


def offer_triage(
    session: Session, profile: ChannelProfile, slack_user_ids: Sequence[str], *, actor: Person, now: datetime
) -> TriageOffer:
    """Return what an admin is shown before they confirm. `slack_user_ids` are the channel's members.

    Raises: AdminsOnly; ChannelUnusable, when it is decided, or others can read the channel.
    """
    people.require_admin(actor)
    channel_setup.refuse_decided(session, actor.workspace_id, profile.slack_channel_id)
    channels.refuse_readers(profile)
    workspace = session.get_one(Workspace, actor.workspace_id)
    future = triage_plans.list_future_agents(session, workspace, slack_user_ids)
    plan = ChannelPlan(workspace.id, profile.slack_channel_id, future, actor.locale)
    return TriageOffer(
        slack_channel_id=profile.slack_channel_id,
        channel_name=profile.name,
        agents=future,
        foreseen=foresight.foresee(session, plan, now=now).sentences,
        free_queues=_list_free_queues(session, workspace.id),
        suggested_key=queues.suggest_key(profile.name),
    )


def _ask_slack(
    session: Session, workspace: Workspace, slack_channel_id: str, slack_inviter_id: str, *, now: datetime
) -> None:
    """Have the channel and the inviter read; what is not known yet counts as public until then."""
    channel = channels.find_channel(session, workspace.id, slack_channel_id)
    if channel is None:
        channel = Channel(workspace_id=workspace.id, slack_channel_id=slack_channel_id, seen_at=now)
        session.add(channel)
        session.flush()
    outbox.enqueue(
        session,
        OutboxKind.FETCH_INVITATION,
        workspace_id=workspace.id,
        lane=outbox.channel_lane(channel.id),
        subject_id=channel.id,
        payload={"slack_user_id": slack_inviter_id},
    )


def _tell_channel(session: Session, channel: Channel, queue: Queue) -> None:
    outbox.enqueue(
        session,
        OutboxKind.GREET_CHANNEL,
        workspace_id=channel.workspace_id,
        lane=outbox.channel_lane(channel.id),
        subject_id=channel.id,
        payload={"queue_key": queue.key, "queue_name": queue.name},
    )


def _list_free_queues(session: Session, workspace_id: int) -> list[QueueChoice]:
    taken = select(Channel.queue_id).where(Channel.workspace_id == workspace_id, Channel.role == ChannelRole.TRIAGE)
    free = select(Queue.id, Queue.key, Queue.name).where(Queue.workspace_id == workspace_id, Queue.id.not_in(taken))
    return [QueueChoice(*row) for row in session.execute(free.order_by(Queue.key))]
