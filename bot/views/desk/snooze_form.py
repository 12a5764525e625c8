"""The form that puts a ticket out of the agents' way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.desk.snoozes import SnoozeChoice
from bot.views import forms
from bot.views.blocks import actions, button, date, mrkdwn, section, sentence
from bot.views.content import Block
from bot.views.desk import snooze_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId, ticket_block_id
from bot.views.desk.wording import DATE
from bot.views.forms import View

YES: Final = "yes"


class SnoozeField(StrEnum):
    """The fields of the form: both block id and action id."""

    UNTIL = "snooze.until"  # radio buttons, values of SnoozeChoice
    AT = "snooze.at"  # a datetimepicker
    WAKES = "snooze.wakes"  # a checkbox


@dataclass(frozen=True)
class SnoozeFacts:
    """A ticket about to be snoozed. `snoozed_until` is None for the next reply, and while it is awake."""

    ticket_id: int
    ticket_key: str
    is_snoozed: bool
    snoozed_until: datetime | None


def snooze_form(ticket: SnoozeFacts) -> View:
    """Draw the form; of a ticket that is snoozed already also until when, and the button that wakes it."""
    choices = {choice.value: words for choice, words in wording.CHOICES.items()}
    return forms.modal(
        f"{wording.TITLE} {ticket.ticket_key}",
        [
            *(_present_snooze(ticket) if ticket.is_snoozed else [sentence(wording.ABOUT)]),
            forms.field(SnoozeField.UNTIL, wording.UNTIL, forms.radio_buttons(choices, SnoozeChoice.TOMORROW)),
            forms.field(SnoozeField.AT, wording.AT, forms.instant_input(), hint=wording.AT_HINT, is_optional=True),
            forms.field(
                SnoozeField.WAKES, wording.WAKES, forms.checkboxes({YES: wording.WAKES_CHOICE}, [YES]), is_optional=True
            ),
        ],
        callback_id=CallbackId.SNOOZE_TICKET,
        submit=wording.SUBMIT,
        close=wording.CANCEL,
        private_metadata=str(ticket.ticket_id),
    )


def _present_snooze(ticket: SnoozeFacts) -> list[Block]:
    until = date(ticket.snoozed_until, DATE) if ticket.snoozed_until else None
    wake = button(
        wording.WAKE, ActionId.WAKE_TICKET, str(ticket.ticket_id), spoken=wording.wake_aloud(ticket.ticket_key)
    )
    return [
        section(mrkdwn(wording.snoozed_mrkdwn(until))),
        actions(ticket_block_id(ticket.ticket_id, "snooze", "wake"), [wake]),
    ]
