"""The preview under a link to a ticket."""

from collections.abc import Sequence

from bot.domain.desk.facts import TicketFacts
from bot.views.blocks import context, line, plain, rich_text, sentence, words
from bot.views.content import Block
from bot.views.desk import preview_wording, wording
from bot.views.desk.answers import ticket_title
from bot.views.desk.messages import display_name
from bot.views.desk.status_menu import status_name


def ticket_preview(ticket: TicketFacts) -> Sequence[Block]:
    """Draw a ticket for those who may see it: key, title, status, priority, assignee."""
    assignee = display_name(ticket.assignee.name) if ticket.assignee else wording.NOBODY
    facts = (
        (wording.STATUS, status_name(ticket)),
        (wording.PRIORITY, ticket.priority_name),
        (wording.ASSIGNEE, assignee),
    )
    heading = line(words(ticket.key, bold=True), words(f" {ticket_title(ticket)}"))
    return [rich_text(heading), context(*(plain(f"{name}: {fact}") for name, fact in facts))]


def neutral_preview(key: str) -> Sequence[Block]:
    """Draw a link for readers of whom it is not known that they may see the ticket, if there is one."""
    return [sentence(preview_wording.somewhere(key))]
