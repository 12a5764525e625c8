"""The words of a ticket's history."""

from collections.abc import Mapping

from models.desk import AuditTag

TITLE = "History"
DONE = "Done"
OLDER = "Older"
OLDER_ALOUD = "Show older changes"
DESK_NAME = "Deskbell"
FROM = " from "
TO = " to "
UNTIL_NOW = " (it was "
CLOSING = ")"
NOTHING = "nobody"
IN_QUEUE = " in "
NAMED = ": "
AND = ", "
NEXT_REPLY = "the requester's next reply"
CHANGED_IT = "changed this ticket"

PHRASES: Mapping[str, str] = {
    AuditTag.TICKET_CREATED: "opened this ticket",
    AuditTag.TICKET_CLAIMED: "claimed this ticket",
    AuditTag.TICKET_ASSIGNED: "assigned this ticket",
    AuditTag.TICKET_PRIORITY_CHANGED: "changed the priority",
    AuditTag.TICKET_STATUS_CHANGED: "changed the status",
    AuditTag.TICKET_RESOLVED: "resolved this ticket",
    AuditTag.TICKET_REOPENED: "reopened this ticket",
    AuditTag.TICKET_TITLE_CHANGED: "changed the title",
    AuditTag.TICKET_CATEGORY_CHANGED: "changed the category",
    AuditTag.TICKET_TAGS_CHANGED: "changed the tags",
    AuditTag.TICKET_DUE_CHANGED: "changed when it is due",
    AuditTag.TICKET_FOLLOWED: "added a follower",
    AuditTag.TICKET_UNFOLLOWED: "removed a follower",
    AuditTag.TICKET_MOVED: "moved this ticket",
    AuditTag.TICKET_MERGED: "merged this ticket",
    AuditTag.TICKET_SPLIT: "split this ticket",
    AuditTag.TICKET_LINKED: "linked this ticket",
    AuditTag.TICKET_UNLINKED: "removed a link",
    AuditTag.TICKET_SNOOZED: "snoozed this ticket",
    AuditTag.TICKET_WOKEN: "ended the snooze",
    AuditTag.TICKET_REMINDED: "reminded the requester",
    AuditTag.TICKET_RATED: "set the rating of the help",
    AuditTag.MESSAGE_EDITED: "edited a message. It said:",
    AuditTag.MESSAGE_DELETED: "deleted a message. It said:",
    AuditTag.REPLY_WITHDRAWN: "took a reply back. It said:",
    AuditTag.REPLY_TAKEN_BACK: "took a reply back before it left. It said:",
}
"""What somebody did, by the ledger's tag."""

WITHOUT_WORDS: Mapping[str, str] = {
    AuditTag.MESSAGE_EDITED: "edited a message",
    AuditTag.MESSAGE_DELETED: "deleted a message",
    AuditTag.REPLY_WITHDRAWN: "took a reply back",
    AuditTag.REPLY_TAKEN_BACK: "took a reply back before it left",
}
"""What is said of a message whose former words are not for this queue."""


def field_name(field: str) -> str:
    """Name a field of the ledger inside a sentence."""
    return field.replace("_", " ")
