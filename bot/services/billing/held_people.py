"""Held people: in a triage channel, but neither agents nor billed until an admin says so with the price in view."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.desk.happenings import AdmissionDecided
from bot.services.billing import facts, subscriptions
from bot.services.billing.facts import NewFact
from bot.services.desk import admissions, outbox, people
from models.desk import Admission, Person


def follow_standing(session: Session, person: Person, standing: PersonStanding, *, now: datetime) -> None:
    """Hold somebody who is to be held, and ask every admin once; let go whom nothing holds any more."""
    if standing is not PersonStanding.HELD:
        if not person.is_outsider:
            admissions.release(session, person)
        return
    if not admissions.wait(session, person, now=now):
        return
    for admin in people.list_admins(session, person.workspace_id):
        outbox.enqueue(
            session,
            BillingOutboxKind.ASK_ABOUT_PERSON,
            workspace_id=person.workspace_id,
            lane=outbox.person_lane(admin.id),
            subject_id=admin.id,
            payload={"person_id": person.id},
        )


def follow_leaving(session: Session, person: Person) -> None:
    """Forget that admins were asked about somebody who is in no triage channel any more."""
    if person.admission is Admission.WAITING and not admissions.list_triage_channels(session, person):
        admissions.release(session, person)


def follow_decision(session: Session, happening: AdmissionDecided, *, now: datetime) -> None:
    """Record what an admin decided about somebody who is held: it decides about their seat, too."""
    person = happening.person
    subscription = subscriptions.get(session, person.workspace_id, now=now)
    is_in = person.admission is Admission.ADMITTED
    kind = FactKind.OUTSIDER_CONFIRMED if is_in else FactKind.OUTSIDER_REFUSED
    decision = NewFact(kind, FactSource.ADMIN, now, None, person.slack_user_id)
    facts.record_all(session, subscription, [decision], actor=happening.actor, now=now)
