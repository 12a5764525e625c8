"""Feedback: what people have to say about the desk itself, passed on to its admins."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.notices import PersonNotice
from bot.errors import NotFound, NotUnderstood
from bot.services.desk import people
from models.desk import Person

LONGEST = 2_000
"""How much of it is passed on, in characters."""


def send_feedback(session: Session, text: str, *, actor: Person) -> int:
    """Pass on what somebody has to say to every admin of the desk, by direct message; return how many those are.

    Raises: NotUnderstood, for no words at all; NotFound, while the desk has no admin.
    """
    if not text.strip():
        raise NotUnderstood("Type what you want to say, as in `/desk feedback the form asks too much`.")
    admins = select(Person).where(
        Person.workspace_id == actor.workspace_id, Person.is_desk_admin, ~Person.is_deactivated
    )
    told = session.scalars(admins.order_by(Person.id)).all()
    if not told:
        raise NotFound("The desk has no admin yet who could read it.")
    facts = {"name": people.facts_of(actor).name, "text": text[:LONGEST]}
    for admin in told:
        people.message(session, admin, PersonNotice.FEEDBACK, facts)
    return len(told)
