"""What the snooze form says."""

from collections.abc import Mapping

from bot.domain.desk.snoozes import SnoozeChoice

TITLE = "Snooze"
SUBMIT = "Snooze"
CANCEL = "Cancel"
UNTIL = "Put it off until"
CHOICES: Mapping[SnoozeChoice, str] = {
    SnoozeChoice.ONE_HOUR: "In one hour",
    SnoozeChoice.FOUR_HOURS: "In four hours",
    SnoozeChoice.TOMORROW: "Tomorrow at 9:00",
    SnoozeChoice.NEXT_WEEK: "Monday at 9:00",
    SnoozeChoice.NEXT_REPLY: "The requester writes",
    SnoozeChoice.INSTANT: "The time below",
}
AT = "Time"
AT_HINT = "Only for the last choice, on your own clock."
AT_MISSING = "Please choose a time to come, or another choice above."
WAKES = "Come back sooner"
WAKES_CHOICE = "Also when the requester writes"
ABOUT = "It leaves the lists of what there is to do and comes back by itself. Its requester notices nothing."
WAKE = "Wake Now"
WOKEN = "It is back in the lists."


def snoozed_mrkdwn(until: str | None) -> str:
    """Say on a card or in a form until when a ticket is snoozed; None: until the requester writes."""
    return f"Snoozed until {until}" if until else "Snoozed until the requester writes"


def wake_aloud(key: str) -> str:
    """Return what a screen reader says for the button."""
    return f"Wake {key} now"
