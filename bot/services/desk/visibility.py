"""Who may see a ticket: the one place that says it in SQL.

A ticket exists for who asked for it, who filed it, who follows it, and the agents its queue has now; for nobody else.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, or_, select
from sqlalchemy.orm import aliased

from models.desk import Follower, FormerPlace, Message, MessageKind, Person, Side, Ticket

BETWEEN_TWO = "D"
"""What the id of a conversation between the bot and one person begins with."""

FOR_AGENTS = frozenset({MessageKind.HELD, MessageKind.NOTE})
"""What only agents may read: private notes, and replies that can still be taken back."""

_Other = aliased(Ticket)  # so that no subquery is taken for a part of the query around it


def is_worked_by(queue_ids: Sequence[int]) -> ColumnElement[bool]:
    """Say that a ticket is seen as an agent, notes and all: its queue is one of the reader's own."""
    return Ticket.queue_id.in_(queue_ids)


def shown_ids(reader: Person) -> CompoundSelect[int]:
    """Select the tickets whose public side is the reader's to see, whatever queues they work."""
    theirs = select(_Other.id).where(_Other.workspace_id == reader.workspace_id)
    asked = theirs.where(_Other.requester_id == reader.id)
    filed = theirs.where(_Other.author_id == reader.id, _Other.author_id != _Other.requester_id)  # as the index says
    followed = select(Follower.ticket_id).where(
        Follower.workspace_id == reader.workspace_id, Follower.person_id == reader.id
    )
    return asked.union_all(filed, followed)


def is_visible_to(reader: Person, queue_ids: Sequence[int]) -> ColumnElement[bool]:
    """Say that a ticket exists for the reader, an agent of these queues."""
    is_shown = Ticket.id.in_(shown_ids(reader))
    return or_(is_worked_by(queue_ids), is_shown) if queue_ids else is_shown


def has_key(workspace_id: int, keys: Sequence[str]) -> ColumnElement[bool]:
    """Say that a ticket has one of these keys, or had it in a queue that it left."""
    present = select(_Other.id).where(_Other.workspace_id == workspace_id, _Other.key.in_(keys))
    former = select(FormerPlace.ticket_id).where(FormerPlace.workspace_id == workspace_id, FormerPlace.key.in_(keys))
    return Ticket.id.in_(present.union_all(former))


def is_for_agents_alone(message: Message, ticket: Ticket) -> bool:
    """Return whether only agents may read a message: a note, a held reply, or what was passed on from another's DM.

    Where a ticket was merged, what its requester writes to the bot is passed on to the ticket that goes on. Who asked
    for that one, and who follows it, is not told what somebody else said in private.
    """
    if message.kind is not MessageKind.REPLY or message.side is not Side.REQUESTER:
        return message.kind in FOR_AGENTS
    is_private = (message.slack_channel_id or "").startswith(BETWEEN_TWO)
    return is_private and message.slack_channel_id != ticket.requester_slack_channel_id


def is_for_both_sides() -> ColumnElement[bool]:
    """Say of a message, with its ticket, that not only agents may read it: what `is_for_agents_alone` denies."""
    is_passed_on = and_(
        Message.kind == MessageKind.REPLY,
        Message.side == Side.REQUESTER,
        func.coalesce(Message.slack_channel_id, "").startswith(BETWEEN_TWO),
        Message.slack_channel_id.is_distinct_from(Ticket.requester_slack_channel_id),
    )
    return and_(Message.kind.not_in(FOR_AGENTS), ~is_passed_on)
