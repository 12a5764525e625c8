"""A ticket's details: title, priority, category, tags, due time, followers and queue, changed by its agents in one go.

Two agents may have the form open at once: what only one of them changed is taken from each, and where both changed the
same thing, the later one is shown what it is now before anything is written.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.characters import one_line, shortened
from bot.domain.desk.happenings import TicketDetailsChanged
from bot.domain.desk.ticket_details import (
    LONGEST_TITLE,
    DetailField,
    DetailsForm,
    Marks,
    Merged,
    TicketDetails,
    marks_of,
    merge,
    read_tags,
)
from bot.errors import FieldsRefused, NotUnderstood
from bot.services.desk import (
    audit,
    categories,
    followers,
    happenings,
    moves,
    people,
    priority_scales,
    queues,
    tickets,
)
from bot.services.desk.detail_refusals import find_refusals
from models.desk import AuditTag, Category, Person, Queue, Ticket, TicketTag, Workspace

TAGS_SUGGESTED = 8


def load_form(session: Session, ticket_id: int, *, actor: Person) -> DetailsForm:
    """Return what the form about a ticket shows an agent of its queue. Raises: AgentsOnly; TicketAlreadyClosed."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    choices = queues.list_choices(session, ticket.workspace_id)
    return DetailsForm(
        ticket_id=ticket.id,
        ticket_key=ticket.key,
        queue_name=session.get_one(Queue, ticket.queue_id).name,
        details=read_details(session, ticket),
        categories=[categories.facts_of(each) for each in _offered_categories(session, ticket)],
        queues=[choice for choice in choices if choice.id != ticket.queue_id],
        known_tags=_tags_used_most(session, ticket),
        scale=priority_scales.scale_of(session.get_one(Workspace, ticket.workspace_id)),
    )


def read_details(session: Session, ticket: Ticket) -> TicketDetails:
    """Return a ticket's details as they stand."""
    category = None if ticket.category_id is None else session.get_one(Category, ticket.category_id)
    due_at = None if ticket.due_at is None else ticket.due_at.replace(second=0, microsecond=0)
    return TicketDetails(
        title=shortened(one_line(ticket.title), LONGEST_TITLE),
        priority=ticket.priority,
        category_key=None if category is None else category.key,
        tags=tuple(list_tags(session, ticket)),
        due_at=due_at,
        follower_ids=tuple(sorted(person.slack_user_id for person in followers.list_followers(session, ticket))),
        queue_id=ticket.queue_id,
    )


def list_tags(session: Session, ticket: Ticket) -> list[str]:
    """Return a ticket's tags in order of the alphabet."""
    found = session.scalars(select(TicketTag.tag).where(TicketTag.ticket_id == ticket.id))
    return sorted(found)


def change_details(
    session: Session, ticket_id: int, wanted: TicketDetails, *, seen: Marks, actor: Person, now: datetime
) -> Merged:
    """Write the details that an agent changed, each with a line in the ledger.

    Args:
        session: an open transaction.
        ticket_id: the ticket.
        wanted: the details as the form has them.
        seen: the details as the form was opened on them.
        actor: who changes them.
        now: the desk's time.

    Returns: what was written; nothing was where something is overtaken.

    Raises: AgentsOnly; TicketAlreadyClosed; FieldsRefused, for values that cannot be taken, all at once.
    """
    if seen.get(DetailField.QUEUE) != marks_of(wanted)[DetailField.QUEUE]:
        moves.hold_queue(session, actor.workspace_id, wanted.queue_id, Ticket.id == ticket_id)
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    merged = merge(seen, marks_of(read_details(session, ticket)), marks_of(wanted))
    if merged.overtaken:
        return merged
    workspace = session.get_one(Workspace, ticket.workspace_id)
    following = [people.get_or_stub(session, workspace, each, now=now) for each in wanted.follower_ids]
    refused = find_refusals(session, ticket, wanted, following, merged.to_write, now=now)
    if refused:
        raise FieldsRefused({str(field): words for field, words in refused.items()})
    _write(session, ticket, wanted, following, merged, actor=actor, now=now)
    return merged


