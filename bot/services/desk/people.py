"""People: stubs made from events, profiles read from Slack, desk admins."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Select, Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.facts import PersonFacts
from bot.domain.desk.happenings import PersonChanged
from bot.domain.desk.members import Evidence, EvidenceSource, Told
from bot.domain.desk.notices import PersonNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import AdminsOnly, Refusal
from bot.gateways.slack_port import Profile
from bot.services.desk import audit, happenings, outbox, slack_time
from models.desk import AuditTag, Person, Workspace

NAMELESS = "Someone"
"""What a person is called until their profile was read."""


def get_or_stub(
    session: Session, workspace: Workspace, slack_user_id: str, *, slack_team_id: str | None = None, now: datetime
) -> Person:
    """Return the person, made as a stub when never seen. `slack_team_id` is their own team, if the event says."""
    person = find_person(session, workspace.id, slack_user_id)
    if person is None:
        row = insert(Person).values(workspace_id=workspace.id, slack_user_id=slack_user_id, seen_at=now)
        session.execute(row.on_conflict_do_nothing())
        person = session.scalars(_of(workspace.id, slack_user_id)).one()
    if person.slack_team_id is None and slack_team_id is not None:
        person.slack_team_id = slack_team_id
        person.is_outsider = slack_team_id != workspace.slack_team_id
    return person


def get_or_stub_all(
    session: Session, workspace: Workspace, slack_user_ids: Collection[str], *, now: datetime
) -> list[Person]:
    """Return the people of these Slack ids, made as stubs when never seen, in the order of their ids."""
    facts = {"workspace_id": workspace.id, "seen_at": now}
    wanted = sorted(slack_user_ids)
    rows = insert(Person).values([{**facts, "slack_user_id": each} for each in wanted])
    session.execute(rows.on_conflict_do_nothing())
    known = select(Person).where(Person.workspace_id == workspace.id, Person.slack_user_id.in_(wanted))
    return sorted(session.scalars(known), key=lambda person: person.slack_user_id)


def find_person(session: Session, workspace_id: int, slack_user_id: str) -> Person | None:
    """Return the person, or None when never seen."""
    return session.scalar(_of(workspace_id, slack_user_id))


def read_profile_first(session: Session, person: Person, *, lane: str) -> None:
    """Have a stub's profile read before what follows in `lane` goes out; nothing for people already known."""
    if person.profile_read_at is None:
        outbox.enqueue(
            session, OutboxKind.FETCH_PERSON, workspace_id=person.workspace_id, lane=lane, subject_id=person.id
        )


def read_profiles_first(session: Session, stubs: Sequence[Person]) -> None:
    """Have the profiles of those read who are stubs, before anything else is said to them."""
    rows = [(outbox.person_lane(person.id), person.id) for person in stubs if person.profile_read_at is None]
    if rows:
        workspace_id = stubs[0].workspace_id
        outbox.enqueue_each(session, OutboxKind.FETCH_PERSON, rows, workspace_id=workspace_id)


def receive_user_change(
    session: Session, workspace: Workspace, user: Mapping[str, Any], *, told: Told, now: datetime
) -> None:
    """Do what a changed profile asks for: a deactivated person loses their rights at once, the rest is read anew."""
    person = find_person(session, workspace.id, user["id"])
    if person is None:
        return
    was, person.is_deactivated = person.is_deactivated, bool(user.get("deleted"))
    if was != person.is_deactivated:
        evidence = Evidence(EvidenceSource.EVENT, slack_time.happened_at(session, told.ts, now=now), told.event_id)
        happenings.announce(session, PersonChanged(None, person, was, evidence), now=now)
    outbox.enqueue(
        session,
        OutboxKind.FETCH_PERSON,
        workspace_id=workspace.id,
        lane=outbox.person_lane(person.id),
        subject_id=person.id,
        payload={"even_if_known": True},
    )


def record_profile(session: Session, person_id: int, profile: Profile, *, now: datetime) -> Person:
    """Bring a person up to date with their profile as Slack told it."""
    person = session.get_one(Person, person_id, with_for_update={"key_share": True})
    workspace = session.get_one(Workspace, person.workspace_id)
    before, was_deactivated = _what_matters(person), person.is_deactivated
    person.slack_team_id = profile.slack_team_id
    person.display_name = profile.display_name
    person.image_url = profile.image_url
    person.zone = profile.zone
    person.locale = profile.locale
    person.is_bot = profile.is_bot
    person.is_guest = profile.is_guest
    person.is_outsider = workspace.slack_team_id not in {profile.slack_team_id, *profile.further_team_ids}
    person.is_deactivated = profile.is_deactivated
    person.is_slack_admin = profile.is_slack_admin
    person.profile_read_at = now
    if _what_matters(person) != before:
        evidence = Evidence(EvidenceSource.READ, now)
        happenings.announce(session, PersonChanged(None, person, was_deactivated, evidence), now=now)
    return person


def _what_matters(person: Person) -> tuple[object, ...]:
    """Return what decides whether somebody can be an agent, and whether that is known at all."""
    is_known = person.profile_read_at is not None
    return is_known, person.slack_team_id, person.is_bot, person.is_guest, person.is_outsider, person.is_deactivated


def facts_of(person: Person) -> PersonFacts:
    """Return a person as views are given them."""
    return PersonFacts(
        slack_user_id=person.slack_user_id,
        name=person.display_name or NAMELESS,
        image_url=person.image_url,
        zone=person.zone,
        locale=person.locale,
    )


