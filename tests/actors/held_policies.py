"""Who may decide about people who are held in a triage channel."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from bot.views.billing.action_ids import BillingActionId
from models.desk import Person, Ticket
from tests.actors.policies import ADMINS, Policy, Send
from tests.actors.sent import Body, button, click
from tests.actors.town import Town


def _about_the_outsider(action_id: BillingActionId) -> Send:
    def send(town: Town, _ticket: Ticket, role: str) -> Body:
        with town.sessions() as session:
            person_id = session.scalars(select(Person.id).where(Person.slack_user_id == "U0OTTO")).one()
        return click(town, role, button(action_id, str(person_id)))

    return send


POLICIES: Final[Mapping[str, Policy]] = {
    f"press {each}": Policy(_about_the_outsider(each), ADMINS)
    for each in (BillingActionId.ADMIT_PERSON, BillingActionId.KEEP_PERSON_OUT)
}