def _write(
    session: Session,
    ticket: Ticket,
    wanted: TicketDetails,
    following: Sequence[Person],
    merged: Merged,
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Write what is to be written, the move last: it takes everything else along."""
    if DetailField.TITLE in merged.to_write:
        set_title(session, ticket, wanted.title, actor=actor, now=now)
    if DetailField.CATEGORY in merged.to_write:
        set_category(session, ticket, wanted.category_key, actor=actor, now=now)
    if DetailField.PRIORITY in merged.to_write:
        tickets.change_priority(session, ticket, wanted.priority, actor=actor, now=now)
    if DetailField.TAGS in merged.to_write:
        set_tags(session, ticket, wanted.tags, actor=actor, now=now)
    if DetailField.DUE in merged.to_write:
        set_due(session, ticket, wanted.due_at, actor=actor, now=now)
    if DetailField.FOLLOWERS in merged.to_write:
        followers.set_followers(session, ticket, following, actor=actor, now=now)
    if DetailField.QUEUE in merged.to_write:
        moves.move(session, ticket, wanted.queue_id, actor=actor, now=now)


def set_title(session: Session, ticket: Ticket, title: str, *, actor: Person | None, now: datetime) -> None:
    """Give a locked ticket a title that edits of its opening leave alone."""
    previous, ticket.title, ticket.is_titled_by_hand = ticket.title, title, True
    _note(session, ticket, AuditTag.TICKET_TITLE_CHANGED, {"title": [previous, title]}, actor=actor, now=now)


def set_category(session: Session, ticket: Ticket, key: str | None, *, actor: Person | None, now: datetime) -> None:
    """Give a locked ticket a category, or take it away."""
    previous = None if ticket.category_id is None else session.get_one(Category, ticket.category_id)
    category = None if key is None else categories.find_category(session, ticket.workspace_id, key)
    ticket.category_id = None if category is None else category.id
    names = [None if each is None else each.name for each in (previous, category)]
    _note(session, ticket, AuditTag.TICKET_CATEGORY_CHANGED, {"category": names}, actor=actor, now=now)


def set_tags(session: Session, ticket: Ticket, tags: Sequence[str], *, actor: Person | None, now: datetime) -> None:
    """Put exactly these tags on a locked ticket."""
    previous = list_tags(session, ticket)
    session.execute(delete(TicketTag).where(TicketTag.ticket_id == ticket.id, TicketTag.tag.not_in(tags)))
    rows = [{"ticket_id": ticket.id, "tag": tag, "workspace_id": ticket.workspace_id} for tag in tags]
    if rows:
        session.execute(insert(TicketTag).on_conflict_do_nothing(), rows)
    _note(session, ticket, AuditTag.TICKET_TAGS_CHANGED, {"tags": [previous, sorted(tags)]}, actor=actor, now=now)


def add_tags(session: Session, ticket_id: int, typed: str, *, actor: Person, now: datetime) -> None:
    """Put further tags on a ticket. Raises: AgentsOnly; TicketAlreadyClosed; NotUnderstood, for what can be no tag."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    tags, unfit = read_tags(typed)
    if unfit or not tags:
        raise NotUnderstood("A tag is a word of at most 40 characters. Type `!tag vpn` or `!tag vpn, office`.")
    present = list_tags(session, ticket)
    if not set(tags) <= set(present):
        set_tags(session, ticket, sorted({*present, *tags}), actor=actor, now=now)


def set_due(session: Session, ticket: Ticket, due_at: datetime | None, *, actor: Person | None, now: datetime) -> None:
    """Say when a locked ticket is due, in aware UTC, or that it is not; its assignee is reminded anew."""
    previous, ticket.due_at, ticket.due_told_at = ticket.due_at, due_at, None
    pair = [None if each is None else each.isoformat() for each in (previous, due_at)]
    _note(session, ticket, AuditTag.TICKET_DUE_CHANGED, {"due": pair}, actor=actor, now=now)


def _note(
    session: Session, ticket: Ticket, tag: AuditTag, details: dict[str, Any], *, actor: Person | None, now: datetime
) -> None:
    ticket.updated_at = now
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=actor, ticket_id=ticket.id, details=details, now=now
    )
    happenings.announce(session, TicketDetailsChanged(actor, ticket, tag), now=now)


def _offered_categories(session: Session, ticket: Ticket) -> list[Category]:
    """Return the categories to choose from; one that was retired stays with the tickets that have it."""
    offered = categories.list_categories(session, ticket.workspace_id)
    if ticket.category_id is None or ticket.category_id in {each.id for each in offered}:
        return offered
    return [*offered, session.get_one(Category, ticket.category_id)]


def _tags_used_most(session: Session, ticket: Ticket) -> list[str]:
    """Return the tags that the queue's tickets have most often: nothing of other queues."""
    used = (
        select(TicketTag.tag)
        .join(Ticket, Ticket.id == TicketTag.ticket_id)
        .where(TicketTag.workspace_id == ticket.workspace_id, Ticket.queue_id == ticket.queue_id)
        .group_by(TicketTag.tag)
        .order_by(func.count().desc(), TicketTag.tag)
        .limit(TAGS_SUGGESTED)
    )
    return list(session.scalars(used))
