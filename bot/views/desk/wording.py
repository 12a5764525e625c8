"""Every text of the desk that people read, in one place.

Short, plain, kind; sentence case, Title Case on buttons, no emoji in buttons. Where a text says `backticks`, the view
shows code. Texts named `…_MRKDWN` go into `mrkdwn` and take Slack's ids only, never what people typed.
"""

from datetime import timedelta

from models.desk import TicketStatus

STATUS_NAMES = {
    TicketStatus.NEW: "New",
    TicketStatus.IN_PROGRESS: "In progress",
    TicketStatus.WAITING: "Waiting",
    TicketStatus.ON_HOLD: "On hold",
    TicketStatus.RESOLVED: "Resolved",
    TicketStatus.CLOSED: "Closed",
}

OPENED_DATE = "{date_short_pretty} at {time}, {ago}"
DATE = "{date_short_pretty} at {time}"
TIME = "{time}"
SEPARATOR = " · "
THE_REST_IS_IN_SLACK = "… (the rest is in Slack)"

# The triage card

UNTITLED = "Untitled request"
NOBODY = "Nobody yet"
SOMEONE = "Someone"
STATUS = "Status"
PRIORITY = "Priority"
REQUESTER = "Requester"
ASSIGNEE = "Assignee"
QUEUE = "Queue"
CLAIM = "Claim"
RESOLVE = "Resolve"
REOPEN = "Reopen"
CLOSE = "Close"
ASSIGN_TO = "Assign to"
SET_PRIORITY = "Priority"
SET_STATUS = "Status"
KEEP_OPEN = "Keep Open"
CLOSE_WARNING = "A closed ticket does not change any more. The requester can open a new one, but not this one."
OPENING_DELETED = "The requester deleted this message."
DELETED_TITLE = "Deleted request"
OPENING_EDITED = "Edited by the requester"
NO_WORDS = "There are no words in this message."
ASKED_IN_PRIVATE = "asked in private"


def card_summary(key: str, title: str, status: str, priority: str, assignee: str | None) -> str:
    """Say a card in one line, for notifications."""
    return f"{key} {title}: {status.lower()}, {priority.lower()} priority, {assignee or 'unassigned'}"


def claim_aloud(key: str) -> str:
    """Say the Claim button to a screen reader."""
    return f"Claim ticket {key}"


def resolve_aloud(key: str) -> str:
    """Say the Resolve button to a screen reader."""
    return f"Resolve ticket {key}"


def reopen_aloud(key: str) -> str:
    """Say the Reopen button to a screen reader."""
    return f"Reopen ticket {key}"


def close_aloud(key: str) -> str:
    """Say the Close button to a screen reader."""
    return f"Close ticket {key} for good"


def close_title(key: str) -> str:
    """Head the question that is asked before a ticket is closed."""
    return f"Close {key} for good"


def opened_mrkdwn(date: str) -> str:
    """Say when a ticket was opened."""
    return f"Opened {date}"


def source_mrkdwn(slack_channel_id: str) -> str:
    """Say where a ticket was asked."""
    return f"from <#{slack_channel_id}>"


def thread_goes_out(private_mark: str) -> str:
    """Say who reads the card's thread."""
    return f"Messages in this thread go to the requester · begin with {private_mark} for a private note"


def resolved_mrkdwn(slack_user_id: str | None, date: str) -> str:
    """Say who resolved a ticket and when."""
    return f"Resolved by <@{slack_user_id}> {date}" if slack_user_id else f"Resolved {date}"


def closed_mrkdwn(date: str) -> str:
    """Say when a ticket was closed."""
    return f"Closed {date}"


# Messages that cross


def said_by(name: str) -> str:
    """Lead a copy with its author's name."""
    return f"{name}:"


MESSAGE_DELETED = "This message was deleted."
FILES = "Files"


def more_files(count: int) -> str:
    """Say that a message has more files than are listed."""
    return f"and {count} more in Slack"


# What the requester is told


def confirmation(key: str, queue_name: str) -> str:
    """Say that a message became a ticket."""
    return f"{key} opened. The {queue_name} team will answer in this thread."


def opening(key: str, queue_name: str, name: str) -> str:
    """Head the thread of a ticket made by command, in the requester's direct messages."""
    return f"{key} opened. {name} asked the {queue_name} team:"


OPENING_HINT = "Answers come in this thread · Reply here to add something"


def resolved(key: str, name: str) -> str:
    """Tell the requester that their ticket is resolved."""
    return f"{key} is resolved. {name} marked it as done."


REOPEN_HINT = "Not solved? Reopen it, or just reply in this thread."


def reopened(key: str, name: str) -> str:
    """Say that a ticket is open again."""
    return f"{key} is open again. {name} reopened it."


