"""A ticket's priority in its workspace's words, and the menu that changes it, which says what each one means."""

from bot.domain.desk.facts import TicketFacts
from bot.domain.desk.priorities import PriorityScale
from bot.views import limits
from bot.views.blocks import menu, mrkdwn, plain
from bot.views.content import Block
from bot.views.desk import wording
from models.desk import Priority


def priority_field(ticket: TicketFacts) -> Block:
    """Return a ticket's priority as one of the facts on its card; a name that an admin typed is never `mrkdwn`."""
    if ticket.scale.is_own_name(ticket.priority):
        return plain(f"{wording.PRIORITY}\n{ticket.priority_name}", limits.FIELD)
    return mrkdwn(f"*{wording.PRIORITY}*\n{ticket.priority_name}")


def priority_menu(action_id: str, placeholder: str, scale: PriorityScale, chosen: Priority | None) -> Block:
    """Return a menu of the priorities, the most urgent first, each with its meaning."""
    return menu(action_id, placeholder, scale.names(), chosen, about=scale.meanings())
