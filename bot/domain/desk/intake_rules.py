"""The rules by which a message becomes a ticket, joins one, or is left alone. `why` names them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.desk.pleasantries import Pleasantry
from models.desk import Intake


class IntakeRule(StrEnum):
    """Which rule decided about a message."""

    # It became a ticket
    EVERY_MESSAGE = "every_message"  # each message in its channel does
    AGENT_MESSAGE = "agent_message"  # the same; an agent of the queue wrote it, whose messages count too
    EMOJI = "emoji"  # somebody reacted with the emoji that makes tickets; no filter stands against that
    SHORTCUT = "shortcut"  # somebody used the shortcut on it
    MENTION = "mention"  # it mentions Deskbell
    DIRECT_MESSAGE = "direct_message"  # it was written to Deskbell itself
    REPLY_TO_CLOSED = "reply_to_closed"  # its thread's ticket was closed, so it opened the next one
    SPLIT = "split"  # an agent took it out of another ticket

    # It joined a ticket
    GROUPED = "grouped"  # its author had written the ticket's last message in that channel shortly before

    # It was left alone
    SKIP_MARK = "skip_mark"  # it begins with the mark that says: no ticket
    GREETING = "greeting"  # it says hello and nothing else
    THANKS = "thanks"  # it says thank you and nothing else
    CLOSURE = "closure"  # it says that something is solved and nothing else
    EMOJI_ONLY = "emoji_only"  # it has no words
    BARE_MENTION = "bare_mention"  # it mentions Deskbell and says nothing else
    EMOJI_CHANNEL = "emoji_channel"  # in its channel only a reaction, a shortcut or a mention makes a ticket
    FORM_CHANNEL = "form_channel"  # in its channel only the form makes a ticket
    PRIVATE_THREAD = "private_thread"  # the talk of its thread's ticket goes on in the requester's messages
    NO_QUEUE = "no_queue"  # no queue takes requests yet


MAKES_TICKET: Final = frozenset(
    {
        IntakeRule.EVERY_MESSAGE,
        IntakeRule.AGENT_MESSAGE,
        IntakeRule.EMOJI,
        IntakeRule.SHORTCUT,
        IntakeRule.MENTION,
        IntakeRule.DIRECT_MESSAGE,
        IntakeRule.REPLY_TO_CLOSED,
        IntakeRule.SPLIT,
    }
)
"""The rules by which a message becomes a ticket of its own."""


class Place(StrEnum):
    """Where a message was written, as far as it matters to intake."""

    EVERY = "every"  # a request channel in which each message makes a ticket
    EMOJI = "emoji"  # one in which a reaction, a shortcut or a mention does
    FORM = "form"  # one in which the form does
    DIRECT = "direct"  # the conversation with Deskbell
    ELSEWHERE = "elsewhere"  # a channel that Deskbell is in and that has no role

    @classmethod
    def of_intake(cls, intake: Intake) -> "Place":
        """Return what a request channel of this intake is."""
        return cls(intake.value)


@dataclass(frozen=True)
class Arrival:
    """What the rules look at in a message that arrived at the top level of a conversation.

    Args:
        place: where.
        mentions_desk: whether it mentions Deskbell.
        has_skip_mark: whether it begins with the mark that says: no ticket.
        says_something: whether there are words or files beside the mention.
        pleasantry: what it is when it asks for nothing.
        is_by_agent: whether an agent of the queue wrote it.
    """

    place: Place
    mentions_desk: bool
    has_skip_mark: bool
    says_something: bool
    pleasantry: Pleasantry | None
    is_by_agent: bool


def rule_for(arrival: Arrival) -> IntakeRule:
    """Return the rule that decides about a message; the first that fits does."""
    is_meant_for_desk = arrival.mentions_desk or arrival.place is Place.DIRECT
    if arrival.place is Place.EMOJI and not is_meant_for_desk:
        return IntakeRule.EMOJI_CHANNEL
    if arrival.has_skip_mark:
        return IntakeRule.SKIP_MARK
    if arrival.pleasantry is not None:
        return IntakeRule(arrival.pleasantry.value)
    if arrival.mentions_desk and not arrival.says_something:
        return IntakeRule.BARE_MENTION
    if arrival.place is Place.DIRECT:
        return IntakeRule.DIRECT_MESSAGE
    if arrival.place is Place.EVERY:
        return IntakeRule.AGENT_MESSAGE if arrival.is_by_agent else IntakeRule.EVERY_MESSAGE
    return IntakeRule.MENTION if arrival.mentions_desk else IntakeRule.FORM_CHANNEL
