"""What the desk announces. Other wings subscribe; `docs/architecture.md` has the table of who hears what."""

from dataclasses import dataclass

from models.desk import Channel, Message, Person, Priority, Ticket, TicketStatus


@dataclass(frozen=True)
class Happening:
    """Something that happened in this transaction. `actor` is None when Deskbell itself acted."""

    actor: Person | None


@dataclass(frozen=True)
class TicketCreated(Happening):
    """A ticket was opened."""

    ticket: Ticket
    opening: Message


@dataclass(frozen=True)
class TicketAssigned(Happening):
    """A ticket was claimed or given to somebody."""

    ticket: Ticket
    previous_assignee_id: int | None


@dataclass(frozen=True)
class TicketPriorityChanged(Happening):
    """A ticket's priority changed."""

    ticket: Ticket
    previous: Priority


@dataclass(frozen=True)
class TicketStatusChanged(Happening):
    """A ticket's status changed, resolving and reopening included."""

    ticket: Ticket
    previous: TicketStatus


@dataclass(frozen=True)
class MessageAdded(Happening):
    """A reply or a private note was added to a ticket."""

    ticket: Ticket
    message: Message


@dataclass(frozen=True)
class MessageChanged(Happening):
    """A message of a ticket was edited, deleted, or withdrawn into a note."""

    ticket: Ticket
    message: Message


@dataclass(frozen=True)
class ReplyWithdrawn(MessageChanged):
    """A reply that had crossed was edited to begin with the private mark: it is a note from here on."""


@dataclass(frozen=True)
class AgentJoined(Happening):
    """A person came into a triage channel."""

    channel: Channel
    person: Person


@dataclass(frozen=True)
class AgentLeft(Happening):
    """A person left a triage channel, or was taken out of it."""

    channel: Channel
    person: Person


@dataclass(frozen=True)
class ChannelRoleChanged(Happening):
    """A channel became a request or triage channel, or stopped being one."""

    channel: Channel
