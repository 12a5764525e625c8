"""An admin decides about somebody who is held in a triage channel."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads, submissions
from bot.services.desk import admissions, people
from bot.views.billing import held_person_wording as wording
from bot.views.billing.action_ids import BillingActionId
from models.desk import Admission


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to both buttons."""

    @app.action(BillingActionId.ADMIT_PERSON)
    def admit(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, person_id = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(action["value"])
            person = admissions.decide(session, person_id, Admission.ADMITTED, actor=actor, now=clock())
            text = wording.admitted(people.facts_of(person).name)
            people.show(session, actor, text, slack_channel_id=payloads.slack_channel_id(body))
        ack()

    @app.action(BillingActionId.KEEP_PERSON_OUT)
    def keep_out(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, person_id = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(action["value"])
            person = admissions.decide(session, person_id, Admission.REFUSED, actor=actor, now=clock())
            text = wording.kept_out(people.facts_of(person).name)
            people.show(session, actor, text, slack_channel_id=payloads.slack_channel_id(body))
        ack()
