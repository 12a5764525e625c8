"""What Deskbell tells people of its own accord. The value travels in an outbox row's `notice`, the facts beside it."""

from enum import StrEnum


class ThreadNotice(StrEnum):
    """Something said in one of a ticket's threads. Facts are texts, by the names in the comment, and `ticket_id`."""

    TICKET_REOPENED = "ticket_reopened"  # ticket_key, name: who reopened it; told in the triage thread
    NOTE_KEPT_PRIVATE = "note_kept_private"  # no facts; a reply was read late and edited by then
    REPLY_WITHDRAWN = "reply_withdrawn"  # mark; a reply was edited to begin with it, its copy was taken back
    REPLY_TAKEN_BACK = "reply_taken_back"  # name: who took a reply back before it left; told in the triage thread
    REPLY_LOST_MARK = "reply_lost_mark"  # mark; an edit took the public mark off a reply, its copy was taken back
    NOTE_STAYS_PRIVATE = "note_stays_private"  # no facts; an edit put the public mark before a note
    MARK_HIDES_NOTHING = "mark_hides_nothing"  # mark; a requester began a message with it
    TICKET_CLOSED = "ticket_closed"  # ticket_key, name: who closed it; told to the requester
    TICKET_IS_CLOSED = "ticket_is_closed"  # ticket_key; its requester wrote in its thread, and nobody takes requests
    TICKET_CONTINUES = "ticket_continues"  # ticket_key: of the new ticket; closed_key: of the one it follows
    REQUESTER_REMINDED = "requester_reminded"  # ticket_key, queue_name, slack_user_id: whom the team waits for
    TICKET_MOVED = "ticket_moved"  # former_key, ticket_key, queue_name; told to the requester
    NOTES_STAYED = "notes_stayed"  # count, queue_name: of the queue it left; told in the new triage thread
    MERGED_INTO_OWN = "merged_into_own"  # ticket_key, into_key: both the requester's; told to them
    MERGED_INTO_OTHER = "merged_into_other"  # ticket_key, into_key: somebody else's; told to the requester
    WAS_MERGED = "was_merged"  # ticket_key: what was merged into_key; told in the triage thread that goes on
    WAS_SPLIT = "was_split"  # ticket_key: the new one, from_key; told to the requester
    WAS_SPLIT_HERE = "was_split_here"  # likewise, told in the old triage thread
    TICKET_RATED = "ticket_rated"  # ticket_key, name: of who was helped, rating: as 1/3, comment: theirs, or empty


class PersonNotice(StrEnum):
    """Something told to one person in a direct message."""

    CHANNEL_PAUSED = "channel_paused"  # channel, queue_key, reason: a PauseReason
    CHANNEL_RESUMED = "channel_resumed"  # channel, queue_key
    MEMBERS_READ_HELD = "members_read_held"  # channel, queue_key, missing, added: how many a read would move
    CONNECTED_AGAIN = "connected_again"  # no facts; the app had been uninstalled, or its token revoked
    REQUEST_CHANNEL_LEFT = "request_channel_left"  # channel, queue_key
    ADMIN_ADDED = "admin_added"  # name: who made them one
    GREETING_RETURNED = "greeting_returned"  # no facts; somebody greeted Deskbell in its messages
    FEEDBACK = "feedback"  # name: who says it, text: what they say, plain
