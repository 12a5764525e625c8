"""`/desk settings`: a hub of modals in which admins change what the desk is, and everybody what they are told."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.errors import NotFound, NotUnderstood, OutsideFailure, SlackSilent
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals, notification_settings
from bot.listeners.desk.call import Call
from bot.services.desk import settings, settings_hub
from bot.views.desk import settings_pages as pages
from bot.views.desk.action_ids import ActionId
from bot.views.desk.bot_form import bot_form
from bot.views.desk.priorities_form import priorities_form
from bot.views.desk.saved_reply_pages import saved_replies_page
from bot.views.desk.settings_pages import SettingsPage
from bot.views.forms import View
from models.desk import Person

Draw: TypeAlias = Callable[[Session, Person], View]
"""Loads what a page shows and draws it. Raises AdminsOnly for who may not see it."""

PAGES: Mapping[SettingsPage, Draw] = {
    SettingsPage.QUEUES: lambda session, actor: pages.queues_page(settings.list_queues(session, actor=actor)),
    SettingsPage.CHANNELS: lambda session, actor: pages.channels_page(settings.list_channels(session, actor=actor)),
    SettingsPage.CATEGORIES: lambda session, actor: pages.categories_form(
        settings.load_categories(session, actor=actor), settings.load_scale(session, actor=actor)
    ),
    SettingsPage.PRIORITIES: lambda session, actor: priorities_form(settings.load_scale(session, actor=actor)),
    SettingsPage.SAVED_REPLIES: lambda session, actor: saved_replies_page(
        settings.list_saved_replies(session, actor=actor)
    ),
    SettingsPage.MARKS: lambda session, actor: pages.marks_form(settings.load_marks(session, actor=actor)),
    SettingsPage.ADMINS: lambda session, actor: pages.admins_form(settings.list_admins(session, actor=actor)),
    SettingsPage.BOT: lambda session, actor: bot_form(settings.load_bot_identity(session, actor=actor)),
    SettingsPage.NOTIFICATIONS: notification_settings.form_for,
}
"""What each of the hub's buttons opens."""


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the hub's buttons and to those of its lists."""

    @app.action(ActionId.OPEN_SETTINGS)
    def open_page(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = _page_of(action)(session, payloads.get_actor(session, body, now=clock()))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(ActionId.OPEN_QUEUE_SETTINGS)
    def open_queue(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = pages.queue_form(settings.load_queue(session, queue_id_of(action["value"]), actor=actor))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(ActionId.ADD_REQUEST_CHANNEL)
    def add_channel(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = _channel_form(session, payloads.get_actor(session, body, now=clock()))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(ActionId.TURN_CHANNEL_OFF)
    def turn_off(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            settings.turn_channel_off(session, submissions.row_id_of(action["value"]), actor=actor, now=clock())
            view = PAGES[SettingsPage.CHANNELS](session, actor)
        modals.redraw(body["view"]["id"], view, slack)
        ack()


def answer_settings(call: Call) -> None:
    """Open the settings for who typed the command. Raises: SlackSilent."""
    with call.first() as session:
        view = hub_for(session, call.actor(session))
    try:
        call.slack.open_view(call.body["trigger_id"], view)
    except OutsideFailure as failure:
        raise SlackSilent("Slack did not open the settings. Please type `/desk settings` again.") from failure


def hub_for(session: Session, actor: Person) -> View:
    """Return the hub for an admin, and their own notifications for everybody else."""
    if not actor.is_desk_admin:
        return notification_settings.form_for(session, actor)
    return pages.settings_hub(settings_hub.list_further(session))


def queue_id_of(value: str) -> int | None:
    """Return the queue a button or form means, None for a new one. Raises: NotUnderstood."""
    return None if value == pages.NEW_QUEUE else submissions.row_id_of(value)


def _channel_form(session: Session, actor: Person) -> View:
    """Return the form that adds a request channel. Raises: AdminsOnly; NotFound, while no queue can have one."""
    ready = [queue for queue in settings.list_queues(session, actor=actor) if queue.triage_slack_channel_id]
    if not ready:
        raise NotFound("No queue has a triage channel yet. Make one first: `/desk triage #channel IT`.")
    return pages.channel_form(ready)


def _page_of(action: dict[str, Any]) -> Draw:
    try:
        return PAGES[SettingsPage(action["value"])]
    except ValueError as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown
