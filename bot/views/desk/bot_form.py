"""The form of the name and the icon that Deskbell's own messages carry."""

from enum import StrEnum
from typing import Final

from bot.domain.desk.queue_rules import LONGEST_BOT_NAME, BotIdentity
from bot.views import forms
from bot.views.desk import bot_wording as wording
from bot.views.desk import settings_wording
from bot.views.desk.action_ids import CallbackId
from bot.views.forms import View

EMOJI_LENGTH: Final = 102


class BotField(StrEnum):
    """The fields: both block id and action id."""

    NAME = "bot.name"
    ICON = "bot.icon"


def bot_form(identity: BotIdentity) -> View:
    """Draw the name and the icon, empty where Deskbell carries the app's own."""
    name = forms.text_input(identity.name or "", most=LONGEST_BOT_NAME)
    icon = forms.text_input(identity.icon or "", most=EMOJI_LENGTH)
    return forms.modal(
        wording.TITLE,
        [
            forms.field(BotField.NAME, wording.NAME, name, hint=wording.NAME_HINT, is_optional=True),
            forms.field(BotField.ICON, wording.ICON, icon, hint=wording.ICON_HINT, is_optional=True),
        ],
        callback_id=CallbackId.BOT_IDENTITY,
        submit=settings_wording.SAVE,
        close=settings_wording.CANCEL,
    )
