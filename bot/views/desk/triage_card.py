"""The ticket as its team sees it: the card in the triage channel, changed in place."""

from collections.abc import Sequence
from itertools import chain

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import CardFacts, PersonFacts, TicketFacts
from bot.views.blocks import (
    actions,
    button,
    confirmed,
    context,
    date,
    fallback,
    fields,
    line,
    link,
    mrkdwn,
    overflow,
    people_menu,
    plain,
    rich_text,
    words,
)
from bot.views.content import Block, Content
from bot.views.desk import filing_wording, menu_wording, sides_wording, snooze_wording, wording
from bot.views.desk.action_ids import ActionId, own_status_value, ticket_block_id
from bot.views.desk.details_line import details_line
from bot.views.desk.messages import body, display_name, said
from bot.views.desk.priority_menu import priority_field, priority_menu
from bot.views.desk.status_menu import status_field, status_menu, status_name
from bot.views.parts import Part
from models.desk import TicketStatus

OPENING_LENGTH = 3_000


def triage_card(card: CardFacts, parts: Sequence[Part] = ()) -> Content:
    """Draw a ticket's card.

    Args:
        card: The ticket and what its requester first wrote.
        parts: What other wings add, in the order the root lists them.
    """
    ticket = card.ticket
    is_open = ticket.status is not TicketStatus.CLOSED
    blocks = [
        _heading(card),
        *_opening(card),
        fields([*_facts(ticket), *chain.from_iterable(part.fields for part in parts)]),
        *(_actions(card, parts) if is_open else [_menu_when_closed(ticket)]),
        context(*_small_print(card), *chain.from_iterable(part.context for part in parts)),
        *([context(plain(_who_reads(card)))] if is_open else ()),
    ]
    return Content(_summary(card), blocks)


def _who_reads(card: CardFacts) -> str:
    if card.public_mark is not None:
        return sides_wording.thread_stays_inside(card.public_mark)
    return wording.thread_goes_out(one_line(card.private_mark))


def _title(card: CardFacts) -> str:
    if card.opening.is_deleted:
        return wording.DELETED_TITLE
    return one_line(card.ticket.title) or wording.UNTITLED


def _summary(card: CardFacts) -> str:
    ticket = card.ticket
    return fallback(
        wording.card_summary(
            ticket.key,
            _title(card),
            status_name(ticket),
            ticket.priority_name,
            display_name(ticket.assignee.name) if ticket.assignee else None,
        )
    )


def _heading(card: CardFacts) -> Block:
    key = link(card.source_link, card.ticket.key, bold=True)
    return rich_text(line(key, words(f" {_title(card)}")))


def _opening(card: CardFacts) -> list[Block]:
    """Return the request in its author's formatting; what was deleted is only said to be."""
    if card.opening.is_deleted:
        return [said(wording.OPENING_DELETED)]
    return body(card.opening, OPENING_LENGTH, quoted=True)


def _facts(ticket: TicketFacts) -> list[Block]:
    facts = (
        (wording.REQUESTER, _mention(ticket.requester)),
        (wording.ASSIGNEE, _mention(ticket.assignee) if ticket.assignee else wording.NOBODY),
    )
    return [status_field(ticket), priority_field(ticket), *(mrkdwn(f"*{name}*\n{value}") for name, value in facts)]


def _mention(person: PersonFacts) -> str:
    return f"<@{person.slack_user_id}>"


def _actions(card: CardFacts, parts: Sequence[Part]) -> list[Block]:
    ticket = card.ticket
    assignee = ticket.assignee.slack_user_id if ticket.assignee else "nobody"
    own_status = own_status_value(ticket.own_status.id) if ticket.own_status else ""
    revision = ".".join((ticket.status + own_status, ticket.priority, assignee))
    more = overflow(ActionId.TICKET_MENU, menu_wording.OPTIONS)
    buttons = [*_buttons(ticket), *chain.from_iterable(part.buttons for part in parts), more]
    return [
        actions(ticket_block_id(ticket.id, "buttons", revision), buttons),
        actions(ticket_block_id(ticket.id, "menus", revision), _menus(card)),
    ]


def _menu_when_closed(ticket: TicketFacts) -> Block:
    more = overflow(ActionId.TICKET_MENU, menu_wording.OPTIONS_WHEN_CLOSED)
    return actions(ticket_block_id(ticket.id, "buttons", ticket.status), [more])


def _buttons(ticket: TicketFacts) -> list[Block]:
    value, key = str(ticket.id), ticket.key
    if ticket.status is TicketStatus.RESOLVED:
        reopen = button(wording.REOPEN, ActionId.REOPEN_TICKET, value, spoken=wording.reopen_aloud(key))
        return [reopen, _close_button(ticket)]
    resolve = button(wording.RESOLVE, ActionId.RESOLVE_TICKET, value, spoken=wording.resolve_aloud(key))
    if ticket.assignee:
        return [resolve, _close_button(ticket)]
    claim = button(wording.CLAIM, ActionId.CLAIM_TICKET, value, spoken=wording.claim_aloud(key), primary=True)
    return [claim, resolve, _close_button(ticket)]


def _close_button(ticket: TicketFacts) -> Block:
    close = button(wording.CLOSE, ActionId.CLOSE_TICKET, str(ticket.id), spoken=wording.close_aloud(ticket.key))
    return confirmed(
        close,
        title=wording.close_title(ticket.key),
        text=wording.CLOSE_WARNING,
        yes=wording.CLOSE,
        no=wording.KEEP_OPEN,
    )


def _menus(card: CardFacts) -> list[Block]:
    ticket = card.ticket
    assignee = ticket.assignee.slack_user_id if ticket.assignee else None
    return [
        people_menu(ActionId.ASSIGN_TICKET, wording.ASSIGN_TO, assignee),
        priority_menu(ActionId.SET_PRIORITY, wording.SET_PRIORITY, ticket.scale, ticket.priority),
        status_menu(ticket, card.own_statuses),
    ]


def _small_print(card: CardFacts) -> list[Block]:
    ticket = card.ticket
    said_of_it = [wording.opened_mrkdwn(date(ticket.opened_at, wording.OPENED_DATE)), _source(card)]
    if ticket.filed_by:
        said_of_it.append(filing_wording.filed_by_mrkdwn(ticket.filed_by.slack_user_id, ticket.requester.slack_user_id))
    if card.is_private:
        said_of_it.append(sides_wording.TALK_IS_PRIVATE)
    if card.is_snoozed:
        until = date(card.snoozed_until, wording.DATE) if card.snoozed_until else None
        said_of_it.append(snooze_wording.snoozed_mrkdwn(until))
    if card.opening.is_edited and not card.opening.is_deleted:
        said_of_it.append(wording.OPENING_EDITED)
    if card.resolved_at and ticket.status in (TicketStatus.RESOLVED, TicketStatus.CLOSED):
        resolver = card.resolved_by.slack_user_id if card.resolved_by else None
        said_of_it.append(wording.resolved_mrkdwn(resolver, date(card.resolved_at, wording.DATE)))
    if ticket.status is TicketStatus.CLOSED:
        said_of_it.append(wording.closed_mrkdwn(date(ticket.updated_at, wording.DATE)))
    return [mrkdwn(wording.SEPARATOR.join(said_of_it)), *details_line(card.details, card.ticket.due_at)]


def _source(card: CardFacts) -> str:
    channel = card.source_slack_channel_id
    if channel is None or channel.startswith("D"):
        return wording.ASKED_IN_PRIVATE
    return wording.source_mrkdwn(channel)
