"""Members: who is in the triage channels, as events tell it. Complete reads are `member_reads`."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import AgentsChanged, MembershipTold
from bot.domain.desk.instants import instant_of
from bot.domain.desk.members import Evidence, EvidenceSource, Told
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import audit, happenings, outbox, people, slack_time
from models.desk import AuditTag, Channel, ChannelMember, ChannelRole, HeldRead, MemberNews, Person, Workspace


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
    """Do what somebody's coming into a channel asks for: in a triage channel, they become an agent."""
    channel = _find_triage(session, workspace.id, slack_channel_id)
    if channel is None or slack_user_id == workspace.slack_bot_user_id:
        return
    person = people.get_or_stub(session, workspace, slack_user_id, slack_team_id=slack_team_id, now=now)
    _receive(session, channel, person, told, is_member=True, now=now)
    ask(session, channel)  # joins and leaves may arrive in any order; Slack's own list settles it


def receive_leave(
    session: Session, workspace: Workspace, slack_channel_id: str, slack_user_id: str, *, told: Told, now: datetime
) -> None:
    """Do what somebody's leaving a channel asks for: an agent loses their rights at once."""
    channel = _find_triage(session, workspace.id, slack_channel_id)
    if channel is None:
        return
    person = people.get_or_stub(session, workspace, slack_user_id, now=now)  # their coming may be told of later
    _receive(session, channel, person, told, is_member=False, now=now)
    ask(session, channel)


def ask(session: Session, channel: Channel, *, delay: timedelta = timedelta(0)) -> None:
    """Have the members of a triage channel read from Slack."""
    lane = outbox.channel_lane(channel.id)
    outbox.refresh(
        session, OutboxKind.FETCH_MEMBERS, channel.id, workspace_id=channel.workspace_id, lane=lane, delay=delay
    )


def ask_about_all(session: Session, workspace_id: int) -> int:
    """Have the members of every triage channel read; return how many channels those are."""
    triage = select(Channel).where(Channel.workspace_id == workspace_id, Channel.role == ChannelRole.TRIAGE)
    found = session.scalars(triage.order_by(Channel.id)).all()
    for channel in found:
        ask(session, channel)
    return len(found)


def list_members(session: Session, channel: Channel) -> Sequence[Person]:
    """Return who is in a triage channel, the first seen first."""
    members = select(Person).join(ChannelMember, ChannelMember.person_id == Person.id)
    return session.scalars(members.where(ChannelMember.channel_id == channel.id).order_by(Person.id)).all()


def begin(session: Session, channel: Channel, slack_user_ids: Collection[str], *, now: datetime) -> None:
    """Record who is in a channel that an admin has just made a triage channel, having seen them."""
    workspace = session.get_one(Workspace, channel.workspace_id)
    joined = set(slack_user_ids) - {workspace.slack_bot_user_id}
    change(session, channel, joined=joined, evidence=Evidence(EvidenceSource.ADMIN, now), now=now)


def change(
    session: Session,
    channel: Channel,
    *,
    joined: Collection[str] = (),
    left: Collection[Person] = (),
    evidence: Evidence,
    now: datetime,
) -> None:
    """Record that people came into a triage channel or are out of it; what is so already is no change.

    Who is new has their profile read; the rights of who is out end with this transaction. Hundreds go in few
    statements.
    """
    came, went = _add(session, channel, joined, now=now), _take_out(session, channel, left)
    for tag, concerned in ((AuditTag.AGENT_JOINED, came), (AuditTag.AGENT_LEFT, went)):
        for person in concerned:
            _audit(session, tag, channel, person, now=now)
    if came or went:
        happenings.announce(session, AgentsChanged(None, channel, came, went, evidence), now=now)


def forget(session: Session, channel: Channel) -> None:
    """Forget who is in a channel that is no triage channel any more, and all that was heard and doubted of them."""
    for table in (ChannelMember, MemberNews, HeldRead):
        session.execute(delete(table).where(table.channel_id == channel.id))


def take_out_everywhere(session: Session, person: Person, evidence: Evidence, *, now: datetime) -> None:
    """Take somebody out of every triage channel."""
    theirs = select(Channel).join(ChannelMember, ChannelMember.channel_id == Channel.id)
    for channel in session.scalars(theirs.where(ChannelMember.person_id == person.id).order_by(Channel.id)).all():
        change(session, channel, left=[person], evidence=evidence, now=now)
        told_of = MembershipTold(None, channel, person, is_member=False, evidence=evidence)
        happenings.announce(session, told_of, now=now)


def _receive(session: Session, channel: Channel, person: Person, told: Told, *, is_member: bool, now: datetime) -> None:
    occurred_at = slack_time.happened_at(session, told.ts, now=now)
    evidence = Evidence(EvidenceSource.EVENT, occurred_at, told.event_id, told.slack_inviter_id)
    if _is_news(session, channel, person, told.ts, is_member=is_member):
        if is_member:
            change(session, channel, joined=[person.slack_user_id], evidence=evidence, now=now)
        else:
            change(session, channel, left=[person], evidence=evidence, now=now)
    told_of = MembershipTold(None, channel, person, is_member=is_member, evidence=evidence)
    happenings.announce(session, told_of, now=now)


def _is_news(session: Session, channel: Channel, person: Person, ts: str, *, is_member: bool) -> bool:
    """Return whether nothing newer was heard of this person and channel, and remember what was."""
    row = insert(MemberNews).values(
        channel_id=channel.id,
        person_id=person.id,
        workspace_id=channel.workspace_id,
        is_member=is_member,
        happened_at=instant_of(ts),
    )
    newest = row.on_conflict_do_update(
        index_elements=[MemberNews.channel_id, MemberNews.person_id],
        set_={"is_member": row.excluded.is_member, "happened_at": row.excluded.happened_at},
        where=MemberNews.happened_at < row.excluded.happened_at,
    )
    return session.scalar(newest.returning(MemberNews.person_id)) is not None


def _add(session: Session, channel: Channel, slack_user_ids: Collection[str], *, now: datetime) -> list[Person]:
    if not slack_user_ids:
        return []
    workspace = session.get_one(Workspace, channel.workspace_id)
    found = people.get_or_stub_all(session, workspace, slack_user_ids, now=now)
    facts = {"workspace_id": channel.workspace_id, "channel_id": channel.id, "joined_at": now}
    rows = insert(ChannelMember).values([{**facts, "person_id": person.id} for person in found])
    new = set(session.scalars(rows.on_conflict_do_nothing().returning(ChannelMember.person_id)))
    came = [person for person in found if person.id in new]
    people.read_profiles_first(session, came)
    return came


def _take_out(session: Session, channel: Channel, concerned: Collection[Person]) -> list[Person]:
    if not concerned:
        return []
    ids = [person.id for person in concerned]
    membership = delete(ChannelMember).where(ChannelMember.channel_id == channel.id, ChannelMember.person_id.in_(ids))
    gone = set(session.scalars(membership.returning(ChannelMember.person_id)))
    return [person for person in concerned if person.id in gone]


def _find_triage(session: Session, workspace_id: int, slack_channel_id: str) -> Channel | None:
    return session.scalar(
        select(Channel).where(
            Channel.workspace_id == workspace_id,
            Channel.slack_channel_id == slack_channel_id,
            Channel.role == ChannelRole.TRIAGE,
        )
    )


def _audit(session: Session, tag: AuditTag, channel: Channel, person: Person, *, now: datetime) -> None:
    details = {"slack_channel_id": channel.slack_channel_id, "slack_user_id": person.slack_user_id}
    audit.record(session, tag, workspace_id=channel.workspace_id, actor=person, details=details, now=now)
