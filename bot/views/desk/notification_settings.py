"""The form in which people choose what they are told in direct messages, and when."""

from datetime import time
from enum import StrEnum
from typing import Final

from bot.domain.desk.notifications import NotificationKind, NotificationSettings
from bot.views import forms
from bot.views.content import Block
from bot.views.desk import notification_wording as wording
from bot.views.desk.action_ids import CallbackId

HELD: Final = "held"
"""The value of the box that is ticked when there are quiet hours."""

_EVENING: Final = time(20)
_MORNING: Final = time(8)


class SettingsField(StrEnum):
    """The fields of the form."""

    KINDS = "notification.kinds"  # checkboxes of NotificationKind
    QUIET = "notification.quiet"  # one checkbox
    QUIET_FROM = "notification.quiet_from"
    QUIET_UNTIL = "notification.quiet_until"


def notification_settings_modal(settings: NotificationSettings) -> forms.View:
    """Draw the form as somebody's settings are now."""
    return forms.modal(
        wording.SETTINGS_TITLE,
        [_kinds(settings), *_quiet_hours(settings)],
        callback_id=CallbackId.NOTIFICATION_SETTINGS,
        submit=wording.SETTINGS_SAVE,
        close=wording.SETTINGS_CANCEL,
    )


def _kinds(settings: NotificationSettings) -> Block:
    labels = {kind.value: wording.KIND_NAMES[kind] for kind in NotificationKind if kind in settings.offered}
    boxes = forms.checkboxes(labels, sorted(settings.on))
    return forms.field(SettingsField.KINDS, wording.TELL_ME, boxes, hint=wording.TELL_ME_HINT, is_optional=True)


def _quiet_hours(settings: NotificationSettings) -> list[Block]:
    is_on = settings.quiet_from is not None
    box = forms.checkboxes({HELD: wording.QUIET_ON}, [HELD] if is_on else [])
    zone = wording.zone_hint(settings.zone) if settings.zone else wording.ZONE_UNKNOWN
    starts = forms.clock_input(settings.quiet_from or _EVENING)
    ends = forms.clock_input(settings.quiet_until or _MORNING)
    return [
        forms.field(SettingsField.QUIET, wording.QUIET, box, hint=zone, is_optional=True),
        forms.field(SettingsField.QUIET_FROM, wording.QUIET_FROM, starts, is_optional=True),
        forms.field(SettingsField.QUIET_UNTIL, wording.QUIET_UNTIL, ends, is_optional=True),
    ]
