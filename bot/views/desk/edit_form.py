"""The form in which agents change a ticket's details."""

import json
from collections.abc import Collection
from typing import Any

from bot.domain.desk.characters import one_line
from bot.domain.desk.priorities import PriorityScale
from bot.domain.desk.ticket_details import (
    LONGEST_TITLE,
    MOST_TAGS,
    DetailField,
    DetailsForm,
    TicketDetails,
    marks_of,
)
from bot.views import forms
from bot.views.blocks import bullets, line, moment, plain, rich_text, words
from bot.views.content import Block
from bot.views.desk import edit_wording, wording
from bot.views.desk.action_ids import CallbackId

TAGS_LENGTH = MOST_TAGS * 41
NO_CATEGORY = ":none"
"""The value of having no category; no key begins with a colon."""


def edit_modal(
    form: DetailsForm, draft: TicketDetails | None = None, *, overtaken: Collection[DetailField] = ()
) -> dict[str, Any]:
    """Draw the form.

    Args:
        form: The details as they stand, and what there is to choose from.
        draft: What somebody entered already; None shows the details as they stand.
        overtaken: Fields that somebody else changed since the form was opened; what they hold now is said on top.
    """
    shown = draft or form.details
    drawn = [
        *_overtaken(form, overtaken),
        _title(shown),
        _priority(form.scale, shown),
        *_category(form, shown),
        _tags(form, shown),
        _due(shown),
        _followers(shown),
        *_queue(form, shown),
    ]
    seen = {str(field): mark for field, mark in marks_of(form.details).items()}
    return forms.modal(
        f"{edit_wording.TITLE} {form.ticket_key}",
        drawn,
        close=edit_wording.CANCEL,
        callback_id=CallbackId.EDIT_TICKET,
        submit=edit_wording.SAVE,
        private_metadata=json.dumps({"ticket": form.ticket_id, "queue": form.details.queue_id, "seen": seen}),
    )


def _field(name: DetailField, element: Block, *, hint: str = "", is_optional: bool = True) -> Block:
    return forms.field(name, edit_wording.LABELS[name], element, hint=hint, is_optional=is_optional)


def _title(shown: TicketDetails) -> Block:
    element = forms.text_input(one_line(shown.title), most=LONGEST_TITLE)
    return _field(DetailField.TITLE, element, hint=edit_wording.TITLE_HINT, is_optional=False)


def _priority(scale: PriorityScale, shown: TicketDetails) -> Block:
    element = forms.select(scale.names(), shown.priority, placeholder=edit_wording.CHOOSE, about=scale.meanings())
    return _field(DetailField.PRIORITY, element, hint=edit_wording.priority_hint(scale), is_optional=False)


def _category(form: DetailsForm, shown: TicketDetails) -> list[Block]:
    if not form.categories:
        return []
    choices = {NO_CATEGORY: edit_wording.NO_CATEGORY} | {each.key: one_line(each.name) for each in form.categories}
    element = forms.select(choices, shown.category_key or NO_CATEGORY, placeholder=edit_wording.CHOOSE)
    return [_field(DetailField.CATEGORY, element)]


def _tags(form: DetailsForm, shown: TicketDetails) -> Block:
    element = forms.text_input(" ".join(shown.tags), most=TAGS_LENGTH)
    return _field(DetailField.TAGS, element, hint=edit_wording.tags_hint(form.known_tags))


def _due(shown: TicketDetails) -> Block:
    return _field(DetailField.DUE, forms.instant_input(shown.due_at), hint=edit_wording.DUE_HINT)


def _followers(shown: TicketDetails) -> Block:
    element = forms.people_input(shown.follower_ids, placeholder=edit_wording.CHOOSE_PEOPLE)
    return _field(DetailField.FOLLOWERS, element, hint=edit_wording.FOLLOWERS_HINT)


def _queue(form: DetailsForm, shown: TicketDetails) -> list[Block]:
    if not form.queues:
        return []
    choices = {str(queue.id): one_line(queue.name) for queue in form.queues}
    element = forms.select(choices, str(shown.queue_id), placeholder=edit_wording.STAYS)
    return [_field(DetailField.QUEUE, element, hint=edit_wording.QUEUE_HINT)]


def _overtaken(form: DetailsForm, overtaken: Collection[DetailField]) -> list[Block]:
    """Return what stands above the fields when somebody else was faster: what theirs are now."""
    if not overtaken:
        return []
    items = [_now(form, field) for field in DetailField if field in overtaken]
    return [
        rich_text(line(words(edit_wording.OVERTAKEN, bold=True)), bullets(items)),
        {"type": "context", "elements": [plain(edit_wording.YOURS_IS_KEPT)]},
    ]


def _now(form: DetailsForm, field: DetailField) -> list[Block]:
    details, label = form.details, edit_wording.LABELS[field]
    if field is DetailField.DUE and details.due_at is not None:
        return [words(edit_wording.overtaken(label, "")), moment(details.due_at, wording.DATE)]
    names = {category.key: category.name for category in form.categories}
    now = {
        DetailField.TITLE: details.title,
        DetailField.PRIORITY: form.scale.name_of(details.priority),
        DetailField.CATEGORY: names.get(details.category_key or "", ""),
        DetailField.TAGS: edit_wording.SEPARATOR.join(details.tags),
        DetailField.FOLLOWERS: edit_wording.people(len(details.follower_ids)),
        DetailField.QUEUE: form.queue_name,
    }
    return [words(edit_wording.overtaken(label, one_line(now.get(field, "")) or edit_wording.NOTHING))]
