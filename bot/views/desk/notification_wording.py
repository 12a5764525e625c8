"""Every text of notifications and of their settings."""

from bot.domain.desk.notifications import NotificationKind
from models.desk import TicketStatus

STOP = "Stop These"
UNFOLLOW = "Stop Following"
SETTINGS = "Notification Settings"
SETTINGS_ALOUD = "Notification Settings: choose what I tell you, and when"
DIGEST = "Meanwhile on your tickets"
KIND_NAMES = {
    NotificationKind.ASSIGNED: "Tickets assigned to you",
    NotificationKind.REPLY: "Replies",
    NotificationKind.NOTE: "Private notes on tickets assigned to you",
    NotificationKind.CLOSED: "Tickets that were resolved or closed",
    NotificationKind.REOPENED: "Tickets that were reopened",
    NotificationKind.FOLLOWING: "Tickets you were added to",
    NotificationKind.DUE: "Tickets that are due",
    NotificationKind.WOKEN: "Tickets back from a snooze",
    NotificationKind.REMINDER: "Reminders, in a request's thread, that the team waits for you",
    NotificationKind.RATING: "Questions how good the help was",
}
COUNTED = {
    NotificationKind.ASSIGNED: ("ticket assigned to you:", "tickets assigned to you:"),
    NotificationKind.REPLY: ("reply on", "replies on"),
    NotificationKind.NOTE: ("private note on", "private notes on"),
    NotificationKind.CLOSED: ("ticket resolved or closed:", "tickets resolved or closed:"),
    NotificationKind.REOPENED: ("ticket reopened:", "tickets reopened:"),
    NotificationKind.FOLLOWING: ("ticket you were added to:", "tickets you were added to:"),
    NotificationKind.DUE: ("ticket due:", "tickets due:"),
    NotificationKind.WOKEN: ("ticket back from a snooze:", "tickets back from a snooze:"),
}

Said = tuple[str, str]
"""What comes before a ticket's key, and after it."""


def assigned(name: str) -> Said:
    """Say that somebody gave the reader a ticket."""
    return f"{name} assigned ", " to you"


def replied(name: str) -> Said:
    """Say that somebody wrote on a ticket."""
    return f"{name} replied on ", ""


def noted(name: str) -> Said:
    """Say that somebody left a private note on a ticket."""
    return f"{name} left a private note on ", ""


def ended(name: str, status: str) -> Said:
    """Say that somebody resolved a ticket, or closed it."""
    return f"{name} {'closed' if status == TicketStatus.CLOSED else 'resolved'} ", ""


def reopened(name: str) -> Said:
    """Say that a ticket is open again."""
    return f"{name} reopened ", ""


def following(name: str) -> Said:
    """Say that somebody made the reader a follower."""
    return f"{name} added you to ", ", so I tell you what happens there"


DUE: Said = ("", " is due")
WOKEN: Said = ("", " is back from its snooze")


def due_mrkdwn(date: str) -> str:
    """Say when a ticket is due."""
    return f"Due {date}"


def unfollow_aloud(key: str) -> str:
    """Say the button that ends following to a screen reader."""
    return f"Stop following ticket {key}"


NO_LONGER_FOLLOWING = "You do not follow that ticket any more, so I tell you no more about it."
"""Answers who stopped following, whether or not they did follow it."""


def stop_aloud(kinds: str) -> str:
    """Say the Stop button to a screen reader."""
    return f"Stop messages about {kinds}"


def counted(number: int, one: str, many: str) -> str:
    """Begin a line of a digest: how many of a kind; the keys of their tickets follow."""
    return f"{number:,} {one if number == 1 else many} "


def more_tickets(number: int) -> str:
    """Say that a line of a digest goes on."""
    return f" and {number:,} more"


def stopped(kinds: str) -> str:
    """Answer somebody who stopped some kinds."""
    return f"I will not send you messages about {kinds} any more. `/desk settings` or my Home tab brings them back."


# The settings

SETTINGS_TITLE = "Notifications"
SETTINGS_SAVE = "Save"
SETTINGS_CANCEL = "Cancel"
TELL_ME = "Tell me in a direct message about"
TELL_ME_HINT = "I never tell you what you did yourself, nor what Slack tells you anyway."
QUIET = "Quiet hours"
QUIET_ON = "Hold messages back in my quiet hours, unless a ticket is urgent"
QUIET_FROM = "Quiet from"
QUIET_UNTIL = "Quiet until"
QUIET_BOTH = "Choose when your quiet hours begin and end."
QUIET_SAME = "Choose another time than the one they begin at."
ZONE_UNKNOWN = "I do not know your time zone yet, so I hold nothing back until I do."


def zone_hint(zone: str) -> str:
    """Say by which clocks quiet hours are."""
    return f"By the clocks of your time zone in Slack, {zone}."
