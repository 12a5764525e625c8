"""The page that merges a ticket into another, links it to one, or makes one of its messages a ticket."""

from enum import StrEnum
from typing import Final

from bot.domain.desk.characters import one_line
from bot.domain.desk.relations import LinkedTicket, Relation, RelationsPage
from bot.views import forms, limits
from bot.views.blocks import button, context, header, plain, section, sentence
from bot.views.content import Block
from bot.views.desk import relate_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.messages import display_name
from bot.views.desk.wording import NO_WORDS, UNTITLED
from bot.views.forms import View

KEY_LENGTH: Final = 21
MOST_LINKED: Final = 20
YES: Final = "yes"
ID_SEPARATOR: Final = "/"


class RelateField(StrEnum):
    """The fields of the form: both block id and action id."""

    WHAT = "relate.what"  # radio buttons, values of Relation
    KEY = "relate.key"
    FOLLOW = "relate.follow"
    MESSAGE = "relate.message"  # a static_select of message ids


def relate_form(page: RelationsPage) -> View:
    """Draw the form, and below it the tickets that are linked already, each with a button that takes the link away."""
    choices: dict[str, str] = {
        Relation.LINK: wording.LINK,
        Relation.MERGE: wording.MERGE,
        Relation.SPLIT: wording.SPLIT,
    }
    return forms.modal(
        wording.TITLE,
        [
            forms.field(RelateField.WHAT, wording.WHAT, forms.radio_buttons(choices, Relation.LINK)),
            forms.field(
                RelateField.KEY,
                wording.KEY,
                forms.text_input(most=KEY_LENGTH),
                hint=wording.KEY_HINT,
                is_optional=True,
            ),
            context(plain(wording.MERGE_WARNING)),
            forms.field(
                RelateField.FOLLOW,
                wording.FOLLOW,
                forms.checkboxes({YES: wording.FOLLOW_CHOICE}, []),
                is_optional=True,
            ),
            _message_field(page),
            *_linked(page),
        ],
        callback_id=CallbackId.RELATE_TICKET,
        submit=wording.SUBMIT,
        close=wording.CANCEL,
        private_metadata=str(page.ticket_id),
    )


def _message_field(page: RelationsPage) -> Block:
    if not page.messages:
        return sentence(wording.NO_MESSAGES)
    choices = {
        str(message.id): limits.cut(
            f"{display_name(message.name)}: {one_line(message.text) or NO_WORDS}", limits.OPTION
        )
        for message in page.messages
    }
    choose = forms.select(choices, None, placeholder=wording.MESSAGE_PLACEHOLDER)
    return forms.field(RelateField.MESSAGE, wording.MESSAGE, choose, hint=wording.MESSAGE_HINT, is_optional=True)


def _linked(page: RelationsPage) -> list[Block]:
    if not page.linked:
        return []
    return [header(wording.LINKED), *(_linked_line(page.ticket_id, each) for each in page.linked[:MOST_LINKED])]


def _linked_line(ticket_id: int, linked: LinkedTicket) -> Block:
    value = f"{ticket_id}{ID_SEPARATOR}{linked.id}"
    unlink = button(wording.UNLINK, ActionId.UNLINK_TICKET, value, spoken=wording.unlink_aloud(linked.key))
    return {**section(plain(f"{linked.key} {one_line(linked.title) or UNTITLED}")), "accessory": unlink}
