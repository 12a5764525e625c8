"""What people read when they ask why something is a ticket, or is none."""

from collections.abc import Mapping
from typing import Final

from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.reasons import Circumstance

TITLE: Final = "Why?"
CLOSE: Final = "Close"

REASONS: Final[Mapping[IntakeRule | Circumstance, str]] = {
    IntakeRule.EVERY_MESSAGE: "In its channel every new message opens a ticket.",
    IntakeRule.AGENT_MESSAGE: "In its channel every new message opens a ticket, also those that agents write.",
    IntakeRule.EMOJI: "Somebody put the ticket emoji on it. That counts whatever the message says.",
    IntakeRule.SHORTCUT: "Somebody used the shortcut on it that makes a message a ticket.",
    IntakeRule.MENTION: "It mentions me.",
    IntakeRule.DIRECT_MESSAGE: "It was written to me directly, and what is written to me opens a ticket.",
    IntakeRule.REPLY_TO_CLOSED: "It was written in the thread of a ticket that was closed, so it opened the next one.",
    IntakeRule.SPLIT: "An agent took it out of another ticket.",
    IntakeRule.GROUPED: (
        "Its author had written there shortly before, and that ticket was open: messages in quick succession make one "
        "ticket."
    ),
    IntakeRule.SKIP_MARK: "It begins with the mark that says: no ticket.",
    IntakeRule.GREETING: "It only says hello.",
    IntakeRule.THANKS: "It only says thank you.",
    IntakeRule.CLOSURE: "It only says that something is solved.",
    IntakeRule.EMOJI_ONLY: "There are no words in it.",
    IntakeRule.BARE_MENTION: "It mentions me and says nothing else.",
    IntakeRule.EMOJI_CHANNEL: "In its channel a message opens a ticket only when somebody asks for one.",
    IntakeRule.FORM_CHANNEL: "In its channel requests come in by the form.",
    IntakeRule.PRIVATE_THREAD: "Its thread's ticket is private: the talk goes on in the requester's messages with me.",
    IntakeRule.NO_QUEUE: "Nobody took requests when it was written.",
    Circumstance.BY_COMMAND: "It was typed after `/desk new`.",
    Circumstance.BY_FORM: "It was written in the request form.",
    Circumstance.IN_TICKETS_THREAD: "It stands in the thread of a ticket, or was copied from one.",
    Circumstance.BY_APP: "An app wrote it, and I listen to people only.",
    Circumstance.TRIAGE_CHANNEL: "It stands in a triage channel, where agents talk.",
    Circumstance.NO_ROLE: "Its channel takes no requests.",
    Circumstance.TOO_EARLY: "It was written before its channel took requests.",
    Circumstance.IN_A_THREAD: "It is a reply, and only the message that begins a thread opens a ticket.",
    Circumstance.FORGOTTEN: "I do not know any more: I keep for thirty days why a message opened no ticket.",
}

FOR_GOOD: Final = frozenset(
    {IntakeRule.PRIVATE_THREAD, IntakeRule.NO_QUEUE, Circumstance.BY_APP, Circumstance.TRIAGE_CHANNEL}
)
"""The grounds against which the emoji does not help."""


def is_ticket(key: str) -> str:
    """Head the reason of a ticket."""
    return f"{key} is a ticket."


def belongs(key: str) -> str:
    """Head the reason of a message that is part of a ticket."""
    return f"{key} is the ticket of this message."


HIDDEN: Final = "This message became a ticket."
NONE: Final = "This message opened no ticket."


def asked_by(name: str) -> str:
    """Say who had somebody else's message made a ticket."""
    return f"{name} asked for it."


def follows(closed_key: str) -> str:
    """Say which ticket a new one follows."""
    return f"It follows {closed_key}."


def joined(count: int) -> str:
    """Say how many messages joined a ticket."""
    return "One more message joined it." if count == 1 else f"{count:,} more messages joined it."


def how_to(emoji: str) -> str:
    """Say how a message that was left alone becomes a ticket."""
    return f"To make it one, react to it with `:{emoji}:`."
