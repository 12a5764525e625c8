"""What a ticket's menu offers, in the order it is shown."""

from collections.abc import Mapping

from bot.views.desk.action_ids import TicketMenu

OPTIONS: Mapping[str, str] = {
    TicketMenu.REPLY: "Answer",
    TicketMenu.EDIT: "Edit details",
    TicketMenu.RELATE: "Merge, link, split",
    TicketMenu.SNOOZE: "Snooze",
    TicketMenu.HISTORY: "History",
}
"""The name of each option; at most five fit."""

OPTIONS_WHEN_CLOSED: Mapping[str, str] = {
    option: name for option, name in OPTIONS.items() if option is TicketMenu.HISTORY
}
"""What a closed ticket, which changes no more, still offers."""