def stub_facts(slack_user_id: str) -> PersonFacts:
    """Return somebody who was never seen as views are given them."""
    return PersonFacts(slack_user_id=slack_user_id, name=NAMELESS)


def names_of(session: Session, workspace_id: int, slack_user_ids: Sequence[str]) -> dict[str, str]:
    """Return the display names of the people among `slack_user_ids` whose profile was read, however many they are."""
    if not slack_user_ids:
        return {}
    known = select(Person.slack_user_id, Person.display_name).where(
        Person.workspace_id == workspace_id,
        Person.slack_user_id == any_(literal(list(slack_user_ids), ARRAY(Text))),  # one parameter
        Person.display_name.is_not(None),
    )
    return {slack_user_id: name for slack_user_id, name in session.execute(known) if name}


def is_admin(person: Person) -> bool:
    """Return whether somebody is a desk admin in good standing."""
    return person.is_desk_admin and not person.is_deactivated and not person.is_outsider


def require_admin(actor: Person) -> None:
    """Raise AdminsOnly unless `actor` is a desk admin in good standing."""
    if not is_admin(actor):
        raise AdminsOnly


def has_admin(session: Session, workspace_id: int) -> bool:
    """Return whether the workspace has a desk admin; one whose account was deactivated is none."""
    return bool(session.scalar(_admins(workspace_id)))


def add_admin(session: Session, person: Person, *, actor: Person, now: datetime) -> bool:
    """Make `person` a desk admin and return whether that changed anything.

    The first admin is whoever owns or administers the Slack workspace and asks first; after that, admins choose.

    Raises: AdminsOnly; Refusal, when `person` is a bot, a guest or from another company.
    """
    hold_admins(session, person.workspace_id)
    if has_admin(session, actor.workspace_id) or not actor.is_slack_admin:
        require_admin(actor)
    is_new = name_admin(session, person, actor=actor, now=now)
    if is_new and person.id != actor.id:
        message(session, person, PersonNotice.ADMIN_ADDED, {"name": facts_of(actor).name})
    return is_new


def name_admin(session: Session, person: Person, *, actor: Person | None, now: datetime) -> bool:
    """Make `person` a desk admin without asking who says so (the configuration file does). Raises: Refusal."""
    if person.is_bot or person.is_guest or person.is_outsider or person.is_deactivated:
        raise Refusal("An admin has to be a full member of this workspace: no bot, no guest, nobody from outside.")
    if person.is_desk_admin:
        return False
    person.is_desk_admin = True
    _audit_admin(session, AuditTag.ADMIN_ADDED, person, actor=actor, now=now)
    return True


def remove_admin(session: Session, person: Person, *, actor: Person | None, now: datetime) -> bool:
    """Take the admin role away and return whether that changed anything.

    `actor` is None when the configuration file says so.

    Raises: AdminsOnly; Refusal, when nobody would be left to give it back.
    """
    hold_admins(session, person.workspace_id)
    if actor is not None:
        require_admin(actor)
    if not person.is_desk_admin:
        return False
    if not session.scalar(_admins(person.workspace_id).where(Person.id != person.id)):
        raise Refusal("This is the last admin. Add another one first with `/desk admin add @someone`.")
    person.is_desk_admin = False
    _audit_admin(session, AuditTag.ADMIN_REMOVED, person, actor=actor, now=now)
    return True


def hold_admins(session: Session, workspace_id: int) -> None:
    """Hold the workspace, so that two people cannot become its first admin, or remove each other, at once."""
    workspace = select(Workspace.id).where(Workspace.id == workspace_id)
    session.execute(workspace.with_for_update(key_share=True))  # every other row's foreign key goes on working


def _admins(workspace_id: int) -> Select[int]:
    return select(func.count(Person.id)).where(
        Person.workspace_id == workspace_id, Person.is_desk_admin, ~Person.is_deactivated
    )


def list_admins(session: Session, workspace_id: int) -> Sequence[Person]:
    """Return the desk's admins whose accounts are active, the first seen first."""
    admins = select(Person).where(Person.workspace_id == workspace_id, Person.is_desk_admin, ~Person.is_deactivated)
    return session.scalars(admins.order_by(Person.id)).all()


def message(session: Session, person: Person, notice: PersonNotice, facts: Mapping[str, str]) -> None:
    """Have somebody told something in their conversation with the bot."""
    outbox.enqueue(
        session,
        OutboxKind.MESSAGE_PERSON,
        workspace_id=person.workspace_id,
        lane=outbox.person_lane(person.id),
        subject_id=person.id,
        payload={"notice": notice, **facts},
    )


def show(session: Session, person: Person, text: str, *, slack_channel_id: str | None) -> None:
    """Have somebody shown a line in a channel, to them alone; without a channel, in their conversation with the bot."""
    outbox.enqueue(
        session,
        OutboxKind.TELL_PERSON,
        workspace_id=person.workspace_id,
        lane=outbox.person_lane(person.id),
        subject_id=person.id,
        payload={"slack_channel_id": slack_channel_id, "text": text},
    )


def _audit_admin(session: Session, tag: AuditTag, person: Person, *, actor: Person | None, now: datetime) -> None:
    details = {"slack_user_id": person.slack_user_id}
    audit.record(session, tag, workspace_id=person.workspace_id, actor=actor, details=details, now=now)


def _of(workspace_id: int, slack_user_id: str) -> Select[Person]:
    return select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == slack_user_id)
