"""Settings: what admins see and change in the pages of `/desk settings`. Each function asks whether they may.

What changes something asks whether anything may be changed, too; who is an admin can always be changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.canned import CannedFacts
from bot.domain.desk.priorities import PriorityScale
from bot.domain.desk.queue_rules import BotIdentity, CategoryFacts, Marks, OwnStatus, QueueSettings
from bot.domain.desk.setting_facts import ChannelLine, QueueLine, QueuePage, SavedReplyLine
from bot.errors import NotFound, Refusal
from bot.gateways.slack_port import Profile
from bot.services.desk import (
    bot_identity,
    canned_replies,
    categories,
    channels,
    people,
    plan_limits,
    priority_scales,
    queue_settings,
    queues,
    statuses,
    workspaces,
)
from models.desk import CannedReply, Channel, ChannelRole, Person, Queue, QueueStatus, Workspace


def load_marks(session: Session, *, actor: Person) -> Marks:
    """Return the workspace's marks and reactions. Raises: AdminsOnly."""
    people.require_admin(actor)
    return workspaces.marks_of(session.get_one(Workspace, actor.workspace_id))


def change_marks(session: Session, wanted: Mapping[str, str], *, actor: Person, now: datetime) -> None:
    """Give the workspace these marks and reactions, by the names of `Marks`. Raises: AdminsOnly."""
    plan_limits.require_admin(session, actor)
    workspaces.change_settings(session, _locked_workspace(session, actor), wanted, actor=actor, now=now)


def load_bot_identity(session: Session, *, actor: Person) -> BotIdentity:
    """Return what the workspace calls Deskbell. Raises: AdminsOnly."""
    people.require_admin(actor)
    return bot_identity.identity_of(session.get_one(Workspace, actor.workspace_id))


def change_bot_identity(session: Session, wanted: BotIdentity, *, actor: Person, now: datetime) -> None:
    """Have Deskbell's own messages carry this name and icon. Raises: AdminsOnly; BeyondPlan."""
    plan_limits.require_admin(session, actor)
    bot_identity.change_identity(session, _locked_workspace(session, actor), wanted, actor=actor, now=now)


def list_queues(session: Session, *, actor: Person) -> list[QueueLine]:
    """Return the queues, the default first, then by key. Raises: AdminsOnly."""
    people.require_admin(actor)
    triage = (Channel.queue_id == Queue.id) & (Channel.role == ChannelRole.TRIAGE)
    rows = select(Queue, Channel.slack_channel_id).outerjoin(Channel, triage)
    rows = rows.where(Queue.workspace_id == actor.workspace_id).order_by(Queue.is_default.desc(), Queue.key)
    return [
        QueueLine(queue.id, queue.key, queue.name, queue.is_default, slack_channel_id)
        for queue, slack_channel_id in session.execute(rows)
    ]


def load_queue(session: Session, queue_id: int | None, *, actor: Person) -> QueuePage:
    """Return what a queue's form shows; None asks for that of a new one. Raises: AdminsOnly; NotFound."""
    people.require_admin(actor)
    if queue_id is None:
        return QueuePage(None, "", "", is_default=False, settings=QueueSettings(), statuses=())
    queue = get_queue(session, queue_id, actor=actor)
    rows = statuses.list_own(session, queue.id, workspace_id=queue.workspace_id)
    own = [queue_settings.own_status(row) for row in rows]
    rules = queue_settings.settings_of(queue)
    return QueuePage(queue.id, queue.key, queue.name, queue.is_default, rules, own, queue.language)


def get_queue(session: Session, queue_id: int, *, actor: Person) -> Queue:
    """Return a queue of the workspace, locked. Raises: AdminsOnly; NotFound."""
    people.require_admin(actor)
    wanted = select(Queue).where(Queue.workspace_id == actor.workspace_id, Queue.id == queue_id)
    queue = session.scalar(wanted.with_for_update())
    if queue is None:
        raise NotFound("I do not know that queue any more. Please open the settings again.")
    return queue


def save_queue(session: Session, page: QueuePage, *, actor: Person, now: datetime) -> Queue:
    """Make the queue what its form says, a new one included; return it.

    Raises: AdminsOnly; NotFound; NotUnderstood, when a new queue's key is none; Refusal, when the key is taken.
    """
    plan_limits.require_admin(session, actor)
    workspace = _locked_workspace(session, actor)
    if page.id is None:
        if queues.find_queue(session, workspace.id, page.key) is not None:
            raise Refusal(f"There is a queue {page.key.upper()} already. Please choose another key.")
        queue = queues.create_queue(
            session, workspace, page.key, name=page.name, is_default=page.is_default or None, actor=actor, now=now
        )
    else:
        queue = get_queue(session, page.id, actor=actor)
        is_default = page.is_default or queue.is_default  # another queue takes it over; there is always one
        queues.change_queue(session, queue, name=page.name, is_default=is_default, actor=actor, now=now)
    queue_settings.change_settings(session, queue, page.settings, actor=actor, now=now)
    queue_settings.set_language(session, queue, page.language, actor=actor, now=now)
    queue_settings.set_statuses(session, queue, _with_known_keys(session, queue, page.statuses), actor=actor, now=now)
    return queue


def list_channels(session: Session, *, actor: Person) -> list[ChannelLine]:
    """Return the channels that play a role: by queue, triage channels first. Raises: AdminsOnly."""
    people.require_admin(actor)
    rows = select(Channel, Queue.key).join(Queue, Queue.id == Channel.queue_id)
    rows = rows.where(Channel.workspace_id == actor.workspace_id)
    rows = rows.order_by(Queue.key, Channel.role.desc(), Channel.name)
    return [
        ChannelLine(
            channel.id, channel.slack_channel_id, channel.role, key, channel.intake, channel.paused_at is not None
        )
        for channel, key in session.execute(rows)
    ]


