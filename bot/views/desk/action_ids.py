"""Every id a person's click or form comes back with, and how a block names its ticket."""

import re
from enum import StrEnum


class ActionId(StrEnum):
    """What a button or menu asks for. A button's value is its ticket's id; a menu's block names the ticket."""

    CLAIM_TICKET = "ticket.claim"
    ASSIGN_TICKET = "ticket.assign"  # a users_select
    SET_PRIORITY = "ticket.set_priority"  # a static_select, values of models.desk.Priority
    SET_STATUS = "ticket.set_status"  # a static_select: TicketStatus without `closed`, or a queue's own as own/12
    RESOLVE_TICKET = "ticket.resolve"
    REOPEN_TICKET = "ticket.reopen"
    UNDO_REOPENING = "ticket.undo_reopening"  # puts a reopened ticket back as resolved
    CLOSE_TICKET = "ticket.close"  # asks before it closes
    RATE_1 = "rating.give_1"  # the worst answer to how good the help was; the rating's id, as for the next four
    RATE_2 = "rating.give_2"
    RATE_3 = "rating.give_3"
    RATE_4 = "rating.give_4"
    RATE_5 = "rating.give_5"
    CHANGE_RATING = "rating.change"  # opens the form; the rating's id
    TICKET_MENU = "ticket.menu"  # an overflow menu, values of TicketMenu
    OLDER_HISTORY = "ticket.older_history"  # in the history's modal; its value is the line to go on below
    UNFOLLOW = "ticket.unfollow"  # in the message that says one follows it
    STOP_NOTIFICATIONS = "notification.stop"  # turns kinds off; their names, joined by commas, are its value
    OPEN_NOTIFICATION_SETTINGS = "notification.settings"  # opens the modal
    CHOOSE_HOME_LIST = "home.list"  # a static_select, values of HomeList
    HOME_PREVIOUS = "home.previous"  # its value is a list and a page of it, as mine/2
    HOME_NEXT = "home.next"  # likewise
    SHOW_HOME_AS = "home.show_as"  # as_requester, or the list to go back to
    OPEN_HUB = "home.settings"  # opens the hub of the settings
    OPEN_FIND = "find.open"
    SORT_FOUND = "find.sort"  # a static_select, values of Sort
    FOUND_PREVIOUS = "find.previous"  # its value is the number of the page
    FOUND_NEXT = "find.next"  # likewise
    CHOOSE_SEVERAL = "find.choose"  # `choose` or `read`: tick tickets, or stop that
    ASSIGN_SEVERAL = "find.assign_to_me"
    RESOLVE_SEVERAL = "find.resolve"
    PRIORITIZE_SEVERAL = "find.set_priority"  # a static_select, values of models.desk.Priority
    BEGIN_REQUEST = "request.begin"  # opens the request form; its value says where it was pressed
    CHOOSE_TEAM = "ticket.choose_team"  # a static_select of queue ids, for the requester
    OPEN_OFFERED_FORM = "request.open_offered"  # opens the request form; its value is what it is filled in with
    WAKE_TICKET = "ticket.wake"  # in the snooze form
    CHOOSE_SAVED_REPLY = "reply.saved"  # a static_select in the reply form, the reply's key
    UNDO_REPLY = "reply.undo"  # takes a reply back that has not left; the message's id
    UNLINK_TICKET = "ticket.unlink"  # two tickets' ids, as 7/9
    CHOOSE_REQUESTS = "channel.requests"  # pressed in the channel that the bot was invited to, as the next three
    CHOOSE_TRIAGE = "channel.triage"  # opens the form that confirms it
    CONFIRM_TRIAGE = "channel.confirm_triage"  # its value is a channel's Slack id and a queue's key, as C01 IT
    CHOOSE_CHANNEL_QUEUE = "channel.queue"  # a static_select of queue ids
    DECIDE_LATER = "channel.later"
    OPEN_SETTINGS = "settings.open"  # opens a page of the settings; a value of SettingsPage
    OPEN_SAVED_REPLY = "settings.saved_reply"  # opens a saved reply's form; the reply's id, or `new`
    OPEN_QUEUE_SETTINGS = "settings.queue"  # opens a queue's form; the queue's id, or `new`
    ADD_REQUEST_CHANNEL = "settings.add_channel"  # opens the form that adds one
    TURN_CHANNEL_OFF = "settings.channel_off"  # asks before it takes a channel's role away; the channel's id
    TURN_CHANNEL_ON_AGAIN = "channel.on_again"  # undoes that; the channel's Slack id and a line of the ledger


