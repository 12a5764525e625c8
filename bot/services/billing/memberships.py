"""Memberships: what the desk hears of its triage channels and their members, turned into facts.

Every word of Slack's is a fact, old news too: the fold knows which is the newest. A complete read is compared with what
the facts say, so what no event told is found within the hour.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.desk.happenings import ChannelRoleChanged, ChannelSeen, ConnectionChanged, MembershipTold, MembersRead
from bot.domain.desk.members import Evidence, EvidenceSource
from bot.domain.desk.notices import PersonNotice
from bot.services.billing import ceilings, facts, held_people, standings, subscriptions
from bot.services.billing.facts import NewFact
from bot.services.desk import members, pauses
from models.billing import LedgerFact, Subscription
from models.desk import Channel, ChannelRole, Person, Queue


def follow_word(session: Session, happening: MembershipTold, *, now: datetime) -> None:
    """Record that somebody came into a triage channel or left it."""
    channel, person, evidence = happening.channel, happening.person, happening.evidence
    subscription = subscriptions.get(session, channel.workspace_id, now=now)
    if happening.is_member:
        standings.learn(session, subscription, [person], evidence, arriving_in=channel, now=now)
    facts.record_all(session, subscription, [_membership(channel, person, evidence, happening.is_member)], now=now)
    if not happening.is_member:
        held_people.follow_leaving(session, person)


def follow_read(session: Session, happening: MembersRead, *, now: datetime) -> None:
    """Make the facts of a triage channel's members those of a complete read: who was missed counts from now on.

    A channel that was a triage channel before there was a ledger becomes one in it.
    """
    subscription = subscriptions.get(session, happening.channel.workspace_id, now=now)
    _take_in(session, subscription, happening.channel, happening.evidence, now=now)


def follow_role(session: Session, happening: ChannelRoleChanged, *, now: datetime) -> None:
    """Record that a channel became a triage channel, with everybody in it, or is one no longer."""
    channel = happening.channel
    is_triage = channel.role is ChannelRole.TRIAGE
    subscription = _hold(session, channel.workspace_id)
    if not is_triage and (subscription is None or not _is_on(session, subscription, channel)):
        return
    subscription = subscription or subscriptions.get(session, channel.workspace_id, now=now)
    if is_triage:
        evidence = Evidence(EvidenceSource.ADMIN, now)
        _take_in(session, subscription, channel, evidence, actor=happening.actor, now=now)
    else:
        off = NewFact(FactKind.TRIAGE_OFF, FactSource.ADMIN, now, channel.slack_channel_id)
        facts.record_all(session, subscription, [off], actor=happening.actor, now=now)


def follow_channel(session: Session, happening: ChannelSeen, *, now: datetime) -> None:
    """Freeze the seats of a channel that is archived or lost the bot, and thaw them when it is back."""
    channel = happening.channel
    subscription = _hold(session, channel.workspace_id)
    if subscription is None:
        return
    newest = _newest(session, subscription, channel, FactKind.CHANNEL_FROZEN, FactKind.CHANNEL_THAWED)
    if (newest == FactKind.CHANNEL_FROZEN) == happening.is_here:
        kind = FactKind.CHANNEL_THAWED if happening.is_here else FactKind.CHANNEL_FROZEN
        facts.record_all(
            session, subscription, [NewFact(kind, FactSource.SNAPSHOT, now, channel.slack_channel_id)], now=now
        )


def follow_connection(session: Session, happening: ConnectionChanged, *, now: datetime) -> None:
    """Leave all seats as they are while Slack tells nothing; count again from when it does."""
    subscription = _hold(session, happening.workspace.id)
    if subscription is None:
        return
    newest = _newest(session, subscription, None, FactKind.CONNECTED, FactKind.DISCONNECTED)
    if (newest == FactKind.DISCONNECTED) == happening.is_connected:
        kind = FactKind.CONNECTED if happening.is_connected else FactKind.DISCONNECTED
        facts.record_all(session, subscription, [NewFact(kind, FactSource.SYSTEM, now)], now=now)
        if happening.is_connected:
            members.ask_about_all(session, happening.workspace.id)
            pauses.tell_admins(session, happening.workspace.id, PersonNotice.CONNECTED_AGAIN, {})


def _hold(session: Session, workspace_id: int) -> Subscription | None:
    """Return a workspace's subscription, held, so that what was recorded last stays so; None where there is none."""
    subscription = subscriptions.find(session, workspace_id)
    if subscription is not None:
        facts.hold(session, subscription)
    return subscription