def turn_channel_off(session: Session, channel_id: int, *, actor: Person, now: datetime) -> None:
    """Take a channel's role away. Raises: AdminsOnly; NotFound; ChannelUnusable, while it is needed."""
    plan_limits.require_admin(session, actor)
    wanted = select(Channel).where(Channel.workspace_id == actor.workspace_id, Channel.id == channel_id)
    channel = session.scalar(wanted.with_for_update())
    if channel is None:
        raise NotFound("I do not know that channel any more. Please open the settings again.")
    channels.leave_desk(session, channel, actor=actor, now=now)


def load_categories(session: Session, *, actor: Person) -> list[CategoryFacts]:
    """Return the categories that can be chosen. Raises: AdminsOnly."""
    people.require_admin(actor)
    return [categories.facts_of(row) for row in categories.list_categories(session, actor.workspace_id)]


def save_categories(session: Session, wanted: Sequence[CategoryFacts], *, actor: Person, now: datetime) -> None:
    """Make the categories exactly these; one that keeps its name keeps its key. Raises: AdminsOnly."""
    plan_limits.require_admin(session, actor)
    workspace = _locked_workspace(session, actor)
    known = {row.name: row.key for row in categories.list_categories(session, workspace.id)}
    named = [CategoryFacts(known.get(each.name, each.key), each.name, each.priorities) for each in wanted]
    categories.set_categories(session, workspace, named, actor=actor, now=now)


def load_scale(session: Session, *, actor: Person) -> PriorityScale:
    """Return what the priorities are called and mean. Raises: AdminsOnly."""
    people.require_admin(actor)
    return priority_scales.scale_of(session.get_one(Workspace, actor.workspace_id))


def save_scale(session: Session, wanted: PriorityScale, *, actor: Person, now: datetime) -> None:
    """Call the priorities as `wanted` does. Raises: AdminsOnly."""
    plan_limits.require_admin(session, actor)
    priority_scales.change_scale(session, _locked_workspace(session, actor), wanted, actor=actor, now=now)


def list_saved_replies(session: Session, *, actor: Person) -> list[SavedReplyLine]:
    """Return the saved replies: those of all queues first, then by queue and name. Raises: AdminsOnly."""
    people.require_admin(actor)
    rows = select(CannedReply, Queue.key).outerjoin(Queue, Queue.id == CannedReply.queue_id)
    rows = rows.where(CannedReply.workspace_id == actor.workspace_id)
    rows = rows.order_by(Queue.key.nulls_first(), CannedReply.key)
    return [
        SavedReplyLine(reply.id, CannedFacts(reply.key, reply.text, queue_key))
        for reply, queue_key in session.execute(rows)
    ]


def save_reply(
    session: Session, reply_id: int | None, wanted: CannedFacts | None, *, actor: Person, now: datetime
) -> None:
    """Change a saved reply, add one where there is no id, or remove it where nothing is wanted.

    Raises: AdminsOnly; NotFound; NotUnderstood.
    """
    plan_limits.require_admin(session, actor)
    workspace = _locked_workspace(session, actor)
    if wanted is not None:
        canned_replies.save_reply(session, workspace, reply_id, wanted, actor=actor, now=now)
    elif reply_id is not None:
        canned_replies.remove_reply(session, workspace, reply_id, actor=actor, now=now)


def list_admins(session: Session, *, actor: Person) -> list[str]:
    """Return the Slack ids of the desk admins. Raises: AdminsOnly."""
    people.require_admin(actor)
    admins = select(Person.slack_user_id).where(Person.workspace_id == actor.workspace_id, Person.is_desk_admin)
    return list(session.scalars(admins.order_by(Person.id)))


def save_admins(session: Session, profiles: Sequence[Profile], *, actor: Person, now: datetime) -> None:
    """Make exactly these people the admins; the new ones first, so that there is never a moment without one.

    Raises: AdminsOnly; Refusal, when one of them cannot be, or nobody would be left.
    """
    people.hold_admins(session, actor.workspace_id)
    people.require_admin(actor)
    workspace = session.get_one(Workspace, actor.workspace_id)
    wanted = set()
    for profile in profiles:
        person = people.get_or_stub(session, workspace, profile.slack_user_id, now=now)
        people.record_profile(session, person.id, profile, now=now)
        people.add_admin(session, person, actor=actor, now=now)
        wanted.add(person.id)
    admins = select(Person).where(Person.workspace_id == workspace.id, Person.is_desk_admin, Person.id.not_in(wanted))
    leaving = sorted(session.scalars(admins), key=lambda person: person.id == actor.id)  # who asks goes last
    for person in leaving:
        people.remove_admin(session, person, actor=actor, now=now)


def _locked_workspace(session: Session, actor: Person) -> Workspace:
    """Return the workspace, locked: one change of its settings at a time."""
    workspace = session.get_one(Workspace, actor.workspace_id)
    session.refresh(workspace, with_for_update={"key_share": True})
    return workspace


def _with_known_keys(session: Session, queue: Queue, wanted: Sequence[OwnStatus]) -> list[OwnStatus]:
    """Return the statuses; one that keeps its name keeps its key, and with it the tickets that have it."""
    rows = session.scalars(select(QueueStatus).where(QueueStatus.queue_id == queue.id))
    known = {row.name: row.key for row in rows}
    return [OwnStatus(known.get(each.name, each.key), each.name, each.base) for each in wanted]
