"""The words of the form in which agents change a ticket's details."""

from collections.abc import Mapping, Sequence

from bot.domain.desk.priorities import PriorityScale
from bot.domain.desk.ticket_details import DetailField

TITLE = "Edit"
SAVE = "Save"
CANCEL = "Cancel"
NO_CATEGORY = "No category"
CHOOSE = "Choose"
CHOOSE_PEOPLE = "Choose people"
STAYS = "Stays where it is"
NOTHING = "nothing"
SEPARATOR = ", "
MEANINGS = " · "

LABELS: Mapping[DetailField, str] = {
    DetailField.TITLE: "Title",
    DetailField.PRIORITY: "Priority",
    DetailField.CATEGORY: "Category",
    DetailField.TAGS: "Tags",
    DetailField.DUE: "Due",
    DetailField.FOLLOWERS: "Followers",
    DetailField.QUEUE: "Move to",
}
TITLE_HINT = "From then on, edits of the first message leave it alone."
DUE_HINT = "In your own time zone. Whoever the ticket is assigned to is reminded."
FOLLOWERS_HINT = "They are told what both sides say, and see no private notes. Add yourself to watch the ticket."
QUEUE_HINT = "It gets a new number there. Private notes stay behind."
OVERTAKEN = "Somebody changed this while you were writing:"
YOURS_IS_KEPT = "What you entered is still below. Press Save again to use it."


def priority_hint(scale: PriorityScale) -> str:
    """Say what the priorities mean, those of which somebody said it."""
    names = scale.names()
    return MEANINGS.join(f"{names[key]}: {meaning}" for key, meaning in scale.meanings().items())


def tags_hint(known: Sequence[str]) -> str:
    """Say how to write tags, and name some that the queue has."""
    how = "Words with spaces between them"
    return f"{how}. Often used here: {SEPARATOR.join(known)}" if known else f"{how}, such as: vpn laptop"


def overtaken(label: str, now: str) -> str:
    """Say what a field holds now that somebody else changed."""
    return f"{label} is now {now}"


def people(count: int) -> str:
    """Say how many people follow a ticket."""
    return "1 person" if count == 1 else f"{count:,} people"


def unfit_tags(words: Sequence[str]) -> str:
    """Say which words cannot be tags."""
    return f"A tag has at most 40 characters. Please shorten: {SEPARATOR.join(words)}"
