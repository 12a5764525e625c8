"""The rules by which a message becomes a ticket, joins one, or is left alone. `why` names them."""

from enum import StrEnum
from typing import Final


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
