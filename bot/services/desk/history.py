"""The history of a ticket, read from the ledger for its agents: names for ids, and the words that edits replaced.

Words are shown only while the ticket is in the queue they were written in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import MessageFacts
from bot.domain.desk.history import FieldChange, HistoryLine, HistoryPage, Value
from bot.domain.desk.snoozes import UNTIL_REPLY
from bot.services.desk import people, priority_scales, ticket_facts, tickets
from models.desk import AuditEntry, AuditTag, Message, MessageVersion, Person, Ticket, Workspace

PAGE: Final = 20
"""How many lines a page has: with their words and dates they fit a modal."""

_PEOPLE: Final = frozenset({"assignee", "requester", "author", "follower", "person"})
_INSTANTS: Final = frozenset({"due", "snoozed_until", "until"})
_LOST_AS_THEY_ARE: Final = frozenset({AuditTag.MESSAGE_DELETED, AuditTag.REPLY_TAKEN_BACK})
_EDITED: Final = frozenset({AuditTag.MESSAGE_EDITED, AuditTag.REPLY_WITHDRAWN})

Lost: TypeAlias = dict[int, MessageFacts]
"""Words that are no longer there, by the ledger line that says so."""


def load_page(session: Session, ticket_id: int, *, actor: Person, before: int | None = None) -> HistoryPage:
    """Return a page of a ticket's history for an agent of its queue.

    Args:
        session: an open transaction.
        ticket_id: the ticket.
        actor: who reads.
        before: the line to go on below; None begins at the newest.

    Raises: AgentsOnly, for everybody else and for a ticket that does not exist.
    """
    ticket = tickets.get_for_reading(session, ticket_id, actor=actor)
    newest = select(AuditEntry).where(AuditEntry.workspace_id == ticket.workspace_id, AuditEntry.ticket_id == ticket.id)
    if before is not None:
        newest = newest.where(AuditEntry.id < before)
    found = session.scalars(newest.order_by(AuditEntry.id.desc()).limit(PAGE + 1)).all()
    entries = found[:PAGE]
    known, lost = _people_in(session, ticket, entries), _lost_words(session, ticket, entries)
    older = entries[-1].id if len(found) > PAGE else None
    scale = priority_scales.scale_of(session.get_one(Workspace, ticket.workspace_id))
    return HistoryPage(ticket.id, ticket.key, [_line_of(entry, known, lost) for entry in entries], older, scale)


def _line_of(entry: AuditEntry, known: Mapping[int, Person], lost: Lost) -> HistoryLine:
    changed = {field: pair for field, pair in entry.details.items() if _is_change(pair)}
    actor = None if entry.actor_id is None else known.get(entry.actor_id)
    return HistoryLine(
        tag=entry.tag,
        at=entry.at,
        actor=None if actor is None else people.facts_of(actor),
        changes=[
            FieldChange(field, _value(field, pair[0], known), _value(field, pair[1], known))
            for field, pair in changed.items()
        ],
        named=[_named(field, value, known) for field, value in entry.details.items() if _is_name(field, value)],
        lost=lost.get(entry.id),
    )


def _is_change(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2  # from, to


def _is_name(field: str, value: object) -> bool:
    return (field in _PEOPLE and isinstance(value, int)) or (isinstance(value, str) and field != "version")


def _named(field: str, value: Any, known: Mapping[int, Person]) -> str:
    return people.facts_of(known[value]).name if field in _PEOPLE and value in known else str(value)


def _value(field: str, value: Any, known: Mapping[int, Person]) -> Value:
    """Return one side of a change as people know it: somebody for an id, an instant for its text."""
    if value is None or value == []:
        return None
    if field in _PEOPLE:
        return people.facts_of(known[value]) if value in known else str(value)
    if field in _INSTANTS and value != UNTIL_REPLY:
        return datetime.fromisoformat(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _people_in(session: Session, ticket: Ticket, entries: Sequence[AuditEntry]) -> dict[int, Person]:
    """Return everybody the lines speak of, by id."""
    ids = {entry.actor_id for entry in entries} | {one for entry in entries for one in _ids_in(entry.details)}
    found = select(Person).where(Person.workspace_id == ticket.workspace_id, Person.id.in_(ids - {None}))
    return {person.id: person for person in session.scalars(found)}


def _ids_in(details: Mapping[str, Any]) -> Iterable[int]:
    for field in _PEOPLE & details.keys():
        value = details[field]
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int))


def _lost_words(session: Session, ticket: Ticket, entries: Sequence[AuditEntry]) -> Lost:
    """Return what edits replaced and deletions removed, of messages written in the ticket's present queue."""
    about = {entry.id: entry.details["message_id"] for entry in entries if "message_id" in entry.details}
    if not about:
        return {}
    written = select(Message).where(
        Message.ticket_id == ticket.id, Message.queue_id == ticket.queue_id, Message.id.in_(set(about.values()))
    )
    messages = {message.id: message for message in session.scalars(written)}
    replaced = select(MessageVersion).where(MessageVersion.message_id.in_(messages))
    versions = {(version.message_id, version.edited_ts): version for version in session.scalars(replaced)}
    lost: Lost = {}
    for entry in entries:
        message = messages.get(about.get(entry.id, 0))
        if message is not None and entry.tag in _LOST_AS_THEY_ARE:
            lost[entry.id] = ticket_facts.words_as(session, message, message)
        elif message is not None and entry.tag in _EDITED:
            version = versions.get((message.id, entry.details.get("version")))
            if version is not None:
                lost[entry.id] = ticket_facts.words_as(session, message, version)
    return lost
