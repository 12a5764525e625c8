"""The form for a ticket's details: opened from the ticket's menu, and sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.characters import one_line
from bot.domain.desk.instants import Clock
from bot.domain.desk.ticket_details import DetailField, Marks, Merged, TicketDetails, read_tags
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads, submissions
from bot.services.desk import ticket_details
from bot.views.desk import edit_wording
from bot.views.desk.action_ids import CallbackId
from bot.views.desk.edit_form import NO_CATEGORY, edit_modal
from models.desk import Person, Priority


@dataclass(frozen=True)
class SentForm:
    """A form that was sent: which ticket's, what its author wants, and what they saw when they opened it."""

    ticket_id: int
    wanted: TicketDetails
    seen: Marks


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to the form being sent."""

    @app.view(CallbackId.EDIT_TICKET)
    def save(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = read_form(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            merged = ticket_details.change_details(
                session, form.ticket_id, form.wanted, seen=form.seen, actor=actor, now=clock()
            )
            again = _draw_again(session, form, merged, actor)
        ack(response_action="update", view=again) if again else ack()


def page(session: Session, ticket_id: int, actor: Person, now: datetime) -> dict[str, Any]:
    """Draw the form with a ticket's details as they stand. Raises: AgentsOnly; TicketAlreadyClosed."""
    del now  # a page of the ticket's menu is told the time; this one does not need it
    return edit_modal(ticket_details.load_form(session, ticket_id, actor=actor))


def read_form(view: Mapping[str, Any]) -> SentForm:
    """Return what a form that was sent says. Raises: FieldsRefused; NotUnderstood, for one that is not ours."""
    opened = _read_opened(view)
    tags, unfit = read_tags(submissions.text_of(view, DetailField.TAGS))
    if unfit:
        raise FieldsRefused({DetailField.TAGS: edit_wording.unfit_tags(unfit)})
    category = submissions.choice_of(view, DetailField.CATEGORY)
    queue = submissions.choice_of(view, DetailField.QUEUE) or str(opened["queue"])
    wanted = TicketDetails(
        title=one_line(submissions.text_of(view, DetailField.TITLE)),
        priority=_read_priority(view),
        category_key=None if category == NO_CATEGORY else category,
        tags=tags,
        due_at=submissions.instant_of(view, DetailField.DUE),
        follower_ids=tuple(sorted(set(submissions.people_of(view, DetailField.FOLLOWERS)))),
        queue_id=submissions.row_id_of(queue),
    )
    seen = {field: str(opened["seen"].get(field, "")) for field in DetailField}
    return SentForm(submissions.row_id_of(str(opened["ticket"])), wanted, seen)


def _read_opened(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form was opened on, as it carries it. Raises: NotUnderstood."""
    try:
        opened: dict[str, Any] = json.loads(view["private_metadata"])
        return {"ticket": opened["ticket"], "queue": opened["queue"], "seen": dict(opened["seen"])}
    except (ValueError, KeyError, TypeError) as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown


def _read_priority(view: Mapping[str, Any]) -> Priority:
    try:
        return Priority(submissions.choice_of(view, DetailField.PRIORITY) or "")
    except ValueError as unknown:
        raise FieldsRefused({DetailField.PRIORITY: edit_wording.CHOOSE}) from unknown


def _draw_again(session: Session, form: SentForm, merged: Merged, actor: Person) -> dict[str, Any] | None:
    """Return the form once more, with what was entered, where somebody else was faster; else None."""
    if not merged.overtaken:
        return None
    as_it_stands = ticket_details.load_form(session, form.ticket_id, actor=actor)
    return edit_modal(as_it_stands, form.wanted, overtaken=merged.overtaken)