class TicketMenu(StrEnum):
    """What the menu "More" of a ticket's card offers: each option opens a page for the agents of its queue."""

    REPLY = "reply"
    EDIT = "edit"
    RELATE = "relate"
    SNOOZE = "snooze"
    HISTORY = "history"


class CallbackId(StrEnum):
    """Which form was sent."""

    NEW_REQUEST = "request.new"
    EDIT_TICKET = "ticket.edit"
    BEGIN_REQUEST = "request.begin"  # a global shortcut
    MAKE_TICKET = "message.make_ticket"  # a shortcut on a message
    WHY = "message.why"  # a shortcut on a message
    TICKET_FROM_MESSAGE = "message.ticket"  # the form that one opens
    ADD_TO_TICKET = "message.add_to_ticket"  # a shortcut on a message
    QUOTE_MESSAGE = "message.quote"  # the form that one opens
    FIND = "find"
    SNOOZE_TICKET = "ticket.snooze"  # its private metadata is the ticket's id
    RELATE_TICKET = "ticket.relate"  # likewise
    SEND_REPLY = "reply.send"
    SEND_RATING = "rating.send"  # its private metadata is the rating's id
    TRIAGE_CHANNEL = "channel.triage"  # its private metadata is the channel's Slack id
    SAVED_REPLY = "settings.saved_reply"
    QUEUE_SETTINGS = "settings.queue"
    CHANNEL_SETTINGS = "settings.channel"
    CATEGORIES = "settings.categories"
    PRIORITIES = "settings.priorities"
    MARKS = "settings.marks"
    ADMINS = "settings.admins"
    BOT_IDENTITY = "settings.bot"
    NOTIFICATION_SETTINGS = "notification.settings"


class RequestField(StrEnum):
    """The fields of the request form: both the block id (for errors) and the action id of each."""

    TITLE = "request.title"
    DETAILS = "request.details"  # a rich_text_input: `rich_text_value` is one rich_text block
    QUEUE = "request.queue"  # a static_select of queue ids; absent when there is only one queue
    FOR_WHOM = "request.for_whom"  # a users_select; only agents have it


class MessageField(StrEnum):
    """The fields of the form that makes a message a ticket: both the block id and the action id of each."""

    TITLE = "message.title"
    QUEUE = "message.queue"  # a static_select of queue ids; absent when there is only one queue
    FOR_WHOM = "message.for_whom"  # a users_select; only agents have it


class QuoteField(StrEnum):
    """The fields of the form that adds a message to a ticket; one of them has to be filled in."""

    TICKET = "quote.ticket"  # a static_select of keys; absent when the agent has no open ticket
    KEY = "quote.key"


_TURNED_OFF = re.compile(r"([A-Z0-9]{2,30})/([0-9]{1,18})")
_OWN_STATUS = re.compile(r"own/([0-9]{1,18})")
_TICKET_BLOCK = re.compile(r"ticket/([0-9]{1,18})/.*", re.DOTALL)


def own_status_value(status_id: int) -> str:
    """Return the value by which a menu offers a status that a queue names for itself."""
    return f"own/{status_id}"


def own_status_id_of(value: str) -> int | None:
    """Return the id of the queue's own status that a menu's value names, or None if it names none."""
    found = _OWN_STATUS.fullmatch(value)
    return int(found[1]) if found else None


def turned_off_value(slack_channel_id: str, entry_id: int) -> str:
    """Return the value of a button that undoes the turning off of a channel, as `C0HELP/12`."""
    return f"{slack_channel_id}/{entry_id}"


def turned_off_in(value: str) -> tuple[str, int] | None:
    """Return the channel and the line of the ledger that such a button names, or None if it names none."""
    found = _TURNED_OFF.fullmatch(value)
    return (found[1], int(found[2])) if found else None


def ticket_block_id(ticket_id: int, part: str, revision: str) -> str:
    """Return the block id of one part of a ticket's message, as `ticket/7/menus/new.p3`.

    A new revision gives a new id, so that Slack draws a menu anew instead of keeping what somebody chose before.
    """
    return f"ticket/{ticket_id}/{part}/{revision}"


def ticket_id_of(block_id: str) -> int | None:
    """Return the ticket a block id names, or None if it names none."""
    found = _TICKET_BLOCK.fullmatch(block_id)
    return int(found[1]) if found else None
