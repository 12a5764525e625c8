"""The form that makes a message a ticket."""

import json

from bot.domain.desk.facts import MessageToFile
from bot.views import forms, limits
from bot.views.blocks import context, mrkdwn, plain, sentence
from bot.views.content import Block
from bot.views.desk import filing_wording as wording
from bot.views.desk.action_ids import CallbackId, MessageField
from bot.views.desk.messages import body
from bot.views.desk.request_form import TITLE_LENGTH, for_whom_field, queue_field
from bot.views.forms import View

SHOWN_LENGTH = 600


def message_form(asked: MessageToFile) -> View:
    """Draw the form. Where the message stands, and the queue if there is one only, travel in `private_metadata`."""
    place = {"channel": asked.slack_channel_id, "ts": asked.ts, "queue": str(asked.chosen_id)}
    return forms.modal(
        wording.FORM_TITLE,
        [*_message(asked), *_fields(asked), context(plain(wording.THREAD_COMES_ALONG))],
        close=wording.FORM_CANCEL,
        callback_id=CallbackId.TICKET_FROM_MESSAGE,
        submit=wording.FORM_SUBMIT,
        private_metadata=json.dumps(place),
    )


def message_refused(text: str) -> View:
    """Say why a message becomes no ticket, or that it is one."""
    return forms.modal(wording.FORM_TITLE, [sentence(text)], close=wording.FORM_CLOSE)


def _message(asked: MessageToFile) -> list[Block]:
    said_by = wording.said_by_mrkdwn(asked.message.author.slack_user_id, asked.slack_channel_id)
    return [*body(asked.message, SHOWN_LENGTH, quoted=True), context(mrkdwn(said_by))]


def _fields(asked: MessageToFile) -> list[Block]:
    title = forms.text_input(limits.cut(asked.title, TITLE_LENGTH), most=TITLE_LENGTH)
    fields = [forms.field(MessageField.TITLE, wording.FORM_NAME, title)]
    if len(asked.choices) > 1:
        fields.append(queue_field(MessageField.QUEUE, asked.choices, asked.chosen_id))
    if asked.asks_for_whom:
        hint = wording.FOR_WHOM_OF_A_MESSAGE_HINT
        fields.append(for_whom_field(MessageField.FOR_WHOM, asked.for_whom, hint=hint))
    return fields
