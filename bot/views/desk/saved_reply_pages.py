"""The settings' pages of saved replies: the list, and one reply's form."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.domain.desk.canned import LONGEST
from bot.domain.desk.characters import one_line
from bot.domain.desk.setting_facts import QueueLine, SavedReplyLine
from bot.views import forms, limits
from bot.views.blocks import actions, button, plain, section, sentence
from bot.views.content import Block
from bot.views.desk import settings_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.forms import View

NEW_REPLY: Final = "new"
ALL_QUEUES: Final = "*"
YES: Final = "yes"
NAME_LENGTH, MOST_REPLIES, SHOWN = 40, 90, 150


class ReplyField(StrEnum):
    """The fields of the form: both block id and action id."""

    NAME = "saved_reply.name"
    TEXT = "saved_reply.text"
    QUEUE = "saved_reply.queue"
    DELETE = "saved_reply.delete"


def saved_replies_page(replies: Sequence[SavedReplyLine]) -> View:
    """Draw the list of saved replies, each with a button that opens its form."""
    lines = [_line(reply) for reply in replies[:MOST_REPLIES]] or [sentence(wording.NO_REPLIES)]
    new = button(wording.NEW_REPLY, ActionId.OPEN_SAVED_REPLY, NEW_REPLY, spoken=wording.NEW_REPLY_ALOUD)
    return forms.modal(wording.SAVED_REPLIES, [*lines, actions("settings/new_reply", [new])], close=wording.BACK)


def saved_reply_form(line: SavedReplyLine | None, queues: Sequence[QueueLine]) -> View:
    """Draw a saved reply's form; None draws that of a new one."""
    name, text, queue = ("", "", ALL_QUEUES) if line is None else _values(line)
    choices = {ALL_QUEUES: wording.EVERY_QUEUE, **{each.key: each.key for each in queues}}
    fields = [
        forms.field(
            ReplyField.NAME,
            wording.REPLY_NAME,
            forms.text_input(name, most=NAME_LENGTH),
            hint=wording.REPLY_NAME_HINT,
        ),
        forms.field(
            ReplyField.TEXT,
            wording.REPLY_TEXT,
            forms.text_input(text, most=LONGEST, is_multiline=True),
            hint=wording.REPLY_TEXT_HINT,
        ),
        forms.field(
            ReplyField.QUEUE, wording.REPLY_QUEUE, forms.select(choices, queue, placeholder=wording.QUEUE_PLACEHOLDER)
        ),
    ]
    if line is not None:
        box = forms.checkboxes({YES: wording.REPLY_DELETE_CHOICE}, [])
        fields.append(forms.field(ReplyField.DELETE, wording.REPLY_DELETE, box, is_optional=True))
    return forms.modal(
        wording.NEW_REPLY if line is None else wording.SAVED_REPLIES,
        fields,
        callback_id=CallbackId.SAVED_REPLY,
        submit=wording.SAVE,
        close=wording.CANCEL,
        private_metadata=NEW_REPLY if line is None else str(line.id),
    )


def _line(line: SavedReplyLine) -> Block:
    reply = line.reply
    words = limits.cut(f"{reply.key} ({wording.saved_for(reply.queue_key)}): {one_line(reply.text)}", SHOWN)
    edit = button(wording.CHANGE, ActionId.OPEN_SAVED_REPLY, str(line.id), spoken=wording.edit_reply_aloud(reply.key))
    return {**section(plain(words)), "accessory": edit}


def _values(line: SavedReplyLine) -> tuple[str, str, str]:
    return line.reply.key, line.reply.text, line.reply.queue_key or ALL_QUEUES