def _take_in(
    session: Session,
    subscription: Subscription,
    channel: Channel,
    evidence: Evidence,
    *,
    actor: Person | None = None,
    now: datetime,
) -> None:
    """Record what the facts do not say yet of a triage channel: its members, that it is one, and who they are."""
    session.flush()
    facts.hold(session, subscription)
    present = members.list_members(session, channel)
    known = _known_members(session, subscription, channel)
    becomes = not _is_on(session, subscription, channel)
    came = [person for person in present if person.slack_user_id not in known]
    standings.learn(session, subscription, came, evidence, arriving_in=channel, are_seen=becomes, now=now)
    if present or not becomes:  # a channel that could not be read yet has whom it had; a read follows
        missed = _differences(channel, present, known, evidence, with_channel=becomes)
        facts.record_all(session, subscription, missed, actor=actor, now=now)
    if becomes:
        queue = session.get_one(Queue, channel.queue_id)
        on = NewFact(
            FactKind.TRIAGE_ON,
            standings.SOURCES[evidence.source],
            now,
            channel.slack_channel_id,
            details={"queue": queue.key},
        )
        facts.record_all(session, subscription, [on], actor=actor, now=now)


def _differences(
    channel: Channel, present: Sequence[Person], known: set[str], evidence: Evidence, *, with_channel: bool
) -> Iterator[NewFact]:
    """Yield what makes the facts' members those the desk has; who comes with the channel was seen by an admin."""
    there = {person.slack_user_id for person in present}
    details = {ceilings.WITH_CHANNEL: True} if with_channel else {}
    for kind, users, told in ((FactKind.LEFT, known - there, {}), (FactKind.JOINED, there - known, details)):
        for user in sorted(users):
            source = standings.SOURCES[evidence.source]
            yield NewFact(kind, source, evidence.occurred_at, channel.slack_channel_id, user, details=told)


def _membership(channel: Channel, person: Person, evidence: Evidence, is_member: bool) -> NewFact:
    inviter = evidence.slack_inviter_id
    return NewFact(
        FactKind.JOINED if is_member else FactKind.LEFT,
        standings.SOURCES[evidence.source],
        evidence.occurred_at,
        channel.slack_channel_id,
        person.slack_user_id,
        event_id=None if evidence.event_id is None else f"{evidence.event_id}/{channel.slack_channel_id}",
        details={} if inviter is None else {"inviter": inviter},
    )


def _known_members(session: Session, subscription: Subscription, channel: Channel) -> set[str]:
    """Return who is in a channel by the facts: each person's newest decides, and of one instant the departure."""
    newest = (
        select(LedgerFact.slack_user_id, LedgerFact.kind)
        .where(
            LedgerFact.subscription_id == subscription.id,
            LedgerFact.slack_channel_id == channel.slack_channel_id,
            LedgerFact.kind.in_([FactKind.JOINED, FactKind.LEFT]),
        )
        .ext(distinct_on(LedgerFact.slack_user_id))
        .order_by(LedgerFact.slack_user_id, LedgerFact.effective_at.desc(), LedgerFact.kind.desc())
    )
    return {user for user, kind in session.execute(newest) if user is not None and kind == FactKind.JOINED}


def _is_on(session: Session, subscription: Subscription, channel: Channel) -> bool:
    return _newest(session, subscription, channel, FactKind.TRIAGE_ON, FactKind.TRIAGE_OFF) == FactKind.TRIAGE_ON


def _newest(session: Session, subscription: Subscription, channel: Channel | None, *kinds: FactKind) -> str | None:
    """Return the kind of the newest of some facts, of a channel or of the whole subscription."""
    about = select(LedgerFact.kind).where(LedgerFact.subscription_id == subscription.id, LedgerFact.kind.in_(kinds))
    if channel is not None:
        about = about.where(LedgerFact.slack_channel_id == channel.slack_channel_id)
    return session.scalar(about.order_by(LedgerFact.seq.desc()).limit(1))