def resolved_before(key: str) -> str:
    """Say of an older resolution that it no longer stands."""
    return f"{key} was resolved, and has been reopened since."


# Notices in threads


NOTE_KEPT_PRIVATE = (
    "I could read this message only after it was edited. In case it was meant to be private, I kept it private. "
    "To tell the requester, write it again."
)


def reply_withdrawn(mark: str) -> str:
    """Say that an edit took a reply back."""
    return (
        f"This reply now begins with {mark}, so I took back the requester's copy. They may have read it already. "
        "It stays private from here on."
    )


def mark_hides_nothing(mark: str) -> str:
    """Tell a requester that the private mark is not for them."""
    return f"Beginning with {mark} hides nothing here: the team reads everything in this thread, and so may others."


def ticket_closed(key: str, name: str) -> str:
    """Tell a requester that somebody closed their ticket without resolving it first."""
    return f"{name} closed {key}. If you still need help, please post a new message or type `/desk new`."


def ticket_is_closed(key: str) -> str:
    """Tell a requester who writes to a closed ticket how to get help."""
    return f"{key} is closed and stays closed. If you still need help, please post a new message or type `/desk new`."


# Direct messages


def ticket_assigned(key: str, name: str) -> str:
    """Tell an agent that a ticket is theirs now. The title follows."""
    return f"{name} assigned {key} to you: "


def admin_added(name: str) -> str:
    """Tell somebody that they are a desk admin now."""
    return f"{name} made you a desk admin. `/desk help` lists what you can do."


def deliveries_parked(number: int, kind: str, reason: str) -> str:
    """Tell an admin that things could not be sent, and what to do."""
    return (
        f"I could not send {_count(number, 'message')} and stopped trying. The newest: {kind} ({reason}). Nothing is "
        "lost: `python -m bot stuck list` shows them, `python -m bot stuck retry` sends one again."
    )


# Answers to commands

HELP_TITLE = "What you can type"
ONLY_YOU = "Only you can see this · Commands do not work inside threads"


def unknown_verb(nearest: str | None) -> tuple[str, str]:
    """Say that a command is not known: what comes before the words typed, and after them."""
    return "I do not know ", f". Did you mean `/desk {nearest}`?" if nearest else "."


NOTHING_TYPED = "nothing"
YOUR_REQUESTS = "Your open requests"
ASSIGNED_TO_YOU = "Assigned to you"
UNASSIGNED = "Waiting for somebody to claim"
NO_REQUESTS = "You have no open requests. To ask for something, type `/desk new` or post in a request channel."
NONE_ASSIGNED = "No open ticket is assigned to you. Claim one from its card in the triage channel."
NONE_UNASSIGNED = "Every open ticket has somebody. Well done."


def lists_summary(requested: int, assigned: int, unassigned: int, *, is_agent: bool) -> str:
    """Say the lists in one line, for notifications."""
    own = f"{_count(requested, 'open request')} of yours"
    return f"{own}, {assigned} assigned to you, {unassigned} waiting to be claimed" if is_agent else own


def more_tickets(count: int) -> str:
    """Say that a list goes on."""
    return f"and {_count(count, 'more ticket')}"


def age(passed: timedelta) -> str:
    """Say how long ago a ticket was opened."""
    minutes = max(0, int(passed / timedelta(minutes=1)))
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{_count(minutes // size, unit)} ago"
    return "just now"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def updated_mrkdwn(date: str) -> str:
    """Say when a ticket last changed."""
    return f"Last change {date}"


OPEN_IN_SLACK = "Open in Slack"
WORK_FROM_CARD = "Work it from its card in the triage channel"
CHANGED = "Done"
NOTHING_CHANGED = "Nothing changed: it was like that already."


FAILED = "Something went wrong on my side, and nothing was changed. Please try again in a moment."


def failed(reference: str) -> str:
    """Say that something unexpected happened, and what to quote."""
    return (
        f"Something went wrong on my side. I kept what you sent; quote {reference} to an admin if it does not arrive."
    )


def ticket_opened(key: str, queue_name: str) -> str:
    """Answer somebody who made a ticket by command or form."""
    return f"{key} opened. The {queue_name} team will answer you in a direct message from me."


# The request form

FORM_TITLE = "New request"
FORM_SUBMIT = "Create Ticket"
FORM_CANCEL = "Cancel"
FORM_WHAT = "What do you need?"
FORM_WHAT_HINT = "One line, such as: VPN drops every hour"
FORM_DETAILS = "Details"
FORM_DETAILS_HINT = "What you tried, error messages, by when you need it"
FORM_QUEUE = "Who should help?"
FORM_QUEUE_HINT = "Choose a team"


def from_to(first_key: str, last_key: str) -> str:
    """Name a group of queues in a long menu."""
    return f"{first_key} to {last_key}"
