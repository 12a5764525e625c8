"""The forms that shortcuts on a message open: to make it a ticket, and to add it to one."""

import json
from collections.abc import Sequence

from bot.domain.desk.facts import MessageFacts, MessageToFile, TicketFacts
from bot.views import forms, limits
from bot.views.blocks import context, mrkdwn, plain, sentence
from bot.views.content import Block
from bot.views.desk import filing_wording as wording
from bot.views.desk.action_ids import CallbackId, MessageField, QuoteField
from bot.views.desk.answers import ticket_title
from bot.views.desk.messages import body
from bot.views.desk.request_form import TITLE_LENGTH, for_whom_field, queue_field
from bot.views.forms import View

SHOWN_LENGTH = 600
KEY_LENGTH = 30


def message_form(asked: MessageToFile) -> View:
    """Draw the form. Where the message stands, and the queue if there is one only, travel in `private_metadata`."""
    place = {"channel": asked.slack_channel_id, "ts": asked.ts, "queue": str(asked.chosen_id)}
    return forms.modal(
        wording.FORM_TITLE,
        [*_message(asked.message, asked.slack_channel_id), *_fields(asked), context(plain(wording.THREAD_COMES_ALONG))],
        close=wording.FORM_CANCEL,
        callback_id=CallbackId.TICKET_FROM_MESSAGE,
        submit=wording.FORM_SUBMIT,
        private_metadata=json.dumps(place),
    )


def quote_form(message: MessageFacts, slack_channel_id: str, ts: str, tickets: Sequence[TicketFacts]) -> View:
    """Draw the form that adds a message to one of these tickets, or to another by its key."""
    fields = [forms.field(QuoteField.KEY, wording.ADD_TO_KEY, _key_input(), is_optional=bool(tickets))]
    if tickets:
        choices = {ticket.key: f"{ticket.key} {ticket_title(ticket)}" for ticket in tickets}
        element = forms.select(choices, None, placeholder=wording.ADD_TO_PLACEHOLDER)
        fields.insert(0, forms.field(QuoteField.TICKET, wording.ADD_TO, element, is_optional=True))
    return forms.modal(
        wording.ADD_TITLE,
        [*_message(message, slack_channel_id), *fields, context(plain(wording.ADDED_AS_NOTE))],
        close=wording.FORM_CANCEL,
        callback_id=CallbackId.QUOTE_MESSAGE,
        submit=wording.ADD_SUBMIT,
        private_metadata=json.dumps({"channel": slack_channel_id, "ts": ts}),
    )


def _key_input() -> Block:
    return forms.text_input(most=KEY_LENGTH, placeholder=wording.ADD_TO_KEY_HINT)


def message_refused(text: str, *, title: str = wording.FORM_TITLE) -> View:
    """Say why what a shortcut offers cannot be done with a message, or was done already."""
    return forms.modal(title, [sentence(text)], close=wording.FORM_CLOSE)


def _message(message: MessageFacts, slack_channel_id: str) -> list[Block]:
    said_by = wording.said_by_mrkdwn(message.author.slack_user_id, slack_channel_id)
    return [*body(message, SHOWN_LENGTH, quoted=True), context(mrkdwn(said_by))]


def _fields(asked: MessageToFile) -> list[Block]:
    title = forms.text_input(limits.cut(asked.title, TITLE_LENGTH), most=TITLE_LENGTH)
    fields = [forms.field(MessageField.TITLE, wording.FORM_NAME, title)]
    if len(asked.choices) > 1:
        fields.append(queue_field(MessageField.QUEUE, asked.choices, asked.chosen_id))
    if asked.asks_for_whom:
        hint = wording.FOR_WHOM_OF_A_MESSAGE_HINT
        fields.append(for_whom_field(MessageField.FOR_WHOM, asked.for_whom, hint=hint))
    return fields
