"""Delivers a person's Home: drawn from what stands now, in place of what it showed before."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import homes
from bot.views.desk.home import home_page
from models.desk import Person

NO_HOME = frozenset({"not_enabled"})
"""Slack's refusal where the app's settings have the Home tab off."""


def deliverer() -> Deliverer:
    """Return the Home's deliverer."""
    return Deliverer(OutboxKind.REFRESH_HOME, prepare_home, meaningless_after=NOBODY_THERE | NO_HOME)


def prepare_home(session: Session, row: Row, *, now: datetime) -> Step:
    """Publish somebody's Home."""
    person = session.get_one(Person, row.subject_id)
    if person.is_deactivated:
        return Drop("nobody looks at it any more")
    slack_user_id, page = person.slack_user_id, home_page(homes.load_home(session, person, now=now))
    return Call(lambda slack: slack.publish_home(slack_user_id, page))
