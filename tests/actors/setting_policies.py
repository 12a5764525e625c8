"""Who may set the desk up: the lines of the table about the settings. Admins alone may."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select

from bot.views.desk.action_ids import ActionId, CallbackId, turned_off_value
from bot.views.desk.settings_pages import SettingsPage
from models.desk import AuditEntry, AuditTag, Ticket
from tests.actors import sent
from tests.actors.policies import ADMINS, Policy, Send, settings_button, settings_form
from tests.actors.sent import Body, button, click, command, form
from tests.actors.town import ADMIN, Town


def _settings_page(town: Town, page: SettingsPage) -> Mapping[str, Any]:
    """Open a page of the settings as an admin, and return it."""
    town.dispatch(click(town, ADMIN, button(ActionId.OPEN_SETTINGS, page), view=sent.opened({"blocks": []})))
    return town.slack.views[-1][1]


def _page_form(page: SettingsPage, **typed: Any) -> Send:
    return lambda town, _, role: form(town, role, _settings_page(town, page), **typed)


def _new_queue(town: Town, ticket: Ticket, role: str) -> Body:
    key = f"Q{ticket.id}"
    typed = {"setting__queue_key": key, "setting__queue_name": key}
    return settings_form(ActionId.OPEN_QUEUE_SETTINGS, "new", **typed)(town, ticket, role)


def _turned_off(town: Town, ticket: Ticket, role: str) -> Body:
    return settings_button(ActionId.TURN_CHANNEL_OFF, str(town.desk.help.id))(town, ticket, role)


def _added_channel(town: Town, ticket: Ticket, role: str) -> Body:
    state = {"selected_conversation": "C0NEW"}
    return settings_form(ActionId.ADD_REQUEST_CHANNEL, "add", setting__channel=state)(town, ticket, role)


def _turned_on_again(town: Town, _: Ticket, role: str) -> Body:
    """Press Undo in the answer that says that a channel is off."""
    for text in ("request <#C0NEW> IT", "request off <#C0NEW>"):
        town.dispatch(command(town, ADMIN, text))
    told = select(func.max(AuditEntry.id)).where(AuditEntry.tag == AuditTag.CHANNEL_LEFT_DESK)
    with town.sessions.begin() as session:
        entry_id = session.scalars(told).one()
    return click(town, role, button(ActionId.TURN_CHANNEL_ON_AGAIN, turned_off_value("C0NEW", entry_id)))


POLICIES: Final[Mapping[str, Policy]] = {
    f"press {ActionId.OPEN_SETTINGS}": Policy(
        settings_button(ActionId.OPEN_SETTINGS, SettingsPage.QUEUES), ADMINS, changes=False
    ),
    f"press {ActionId.OPEN_SAVED_REPLY}": Policy(
        settings_button(ActionId.OPEN_SAVED_REPLY, "new"), ADMINS, changes=False
    ),
    f"press {ActionId.OPEN_QUEUE_SETTINGS}": Policy(
        settings_button(ActionId.OPEN_QUEUE_SETTINGS, "new"), ADMINS, changes=False
    ),
    f"press {ActionId.ADD_REQUEST_CHANNEL}": Policy(
        settings_button(ActionId.ADD_REQUEST_CHANNEL, "add"), ADMINS, changes=False
    ),
    f"press {ActionId.TURN_CHANNEL_OFF}": Policy(_turned_off, ADMINS),
    f"press {ActionId.TURN_CHANNEL_ON_AGAIN}": Policy(_turned_on_again, ADMINS),
    f"send {CallbackId.SAVED_REPLY}": Policy(
        lambda town, ticket, role: settings_form(
            ActionId.OPEN_SAVED_REPLY, "new", saved_reply__name=f"reply-{ticket.id}", saved_reply__text="Hello"
        )(town, ticket, role),
        ADMINS,
    ),
    f"send {CallbackId.QUEUE_SETTINGS}": Policy(_new_queue, ADMINS),
    f"send {CallbackId.CHANNEL_SETTINGS}": Policy(_added_channel, ADMINS),
    f"send {CallbackId.CATEGORIES}": Policy(
        _page_form(SettingsPage.CATEGORIES, setting__categories="Incident"), ADMINS
    ),
    f"send {CallbackId.PRIORITIES}": Policy(
        _page_form(SettingsPage.PRIORITIES, setting__priority_name__p1="P1"), ADMINS
    ),
    f"send {CallbackId.BOT_IDENTITY}": Policy(_page_form(SettingsPage.BOT, bot__name="Acme Helpdesk"), ADMINS),
    f"send {CallbackId.MARKS}": Policy(_page_form(SettingsPage.MARKS, setting__skip_mark=":bell:"), ADMINS),
    f"send {CallbackId.ADMINS}": Policy(
        _page_form(SettingsPage.ADMINS, setting__admins={"selected_users": ["U0ADAM", "U0MAX"]}), ADMINS
    ),
}
"""Every line, by what is sent."""
