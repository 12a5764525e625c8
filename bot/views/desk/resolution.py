"""What a requester is told when their ticket is resolved, and what the same notice says afterwards."""

from datetime import datetime

from bot.views.blocks import actions, button, context, date, fallback, mrkdwn, plain, sentence
from bot.views.content import Block, Content
from bot.views.desk import status_wording, wording
from bot.views.desk.action_ids import ActionId, ticket_block_id
from bot.views.desk.messages import display_name


def resolution_notice(ticket_id: int, ticket_key: str, resolver_name: str, *, until: datetime | None) -> Content:
    """Tell a requester that their ticket is resolved, with the button that reopens it.

    Args:
        ticket_id: What the Reopen button carries.
        ticket_key: The ticket, as IT-42.
        resolver_name: Who resolved it.
        until: Until when it can be reopened, aware UTC; None for no limit.
    """
    text = wording.resolved(ticket_key, display_name(resolver_name))
    spoken = wording.reopen_aloud(ticket_key)
    reopen = button(wording.REOPEN, ActionId.REOPEN_TICKET, str(ticket_id), spoken=spoken)
    hint = status_wording.reopen_hint_mrkdwn(None if until is None else date(until, wording.DATE))
    blocks = [
        sentence(text, strong=ticket_key),
        actions(ticket_block_id(ticket_id, "resolution", "resolved"), [reopen]),
        context(mrkdwn(hint)),
    ]
    return Content(fallback(text), blocks)


def reopened_resolution_notice(ticket_id: int, ticket_key: str) -> Content:
    """Draw the notice of a ticket that is open again, with a button that takes that back."""
    text = status_wording.reopened_since(ticket_key)
    blocks = [sentence(text, strong=ticket_key), _solved(ticket_id, ticket_key)]
    return Content(fallback(text), [*blocks, context(plain(status_wording.SOLVED_HINT))])


def overtaken_resolution_notice(ticket_key: str) -> Content:
    """Draw the notice of a ticket that was reopened, and has been resolved once more since."""
    text = wording.resolved_before(ticket_key)
    return Content(fallback(text), [sentence(text, strong=ticket_key)])


def closed_resolution_notice(ticket_key: str) -> Content:
    """Draw the notice of a ticket that was closed since."""
    text = status_wording.closed_since(ticket_key)
    return Content(fallback(text), [sentence(text, strong=ticket_key)])


def reopening_notice(ticket_id: int, ticket_key: str, name: str) -> Content:
    """Tell the agents, in the card's thread, that the requester reopened a ticket; they can take that back."""
    text = wording.reopened(ticket_key, display_name(name))
    return Content(fallback(text), [sentence(text, strong=ticket_key), _solved(ticket_id, ticket_key)])


def _solved(ticket_id: int, ticket_key: str) -> Block:
    spoken = status_wording.solved_aloud(ticket_key)
    solved = button(status_wording.SOLVED_AFTER_ALL, ActionId.UNDO_REOPENING, str(ticket_id), spoken=spoken)
    return actions(ticket_block_id(ticket_id, "resolution", "reopened"), [solved])
