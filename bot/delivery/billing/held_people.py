"""Delivers the question to admins whether somebody who is held is to be an agent."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.services.billing import costs
from bot.services.desk import admissions, people
from bot.services.desk.channel_names import tag_of
from bot.views.billing.held_person import HeldPersonFacts, held_person_question
from models.desk import Admission, Person

DECIDED = "it was decided meanwhile, or they left"


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(BillingOutboxKind.ASK_ABOUT_PERSON, prepare_question, meaningless_after=NOBODY_THERE)


def prepare_question(session: Session, row: Row, *, now: datetime) -> Step:
    """Ask an admin about somebody, with what their seat costs at this moment."""
    admin, person = session.get_one(Person, row.subject_id), session.get_one(Person, row.payload["person_id"])
    if not people.is_admin(admin):
        return Drop("no admin any more")
    if person.admission is not Admission.WAITING:
        return Drop(DECIDED)
    facts = HeldPersonFacts(
        person.id,
        people.facts_of(person).name,
        team=person.slack_team_id if person.is_outsider else None,
        channels=[tag_of(channel) for channel in admissions.list_triage_channels(session, person)],
        cost=costs.of_person(session, person.workspace_id, person.slack_user_id, now=now),
        locale=admin.locale,
    )
    return post_to(admin, row, held_person_question(facts))
