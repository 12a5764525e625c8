"""What the desk announces. Other wings subscribe; `docs/architecture.md` has the table of who hears what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.desk.members import Evidence
from models.desk import AuditTag, Channel, Message, Person, Priority, Ticket, TicketStatus, Workspace


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
    """A ticket's status changed, resolving and reopening included.

    `because_of` is the message that changed it, if one did. `is_undo`: it only takes back the change before it, so
    nobody needs to be told.
    """

    ticket: Ticket
    previous: TicketStatus
    because_of: Message | None = None
    is_undo: bool = False


@dataclass(frozen=True)
class TicketDetailsChanged(Happening):
    """A ticket's title, category, tags, due time, snooze, links or status name changed; `what` is the audit tag."""

    ticket: Ticket
    what: AuditTag


@dataclass(frozen=True)
class TicketMoved(Happening):
    """A ticket went to another queue. Its card and its thread are to follow."""

    ticket: Ticket
    previous_queue_id: int
    previous_key: str


@dataclass(frozen=True)
class TicketMerged(Happening):
    """A ticket was closed because another one goes on in its place."""

    ticket: Ticket
    into: Ticket


@dataclass(frozen=True)
class FollowerChanged(Happening):
    """Somebody follows a ticket now, or does so no longer."""

    ticket: Ticket
    person: Person
    is_following: bool


@dataclass(frozen=True)
class MessageAdded(Happening):
    """A reply or a private note was added to a ticket.

    A backfilled one was written before the ticket was opened. One that waited `has_left`: its copy stands already.
    """

    ticket: Ticket
    message: Message
    is_backfilled: bool = False
    has_left: bool = False


@dataclass(frozen=True)
class ReplyHeld(Happening):
    """An agent's reply waits before it leaves, and can be taken back. `MessageAdded` is announced when it has left.

    `thread_ts` is the thread in which its author looks at it; None where they are not in one.
    """

    ticket: Ticket
    message: Message
    wait: timedelta
    thread_ts: str | None


@dataclass(frozen=True)
class MessageChanged(Happening):
    """A message of a ticket was edited, deleted, or withdrawn into a note."""

    ticket: Ticket
    message: Message


@dataclass(frozen=True)
class ReplyWithdrawn(MessageChanged):
    """A reply that had crossed was edited so that it is not for the requester: it is a note from here on."""


@dataclass(frozen=True)
class ReplyTakenBack(MessageChanged):
    """A reply was taken back before it left, with the button or by an edit: it is a note from here on."""


@dataclass(frozen=True)
class NoteMarkedPublic(MessageChanged):
    """A note was edited to begin with the public mark. It stays a note."""


@dataclass(frozen=True)
class AgentsChanged(Happening):
    """People came into a triage channel, or left it or were taken out of it."""

    channel: Channel
    joined: Sequence[Person]
    left: Sequence[Person]
    evidence: Evidence


@dataclass(frozen=True)
class MembershipTold(Happening):
    """Slack told that somebody came into a triage channel or left it: old news, too, that changes nothing any more."""

    channel: Channel
    person: Person
    is_member: bool
    evidence: Evidence


@dataclass(frozen=True)
class MembersRead(Happening):
    """A complete read of a triage channel's members was believed: the desk's members are Slack's now."""

    channel: Channel
    evidence: Evidence


@dataclass(frozen=True)
class PersonChanged(Happening):
    """Slack said something new of what a person is: a bot, a guest, an outsider, deactivated, or who at all."""

    person: Person
    was_deactivated: bool
    evidence: Evidence


@dataclass(frozen=True)
class AdmissionDecided(Happening):
    """An admin made somebody an agent whom their channel alone did not make one, or decided to keep them out."""

    person: Person


@dataclass(frozen=True)
class ChannelSeen(Happening):
    """Slack said what a triage channel is now. `is_here`: it is not archived, and the bot is in it."""

    channel: Channel
    is_here: bool


@dataclass(frozen=True)
class ConnectionChanged(Happening):
    """Slack took the app's token away, or the desk met Slack (as it does at each start)."""

    workspace: Workspace
    is_connected: bool


@dataclass(frozen=True)
class ChannelRoleChanged(Happening):
    """A channel became a request or triage channel, or stopped being one."""

    channel: Channel
