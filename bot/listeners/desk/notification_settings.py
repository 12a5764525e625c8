"""What people choose to be told: a kind stopped from the message itself, and the form for all of it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.notifications import NotificationKind
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import notification_settings
from bot.views.desk import notification_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.notification import SEVERAL, name_kinds
from bot.views.desk.notification_settings import SettingsField, notification_settings_modal
from models.desk import Person

NOT_OPENED = "Slack did not open the form. Please type `/desk settings` again."


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the buttons of notifications, and to the form being sent."""

    @app.action(ActionId.STOP_NOTIFICATIONS)
    def stop(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        kinds = _kinds_in(action["value"].split(SEVERAL))
        with deliveries.first(sessions, body, now=clock()) as session:
            notification_settings.stop(session, payloads.get_actor(session, body, now=clock()), kinds)
            deliveries.tell(session, body, wording.stopped(name_kinds(kinds)), now=clock())
        ack()

    @app.action(ActionId.OPEN_NOTIFICATION_SETTINGS)
    def open_settings(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            form = form_for(session, payloads.get_actor(session, body, now=clock()))
        modals.open_or_tell(form, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.NOTIFICATION_SETTINGS)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        kinds, quiet = _kinds_in(submissions.choices_of(view, SettingsField.KINDS)), _quiet_hours_in(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            notification_settings.change_settings(session, actor, on=kinds, quiet=quiet, now=clock())
        ack()


def form_for(session: Session, person: Person) -> dict[str, Any]:
    """Return the form of what somebody is told."""
    return notification_settings_modal(notification_settings.load_settings(session, person))


def _kinds_in(values: list[str]) -> list[NotificationKind]:
    """Return the kinds that a button or boxes name. Raises: NotUnderstood, for any that there is not."""
    try:
        return [NotificationKind(value) for value in values]
    except ValueError as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown


def _quiet_hours_in(view: Mapping[str, Any]) -> tuple[time, time] | None:
    """Return the quiet hours that were chosen, None for none. Raises: FieldsRefused."""
    if not submissions.choices_of(view, SettingsField.QUIET):
        return None
    starts = submissions.clock_of(view, SettingsField.QUIET_FROM)
    ends = submissions.clock_of(view, SettingsField.QUIET_UNTIL)
    if starts is None or ends is None:
        missing = SettingsField.QUIET_FROM if starts is None else SettingsField.QUIET_UNTIL
        raise FieldsRefused({missing: wording.QUIET_BOTH})
    if starts == ends:
        raise FieldsRefused({SettingsField.QUIET_UNTIL: wording.QUIET_SAME})
    return starts, ends
