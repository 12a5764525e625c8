"""The form that `/desk new` opens."""

from collections.abc import Sequence
from typing import Any

from bot.domain.desk.characters import legible, length, one_line
from bot.domain.desk.facts import QueueChoice
from bot.views import forms, limits
from bot.views.blocks import line, option, plain, rich_text, words
from bot.views.content import Block
from bot.views.desk import filing_wording, wording
from bot.views.desk.action_ids import CallbackId, RequestField

TITLE_LENGTH = 150
DETAILS_LENGTH = 3_000


def new_request_modal(
    queues: Sequence[QueueChoice],
    *,
    text: str = "",
    chosen: int | None = None,
    asks_for_whom: bool = False,
    for_whom: str | None = None,
) -> dict[str, Any]:
    """Draw the request form.

    Args:
        queues: The queues this person can ask, at least one. With one there is no choice, and its id travels in
            `private_metadata`.
        text: What they typed already, plain. What does not fit on one line goes into the details as well.
        chosen: The id of the queue to propose.
        asks_for_whom: Whether they may ask for somebody else.
        for_whom: The Slack id of who is proposed then.
    """
    fields = [_title_field(text), _details_field(text)]
    if len(queues) > 1:
        fields.append(queue_field(RequestField.QUEUE, queues, chosen))
    if asks_for_whom:
        fields.append(for_whom_field(RequestField.FOR_WHOM, for_whom))
    return {
        "type": "modal",
        "callback_id": CallbackId.NEW_REQUEST,
        "private_metadata": str(queues[0].id) if len(queues) == 1 else "",
        "title": plain(wording.FORM_TITLE, limits.MODAL_TITLE),
        "submit": plain(wording.FORM_SUBMIT, limits.MODAL_BUTTON),
        "close": plain(wording.FORM_CANCEL, limits.MODAL_BUTTON),
        "blocks": fields,
    }


def _title_field(text: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": RequestField.TITLE,
        "max_length": TITLE_LENGTH,
        "placeholder": plain(wording.FORM_WHAT_HINT, limits.PLACEHOLDER),
        "focus_on_load": True,
    }
    typed = limits.cut(one_line(text), TITLE_LENGTH)
    return _field(RequestField.TITLE, wording.FORM_WHAT, {**element, "initial_value": typed} if typed else element)


def _details_field(text: str) -> Block:
    element: Block = {
        "type": "rich_text_input",
        "action_id": RequestField.DETAILS,
        "placeholder": plain(wording.FORM_DETAILS_HINT, limits.PLACEHOLDER),
    }
    typed = legible(text).strip()
    if "\n" in typed or length(typed) > TITLE_LENGTH:
        element["initial_value"] = rich_text(line(words(limits.cut(typed, DETAILS_LENGTH))))
    return {**_field(RequestField.DETAILS, wording.FORM_DETAILS, element), "optional": True}


def for_whom_field(name: str, chosen: str | None, *, hint: str = filing_wording.FOR_WHOM_HINT) -> Block:
    """Return the field in which an agent says for whom a request is; `chosen` is the Slack id of who is proposed."""
    element = forms.person_input(chosen, placeholder=filing_wording.FOR_WHOM_PLACEHOLDER)
    return forms.field(name, filing_wording.FOR_WHOM, element, hint=hint, is_optional=True)


def queue_field(name: str, queues: Sequence[QueueChoice], chosen: int | None) -> Block:
    """Return the field in which somebody says which queue is asked; `chosen` is the id of the one proposed."""
    options = {queue.id: option(one_line(queue.name), str(queue.id)) for queue in queues}
    element: Block = {
        "type": "static_select",
        "action_id": name,
        "placeholder": plain(wording.FORM_QUEUE_HINT, limits.PLACEHOLDER),
        **_choices(queues, list(options.values())),
    }
    if chosen in options:
        element["initial_option"] = options[chosen]
    return _field(name, wording.FORM_QUEUE, element)


def _choices(queues: Sequence[QueueChoice], options: list[Block]) -> Block:
    """Return the options as they are or, as more than a menu holds, in groups named for their first and last queue."""
    if len(options) <= limits.OPTIONS:
        return {"options": options}
    groups = []
    for start in range(0, len(options), limits.OPTIONS):
        keys = [queue.key for queue in queues[start : start + limits.OPTIONS]]
        label = plain(wording.from_to(keys[0], keys[-1]), limits.OPTION)
        groups.append({"label": label, "options": options[start : start + limits.OPTIONS]})
    return {"option_groups": groups}


def _field(field: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": field, "label": plain(label, limits.LABEL), "element": element}
