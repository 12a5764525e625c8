"""The field "For whom?" of the forms that agents file requests with."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.gateways.slack_port import Profile, SlackPort
from bot.listeners import submissions
from bot.listeners.desk import slack_reads
from bot.listeners.submissions import View
from bot.services.desk import filing
from models.desk import Person


def read_chosen(view: View, field: str, slack: SlackPort) -> Profile | None:
    """Return who was chosen as Slack describes them now, or None when nobody was. Raises: FieldsRefused."""
    slack_user_id = submissions.person_of(view, field)
    if slack_user_id is None:
        return None
    with submissions.refused_at(field):
        return slack_reads.read_profile(slack, slack_user_id)


def requester(session: Session, chosen: Profile | None, field: str, *, actor: Person, now: datetime) -> Person | None:
    """Return the person who was chosen, or None. Raises: FieldsRefused, when `actor` may not file for them."""
    if chosen is None:
        return None
    with submissions.refused_at(field):
        return filing.choose_requester(session, chosen, actor=actor, now=now)
