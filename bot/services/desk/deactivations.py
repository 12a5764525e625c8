"""Deactivations: an account that is closed is in no channel any more, one that is opened again may be."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.happenings import PersonChanged
from bot.services.desk import members


def follow_person(session: Session, happening: PersonChanged, *, now: datetime) -> None:
    """Take a deactivated person out of every triage channel; have the channels read when one is active again."""
    person = happening.person
    if person.is_deactivated:
        members.take_out_everywhere(session, person, happening.evidence, now=now)
    elif happening.was_deactivated:
        members.ask_about_all(session, person.workspace_id)
