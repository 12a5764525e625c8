"""Every text of the search page that people read."""

from collections.abc import Sequence

from bot.domain.desk.queries import FilterName, Sort

TITLE = "Find tickets"
SUBMIT = "Search"
CLOSE = "Done"
QUERY = "What do you look for?"
QUERY_HINT = 'Words, "a phrase", -without, a key such as IT-12, or a filter such as status:open'
QUERY_PLACEHOLDER = "vpn status:open"
SORT = "Order"
PREVIOUS = "Previous"
PREVIOUS_ALOUD = "Previous page of what was found"
NEXT = "Next"
NEXT_ALOUD = "Next page of what was found"
CHOOSE = "Choose Several"
CHOOSE_ALOUD = "Choose Several: change some of these tickets at once"
READ = "Back to the List"
READ_ALOUD = "Back to the List: stop choosing"
TICKETS = "Tickets to change"
ASSIGN_TO_ME = "Assign to Me"
ASSIGN_TO_ME_ALOUD = "Assign to Me: take the tickets that are ticked"
RESOLVE = "Resolve"
RESOLVE_ALOUD = "Resolve the tickets that are ticked"
SET_PRIORITY = "Set Priority"
CHOOSE_PRIORITY = "Set priority"
PRIORITY_QUESTION = "The tickets that are ticked get this priority."
KEEP = "Not Yet"
ASSIGN_QUESTION = "The tickets that are ticked are assigned to you, whoever has them now."
RESOLVE_QUESTION = "The people who asked for the tickets that are ticked are told that they are resolved."
NOTHING_TICKED = "Nothing was ticked, so nothing was changed."

SORT_NAMES = {
    Sort.BEST: "Best match",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.PRIORITY: "Most urgent first",
    Sort.UPDATED: "Last changed first",
}

NOTHING_FOUND = "Nothing found. Try fewer or other words, or leave a filter out."
EXAMPLES_HEADING = "What you can look for"
EXAMPLES: Sequence[tuple[str, str]] = (
    ("printer fire", "both words, in any form of them"),
    ('"printer on fire" -test', "the phrase, and not the other word"),
    ("status:open assignee:@me", "open tickets that are yours; assignee:nobody for nobody's"),
    ("priority:p1,p2 queue:it", "one of two priorities, in one queue"),
    ("requester:@me after:7d sort:updated", "what you asked for this week, last changed first"),
    ("tag:vpn due:soon -status:waiting", "tagged vpn, due within a day, and not waiting"),
    ("IT-12", "one ticket, by a key it had before too"),
)
FILTERS = "Filters: " + ", ".join(f"{name}:" for name in FilterName)
WHAT_YOU_SEE = "You find your own requests, what you filed or follow and, as an agent, the tickets of your queues."


def found(total: str, first: int, last: int) -> str:
    """Say how many tickets there are, and which of them are shown."""
    if total == "1":
        return "1 ticket"
    return f"{total} tickets, {first:,} to {last:,} shown"


def held_by(name: str) -> str:
    """Say who has a ticket."""
    return f"with {name}"


def changed(keys: Sequence[str]) -> str:
    """Say which tickets were changed."""
    return f"Done: {', '.join(keys)}"


def refused(key: str, reason: str) -> str:
    """Say which ticket was not changed, and why."""
    return f"{key} was not changed: {reason}"
