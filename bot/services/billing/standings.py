"""Standings: who of a triage channel's members counts as a seat, as far as Slack has said who they are."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bot.domain.billing.eligibility import Company, PersonStanding, SlackPerson, StandingReason, standing_of
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.ledger import LATENESS
from bot.domain.desk.happenings import PersonChanged
from bot.domain.desk.members import Evidence, EvidenceSource
from bot.services.billing import ceilings, facts, held_people, subscriptions
from bot.services.billing.facts import NewFact
from models.billing import LedgerFact, Subscription
from models.desk import Channel, ChannelMember, Person, Workspace

Details = Mapping[str, Any]

FEW: Final = 1000
"""Up to this many people are named in a query; for more of them the facts about everybody are read."""

SOURCES: Final = {
    EvidenceSource.EVENT: FactSource.EVENT,
    EvidenceSource.READ: FactSource.SNAPSHOT,
    EvidenceSource.ADMIN: FactSource.ADMIN,
}
"""What a fact's source is, by the desk's evidence."""


def follow_person(session: Session, happening: PersonChanged, *, now: datetime) -> None:
    """Record what Slack says of an agent now; nothing of people who never were one."""
    person = happening.person
    subscription = subscriptions.find(session, person.workspace_id)
    if subscription is None:
        return
    is_member = select(ChannelMember.id).where(ChannelMember.person_id == person.id).limit(1)
    if session.scalar(is_member) is not None or _known(session, subscription, [person]):
        learn(session, subscription, [person], happening.evidence, now=now)


def learn(
    session: Session,
    subscription: Subscription,
    people: Collection[Person],
    evidence: Evidence,
    *,
    arriving_in: Channel | None = None,
    are_seen: bool = False,
    now: datetime,
) -> None:
    """Record how people count, where that is not what was recorded last. What Slack has not said is not guessed.

    Whoever is from another company, or would lift the next invoice above the ceiling, is held, and admins are asked.

    Args:
        session: an open transaction.
        subscription: whose people.
        people: members of triage channels.
        evidence: how this became known.
        arriving_in: the triage channel they are about to be recorded in, if they are.
        are_seen: whether an admin has just agreed to them, with the price in view.
        now: the desk's time.
    """
    session.flush()
    facts.hold(session, subscription)
    workspace = session.get_one(Workspace, subscription.workspace_id)
    reasons = {person: _reason(person, workspace) for person in people}
    reasons = {person: reason for person, reason in reasons.items() if reason is not StandingReason.UNKNOWN}
    billable = [person for person, reason in reasons.items() if reason.standing is PersonStanding.BILLABLE]
    above = [] if are_seen else ceilings.list_above(session, subscription, billable, arriving_in, now=now)
    known = _known(session, subscription, reasons)
    news: list[NewFact] = []
    for person, reason in reasons.items():
        details = ceilings.HELD if person in above else {"standing": reason.standing.value, "reason": reason.value}
        held_people.follow_standing(session, person, PersonStanding(details["standing"]), now=now)
        before = known.get(person.slack_user_id)
        if details != before:
            is_late = before is None and arriving_in is None
            since = _since(session, subscription, person, evidence) if is_late else evidence.occurred_at
            source, user = SOURCES[evidence.source], person.slack_user_id
            news.append(NewFact(FactKind.PERSON_KNOWN, source, since, slack_user_id=user, details=details))
    facts.record_all(session, subscription, news, now=now)


def _since(session: Session, subscription: Subscription, person: Person, evidence: Evidence) -> datetime:
    """Return since when somebody counts of whom Slack says for the first time who they are.

    That is a moment after they came: it counts from then, as if it had been known.
    """
    joined = select(func.max(LedgerFact.effective_at)).where(
        LedgerFact.subscription_id == subscription.id,
        LedgerFact.slack_user_id == person.slack_user_id,
        LedgerFact.kind == FactKind.JOINED,
    )
    joined_at = session.scalar(joined)
    at = evidence.occurred_at
    return joined_at if joined_at is not None and at - LATENESS <= joined_at <= at else at


def _reason(person: Person, workspace: Workspace) -> StandingReason:
    """Return how a person counts and why. Who belongs to the company, the desk knows."""
    if person.profile_read_at is None and not person.is_deactivated:
        return StandingReason.UNKNOWN
    said = SlackPerson(
        person.slack_user_id,
        slack_team_id=person.slack_team_id if person.is_outsider else workspace.slack_team_id,
        is_bot=person.is_bot,
        is_deleted=person.is_deactivated,
        is_guest=person.is_guest,
    )
    return standing_of(said, Company(workspace.slack_team_id, bot_slack_user_id=workspace.slack_bot_user_id))


def _known(session: Session, subscription: Subscription, people: Collection[Person]) -> dict[str, Details]:
    """Return what was recorded last of who people are, by Slack user id."""
    newest = (
        select(LedgerFact.slack_user_id, LedgerFact.details)
        .where(LedgerFact.subscription_id == subscription.id, LedgerFact.kind == FactKind.PERSON_KNOWN)
        .ext(distinct_on(LedgerFact.slack_user_id))
        .order_by(LedgerFact.slack_user_id, LedgerFact.effective_at.desc(), LedgerFact.seq.desc())
    )
    if len(people) <= FEW:
        newest = newest.where(LedgerFact.slack_user_id.in_([person.slack_user_id for person in people]))
    return {user: details for user, details in session.execute(newest) if user is not None}
