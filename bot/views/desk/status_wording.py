"""Every text about statuses: being resolved, open again and closed, and the queue's own names."""

SOLVED_AFTER_ALL = "It Is Solved"


def solved_aloud(key: str) -> str:
    """Say the button that takes a reopening back to a screen reader."""
    return f"It Is Solved: put {key} back as resolved"


def reopen_hint_mrkdwn(until: str | None) -> str:
    """Say how a ticket is reopened, and until when."""
    limit = f" until {until}" if until else ""
    return f"Not solved? Reopen it, or just reply in this thread{limit}."


def reopened_since(key: str) -> str:
    """Say of a resolution that the ticket is open again."""
    return f"{key} was resolved, and is open again."


SOLVED_HINT = "Did you only mean to add something? Press the button, and it stays resolved."


def closed_since(key: str) -> str:
    """Say of a resolution that the ticket cannot be reopened any more."""
    return f"{key} was resolved and is closed now. If you still need help, write here and I open a new ticket."


def continues(closed_key: str, key: str) -> str:
    """Tell a requester who wrote to a closed ticket that there is a new one."""
    return f"{closed_key} is closed, so I opened {key} for this. The team will answer in this thread."


def waits_for_you(key: str, queue_name: str) -> str:
    """Remind a requester; their name comes before it."""
    return f", the {queue_name} team is waiting for your answer on {key}. Reply here when you can."


OWN_STATUSES = "Own statuses"
BASE_STATUSES = "Statuses"
