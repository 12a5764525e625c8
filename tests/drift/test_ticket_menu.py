"""What a ticket's menu offers is what it opens."""

from bot.listeners.desk.ticket_menu import PAGES
from bot.views.desk import menu_wording
from bot.views.desk.action_ids import TicketMenu


def test_every_option_that_is_drawn_opens_a_page_and_the_reverse() -> None:
    assert set(menu_wording.OPTIONS) == set(PAGES)


def test_the_menu_offers_everything_there_is_in_order() -> None:
    assert list(menu_wording.OPTIONS) == list(TicketMenu)
