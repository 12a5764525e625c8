"""The form that answers a requester, for queues whose threads stay with the team, and for saved replies."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.views import forms
from bot.views.blocks import line, words
from bot.views.content import Block
from bot.views.desk import reply_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.forms import View

TEXT: Final = "reply.text"
"""What the name of the text's field begins with. Slack keeps what stands in a field of the same name, so the name
changes whenever a saved reply is added."""


@dataclass(frozen=True)
class ReplyForm:
    """A ticket about to be answered: the saved replies there are by key, and what is written so far."""

    ticket_id: int
    ticket_key: str
    saved: Sequence[str]
    written: Block | None = None
    revision: int = 0

    @property
    def field(self) -> str:
        """The name of the text's field."""
        return f"{TEXT}.{self.revision}"

    @property
    def metadata(self) -> str:
        """What the form carries: its ticket and its revision."""
        return json.dumps({"ticket": self.ticket_id, "revision": self.revision})


def reply_form(form: ReplyForm) -> View:
    """Draw the form."""
    written = forms.rich_text_input(form.written)
    text = forms.field(form.field, wording.TEXT, written, hint=wording.TEXT_HINT)
    return forms.modal(
        wording.title(form.ticket_key),
        [*_saved(form.saved), text],
        callback_id=CallbackId.SEND_REPLY,
        submit=wording.SUBMIT,
        close=wording.CANCEL,
        private_metadata=form.metadata,
    )


def with_words(written: Block | None, text: str) -> Block:
    """Return what was written with further plain words below it, as one `rich_text` block."""
    before = [] if written is None else [*written["elements"], line(words("\n"))]
    return {"type": "rich_text", "elements": [*before, line(words(text))]}


def _saved(keys: Sequence[str]) -> list[Block]:
    if not keys:
        return []
    choose = forms.select({key: key for key in keys}, None, placeholder=wording.SAVED_PLACEHOLDER)
    block = forms.field(ActionId.CHOOSE_SAVED_REPLY, wording.SAVED, choose, hint=wording.SAVED_HINT, is_optional=True)
    return [{**block, "dispatch_action": True}]
