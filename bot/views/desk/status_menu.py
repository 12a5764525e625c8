"""A ticket's status in words, and the menu that changes it: the base statuses, and those its queue names for itself."""

from collections.abc import Sequence
from typing import Final

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import OwnStatus, TicketFacts
from bot.views import limits
from bot.views.blocks import grouped_menu, menu, mrkdwn, plain
from bot.views.content import Block
from bot.views.desk import status_wording, wording
from bot.views.desk.action_ids import ActionId, own_status_value
from models.desk import TicketStatus

NAME_LENGTH: Final = 40
_CHOSEN_BY_MENU: Final = [status for status in TicketStatus if status is not TicketStatus.CLOSED]


def status_name(ticket: TicketFacts) -> str:
    """Return what a ticket's status is called: its queue's own name for it, or that of the base status. One line."""
    return wording.STATUS_NAMES[ticket.status] if ticket.own_status is None else _named(ticket.own_status)


def status_field(ticket: TicketFacts) -> Block:
    """Return a ticket's status as one of the facts on its card; a name that an admin typed is never `mrkdwn`."""
    if ticket.own_status is None:
        return mrkdwn(f"*{wording.STATUS}*\n{status_name(ticket)}")
    return plain(f"{wording.STATUS}\n{status_name(ticket)}")


def status_menu(ticket: TicketFacts, own: Sequence[OwnStatus]) -> Block:
    """Return the menu that sets a ticket's status; `own` are the names its queue has for some of them."""
    base = {status.value: wording.STATUS_NAMES[status] for status in _CHOSEN_BY_MENU}
    chosen = ticket.status.value if ticket.own_status is None else own_status_value(ticket.own_status.id)
    if not own:
        return menu(ActionId.SET_STATUS, wording.SET_STATUS, base, chosen)
    named = {own_status_value(each.id): _named(each) for each in own}
    groups = {status_wording.BASE_STATUSES: base, status_wording.OWN_STATUSES: named}
    return grouped_menu(ActionId.SET_STATUS, wording.SET_STATUS, groups, chosen)


def _named(status: OwnStatus) -> str:
    return limits.cut(one_line(status.name), NAME_LENGTH) or wording.STATUS_NAMES[status.base]
