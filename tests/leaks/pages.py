"""What somebody can look at: pages and answers that are drawn at once, for who asks."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy.orm import Session

from bot.domain.desk.queries import read_query
from bot.listeners.desk import ticket_menu
from bot.services.desk import details_shown, search, ticket_facts, ticket_lists, why
from bot.views.desk import answers
from bot.views.desk.find_page import FindState, find_page
from bot.views.desk.why_page import why_ticket
from models.desk import Person, Ticket

Page: TypeAlias = Callable[[Session, Ticket, Person, datetime], object]
"""Draws something about a ticket for a reader, or refuses."""


def _show(session: Session, ticket: Ticket, reader: Person, _now: datetime) -> object:
    """Draw what `/desk show` answers."""
    facts, is_agent = ticket_lists.get_visible(session, ticket.key, reader=reader)
    talk = ticket_facts.load_talk(session, facts.id, workspace_id=reader.workspace_id)
    details = details_shown.load_details(session, facts.id, workspace_id=reader.workspace_id)
    return asdict(answers.ticket_page(facts, is_agent=is_agent, talk=talk, details=details))


def _find(session: Session, _ticket: Ticket, reader: Person, now: datetime) -> object:
    """Draw what `/desk find` shows."""
    query = read_query("sort:newest")
    return find_page(FindState(query="sort:newest"), search.find_tickets(session, query, reader=reader, now=now))


def _why(session: Session, ticket: Ticket, reader: Person, _now: datetime) -> object:
    """Draw what `/desk why` answers."""
    return asdict(why_ticket(why.explain_ticket(session, ticket.key, reader=reader)))


def _of_menu(page: ticket_menu.Page) -> Page:
    return lambda session, ticket, reader, now: page(session, ticket.id, reader, now)


PAGES: Final[Sequence[Page]] = (_show, _show, _find, _why, *map(_of_menu, ticket_menu.PAGES.values()))
"""What somebody can be shown about a ticket: what commands answer, and the pages of the card's menu."""
