"""Why a message is a ticket or is none, as it is told to who asks."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.desk.facts import PersonFacts
from bot.domain.desk.intake_rules import IntakeRule


class Circumstance(StrEnum):
    """Why no rule of intake decided about a message, or about a ticket."""

    BY_COMMAND = "by_command"  # the ticket was typed after `/desk new`
    BY_FORM = "by_form"  # it was written in the form
    IN_TICKETS_THREAD = "in_tickets_thread"  # the message stands in a ticket's thread
    BY_APP = "by_app"  # an app wrote the message
    TRIAGE_CHANNEL = "triage_channel"  # it stands where agents work
    NO_ROLE = "no_role"  # its channel takes no requests
    TOO_EARLY = "too_early"  # it is older than its channel's taking requests
    IN_A_THREAD = "in_a_thread"  # it is a reply, and its thread has no ticket
    FORGOTTEN = "forgotten"  # nothing is known any more, or not yet


@dataclass(frozen=True)
class Reason:
    """Why a message, or a ticket, is what it is.

    Args:
        ground: the rule that decided, or why none did.
        is_ticket: whether it belongs to a ticket.
        ticket_key: which one; None when there is none, or the reader may not see it.
        asked_by: who had a message of somebody else's made a ticket; None where its author did.
        closed_key: the ticket that the new one follows, if it does.
        joined: how many later messages joined the ticket.
        create_emoji: the emoji that makes a message a ticket, without colons.
    """

    ground: IntakeRule | Circumstance
    is_ticket: bool
    ticket_key: str | None
    create_emoji: str
    asked_by: PersonFacts | None = None
    closed_key: str | None = None
    joined: int = 0
