"""Who is told of what happens on a ticket: the rules, given what each person has to do with it."""

from collections.abc import Set
from dataclasses import dataclass

from models.desk import Side


@dataclass(frozen=True)
class Concern:
    """What one person has to do with a ticket.

    `hears` has the threads of the ticket in which Slack itself tells them of new messages: those they wrote in before,
    and their own conversation with the bot.
    """

    is_assignee: bool = False
    is_requester: bool = False
    is_follower: bool = False
    is_agent: bool = False
    hears: frozenset[Side] = frozenset()


def is_told_of_reply(concern: Concern, *, author: Concern) -> bool:
    """Return whether somebody is told of what another wrote, which stands on both sides."""
    is_for_followers = author.is_agent or author.is_follower
    is_concerned = concern.is_assignee or (is_for_followers and (concern.is_requester or concern.is_follower))
    return is_concerned and not concern.hears


def is_told_of_note(concern: Concern) -> bool:
    """Return whether somebody is told of a private note that another wrote: the assignee alone, while an agent."""
    return concern.is_assignee and concern.is_agent and Side.TRIAGE not in concern.hears


def is_told_of_end(concern: Concern, *, said_on: Set[Side]) -> bool:
    """Return whether somebody is told that a ticket was resolved or closed.

    Where it is said in no thread, it was resolved before and is now only closed: the requester knows the end of it.
    """
    is_concerned = concern.is_assignee or concern.is_follower or (concern.is_requester and bool(said_on))
    return is_concerned and not concern.hears & said_on


def is_told_of_reopening(concern: Concern, *, said_on: Set[Side]) -> bool:
    """Return whether somebody is told that a ticket is open again: its assignee, unless they read it in a thread."""
    return concern.is_assignee and not concern.hears & said_on
