"""What a run came to, as lines that two runs can be compared by: no ids, no ts, no instants, no ticket numbers."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from models.desk import AuditEntry, AuditTag, Message, ParkedEvent, Person, Ticket
from tests.support.desk import Desk

KEY = re.compile(r"\bIT-\d+\b")


def outcome_of(desk: Desk, readers: Mapping[str, str]) -> list[str]:
    """Return a line for each row and each message that stands in Slack, sorted.

    Args:
        desk: what was run.
        readers: who reads which channel, by the channel's name.
    """
    return sorted([*_rows(desk), *(line for place in readers.items() for line in _posts(desk, *place))])


def _rows(desk: Desk) -> list[str]:
    """Return tickets, messages, history and what still waits for its cause, a ticket known by its title."""
    with desk.sessions.begin() as session:
        return [
            f"{name}: {' | '.join(str(value) for value in row)}"
            for name, rows in {
                "ticket": _tickets(),
                "message": _messages(),
                "history": _history(),
                "parked": select(ParkedEvent.kind, ParkedEvent.event["text"].astext),
            }.items()
            for row in session.execute(rows)
        ]


def _tickets() -> Select[*tuple[Any, ...]]:
    requester, assignee = aliased(Person), aliased(Person)
    shown = (Ticket.title, Ticket.status, Ticket.priority, requester.slack_user_id, assignee.slack_user_id)
    tickets = select(*shown).join(requester, requester.id == Ticket.requester_id)
    return tickets.outerjoin(assignee, assignee.id == Ticket.assignee_id)


def _messages() -> Select[*tuple[Any, ...]]:
    is_deleted = Message.deleted_at.is_not(None)
    shown = (Ticket.title, Message.kind, Message.side, Message.text, Person.slack_user_id, is_deleted)
    return select(*shown).join(Ticket, Ticket.id == Message.ticket_id).join(Person, Person.id == Message.author_id)


def _history() -> Select[*tuple[Any, ...]]:
    """Return who did what; not the statuses in between: which there were depends on what came in first."""
    shown = (Ticket.title, AuditEntry.tag, Person.slack_user_id)
    entries = select(*shown).join(Ticket, Ticket.id == AuditEntry.ticket_id)
    entries = entries.where(AuditEntry.tag != AuditTag.TICKET_STATUS_CHANGED)
    return entries.outerjoin(Person, Person.id == AuditEntry.actor_id).distinct()  # of two edits, one may be overtaken


def _posts(desk: Desk, channel: str, reader: str) -> list[str]:
    actor = desk.actor(reader)
    threads = [actor.thread(channel, root) for root in actor.messages(channel) if root.thread_ts in {None, root.ts}]
    return [
        KEY.sub("IT-N", f"post in {channel}: {root.text} / {reply.username or reply.user}: {reply.text}")
        for root, *replies in threads
        for reply in (root, *replies)
    ]
