"""What is told when a notification goes out: read as things stand then, and only what its reader may still know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk.lifecycle import OPEN_STATUSES
from bot.domain.desk.notifications import NotificationFacts, NotificationKind
from bot.services.desk import agents, people, ticket_facts, visibility
from models.desk import AuditEntry, Follower, Message, MessageKind, Notification, Person, Side, Ticket, Workspace


def load_notifications(session: Session, reader: Person, notification_ids: Sequence[int]) -> list[NotificationFacts]:
    """Return what is still worth telling, oldest first.

    Left out is what its reader may not see any more, has turned off or dealt with since, and what is not so any more.
    """
    queue_ids = agents.list_queue_ids(session, reader)
    rows = session.execute(
        select(Notification, Ticket)
        .join(Ticket, Ticket.id == Notification.ticket_id)
        .where(
            Notification.workspace_id == reader.workspace_id,
            Notification.person_id == reader.id,
            Notification.id.in_(notification_ids),
            Notification.kind.not_in(reader.muted),
            visibility.is_visible_to(reader, queue_ids),
            ~_has_acted_since(reader),
        )
        .order_by(Notification.id)
    ).all()
    about = [row for row, _ in rows]
    workspace = session.get_one(Workspace, reader.workspace_id)
    messages, followed = _messages_of(session, about), _followed_in(session, about)
    reading = _Reading(session, workspace, reader, queue_ids, messages, followed)
    told = [(row, ticket) for row, ticket in rows if reading.is_worth_telling(row, ticket)]
    return [reading.facts_of(row, ticket, is_alone=len(told) == 1) for row, ticket in told]


@dataclass(frozen=True)
class _Reading:
    """One person's view of what they are to be told: the messages it is about, by id, and the tickets they follow."""

    session: Session
    workspace: Workspace
    reader: Person
    queue_ids: Collection[int]
    messages: Mapping[int, Message]
    followed: Collection[int]

    def is_worth_telling(self, row: Notification, ticket: Ticket) -> bool:
        """Return whether it still holds, and its reader may know it."""
        match NotificationKind(row.kind):
            case NotificationKind.REPLY | NotificationKind.NOTE:
                return self._may_read(self._message_of(row), ticket)
            case NotificationKind.ASSIGNED:
                return ticket.assignee_id == self.reader.id
            case NotificationKind.CLOSED:
                return ticket.status not in OPEN_STATUSES
            case NotificationKind.REOPENED:
                return ticket.status in OPEN_STATUSES and ticket.queue_id in self.queue_ids
            case NotificationKind.FOLLOWING:
                return ticket.id in self.followed
            case _:
                return ticket.status in OPEN_STATUSES and ticket.queue_id in self.queue_ids

    def facts_of(self, row: Notification, ticket: Ticket, *, is_alone: bool) -> NotificationFacts:
        """Return it as views are given it; who did it and what they said is shown of one thing alone."""
        message = self._message_of(row) if is_alone else None
        return NotificationFacts(
            kind=NotificationKind(row.kind),
            ticket_id=ticket.id,
            ticket_key=ticket.key,
            ticket_title=ticket.title,
            link=self._link_to(ticket),
            facts=self._with_name(row.facts) if is_alone else row.facts,
            words=None if message is None else ticket_facts.words_of(self.session, message),
        )

    def _with_name(self, facts: Mapping[str, str]) -> Mapping[str, str]:
        """Return the facts with the present name of who did it: it may not have been known yet."""
        if "person_id" not in facts:
            return facts
        return {**facts, "name": people.facts_of(self.session.get_one(Person, int(facts["person_id"]))).name}

    def _message_of(self, row: Notification) -> Message | None:
        return self.messages.get(int(row.facts.get("message_id", 0)))

    def _may_read(self, message: Message | None, ticket: Ticket) -> bool:
        """Return whether a message is there to be read: a note for the agents of the queue it was written in alone."""
        if message is None or message.deleted_at is not None:
            return False
        if message.kind is MessageKind.NOTE:
            return message.queue_id in self.queue_ids
        return ticket.queue_id in self.queue_ids or not visibility.is_for_agents_alone(message, ticket)

    def _link_to(self, ticket: Ticket) -> str | None:
        if ticket.queue_id in self.queue_ids:
            return ticket_facts.link_to(ticket, Side.TRIAGE, workspace=self.workspace)
        is_theirs_alone = (ticket.requester_slack_channel_id or "").startswith(visibility.BETWEEN_TWO)
        if is_theirs_alone and ticket.requester_id != self.reader.id:
            return None
        return ticket_facts.link_to(ticket, Side.REQUESTER, workspace=self.workspace)


def _has_acted_since(reader: Person) -> ColumnElement[bool]:
    """Say that the reader wrote on the ticket or changed it after there was something to tell them."""
    wrote = exists().where(
        Message.ticket_id == Notification.ticket_id,
        Message.author_id == reader.id,
        Message.sent_at > Notification.created_at,
    )
    changed = exists().where(
        AuditEntry.ticket_id == Notification.ticket_id,
        AuditEntry.actor_id == reader.id,
        AuditEntry.at > Notification.created_at,
    )
    return or_(wrote, changed)


def _messages_of(session: Session, rows: Sequence[Notification]) -> dict[int, Message]:
    """Return the messages that these speak of, by id."""
    message_ids = {int(row.facts["message_id"]) for row in rows if "message_id" in row.facts}
    if not message_ids:
        return {}
    said = select(Message).where(Message.workspace_id == rows[0].workspace_id, Message.id.in_(message_ids))
    return {message.id: message for message in session.scalars(said)}


def _followed_in(session: Session, rows: Sequence[Notification]) -> frozenset[int]:
    """Return the tickets that the reader was told they follow, and still does."""
    ticket_ids = {row.ticket_id for row in rows if row.kind == NotificationKind.FOLLOWING}
    if not ticket_ids:
        return frozenset()
    followed = select(Follower.ticket_id).where(
        Follower.workspace_id == rows[0].workspace_id,
        Follower.person_id == rows[0].person_id,
        Follower.ticket_id.in_(ticket_ids),
    )
    return frozenset(session.scalars(followed))
