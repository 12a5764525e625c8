"""The search page: a modal with what is looked for, what was found, and what can be done with several at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from bot.domain.desk.facts import BulkOutcome, FoundTicket, TicketFacts, TicketPage
from bot.domain.desk.queries import LONGEST, Sort
from bot.views import forms, limits
from bot.views.blocks import (
    actions,
    bullets,
    button,
    confirmed,
    context,
    date,
    divider,
    line,
    link,
    marked,
    menu,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)
from bot.views.content import Block
from bot.views.desk import find_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.answers import ticket_title
from bot.views.desk.messages import display_name
from bot.views.desk.priority_menu import priority_menu
from bot.views.desk.status_menu import status_name
from bot.views.desk.wording import DATE, SEPARATOR, updated_mrkdwn
from bot.views.forms import View

CHOSEN_TITLE: Final = 60
MOST_REFUSALS: Final = 10


class FindField(StrEnum):
    """The fields of the search page: both block id and action id."""

    QUERY = "find.query"
    TICKETS = "find.tickets"  # checkboxes of ticket ids, while several are chosen


@dataclass(frozen=True)
class FindState:
    """Where somebody is on the search page; it travels in the page itself, so it is input when it comes back."""

    query: str = ""
    sort: Sort | None = None
    page: int = 0
    is_choosing: bool = False

    def as_text(self) -> str:
        """Return the state as the page's `private_metadata`."""
        facts = {"query": self.query, "sort": self.sort, "page": self.page, "is_choosing": self.is_choosing}
        return json.dumps(facts, ensure_ascii=False)


def read_state(text: str) -> FindState:
    """Return the state a page came back with; what is strange in it counts as not there."""
    try:
        facts = json.loads(text)
    except ValueError:
        return FindState()
    if not isinstance(facts, dict):
        return FindState()
    query, sort, page = facts.get("query"), facts.get("sort"), facts.get("page")
    return FindState(
        query=query[:LONGEST] if isinstance(query, str) else "",
        sort=Sort(sort) if sort in set(Sort) else None,
        page=page if isinstance(page, int) and 0 <= page < LONGEST else 0,
        is_choosing=facts.get("is_choosing") is True,
    )


def find_page(
    state: FindState, found: TicketPage | None, *, complaint: str = "", outcome: BulkOutcome | None = None
) -> View:
    """Draw the search page.

    Args:
        state: What is looked for and how; the page that is shown is `found`'s.
        found: What was found; None before anything is looked for.
        complaint: What could not be understood in what was typed, which stays as it is.
        outcome: What became of a change to several tickets.
    """
    shown = state if found is None else replace(state, page=found.page)
    blocks = [
        *_outcome(outcome),
        _query_field(state.query),
        *([section(plain(complaint))] if complaint else []),
        *(_examples() if found is None and not complaint else ()),
        *(_found(shown, found) if found is not None else ()),
    ]
    return forms.modal(
        wording.TITLE,
        blocks,
        close=wording.CLOSE,
        submit=wording.SUBMIT,
        callback_id=CallbackId.FIND,
        private_metadata=shown.as_text(),
    )


def _query_field(query: str) -> Block:
    element = forms.text_input(query, most=LONGEST, placeholder=wording.QUERY_PLACEHOLDER)
    return forms.field(FindField.QUERY, wording.QUERY, element, hint=wording.QUERY_HINT, is_optional=True)


def _examples() -> list[Block]:
    items = [[words(typed, code=True), words(f" {meaning}")] for typed, meaning in wording.EXAMPLES]
    heading = line(words(wording.EXAMPLES_HEADING, bold=True))
    return [rich_text(heading, bullets(items)), context(plain(wording.FILTERS)), context(plain(wording.WHAT_YOU_SEE))]


def _found(state: FindState, page: TicketPage) -> list[Block]:
    if not page.found:
        return [sentence(wording.NOTHING_FOUND), context(plain(wording.FILTERS)), context(plain(wording.WHAT_YOU_SEE))]
    first = page.page * page.per_page + 1
    total = f"{page.total:,}+" if page.is_more else f"{page.total:,}"
    summary = context(plain(wording.found(total, first, first + len(page.found) - 1)))
    workable = [each.ticket for each in page.found if each.is_worked]
    if state.is_choosing and workable:
        return [*_choosing(workable), summary, *_turning(state, page)]
    listed = [block for each in page.found for block in _entry(each)]
    return [_controls(state, can_choose=bool(workable)), *listed, summary, *_turning(state, page)]


def _controls(state: FindState, *, can_choose: bool) -> Block:
    names = {sort.value: name for sort, name in wording.SORT_NAMES.items()}
    row = [menu(ActionId.SORT_FOUND, wording.SORT, names, state.sort or Sort.BEST)]
    if can_choose:
        row.append(button(wording.CHOOSE, ActionId.CHOOSE_SEVERAL, "choose", spoken=wording.CHOOSE_ALOUD))
    return actions("find/controls", row)


def _entry(found: FoundTicket) -> list[Block]:
    ticket = found.ticket
    title = line(link(ticket.link, ticket.key, bold=True), words(f" {ticket_title(ticket)}"))
    return [
        rich_text(title),
        context(plain(_small_print(ticket)), mrkdwn(updated_mrkdwn(date(ticket.updated_at, DATE)))),
    ]


def _small_print(ticket: TicketFacts) -> str:
    facts = [status_name(ticket), ticket.priority_name, display_name(ticket.requester.name)]
    if ticket.assignee:
        facts.append(wording.held_by(display_name(ticket.assignee.name)))
    return SEPARATOR.join(facts)


def _choosing(workable: Sequence[TicketFacts]) -> list[Block]:
    """Return the tickets to tick, at least one, and what can be done with those that are."""
    choices = {str(each.id): f"{each.key} {limits.cut(ticket_title(each), CHOSEN_TITLE)}" for each in workable}
    assign = button(wording.ASSIGN_TO_ME, ActionId.ASSIGN_SEVERAL, "assign", spoken=wording.ASSIGN_TO_ME_ALOUD)
    resolve = button(wording.RESOLVE, ActionId.RESOLVE_SEVERAL, "resolve", spoken=wording.RESOLVE_ALOUD)
    scale = workable[0].scale  # all are of one workspace
    prioritize = priority_menu(ActionId.PRIORITIZE_SEVERAL, wording.CHOOSE_PRIORITY, scale, None)
    row = [
        _asking(assign, wording.ASSIGN_TO_ME, wording.ASSIGN_QUESTION),
        _asking(resolve, wording.RESOLVE, wording.RESOLVE_QUESTION),
        _asking(prioritize, wording.SET_PRIORITY, wording.PRIORITY_QUESTION),
        button(wording.READ, ActionId.CHOOSE_SEVERAL, "read", spoken=wording.READ_ALOUD),
    ]
    tickets = forms.field(FindField.TICKETS, wording.TICKETS, forms.checkboxes(choices, ()), is_optional=True)
    return [tickets, actions("find/several", row)]


def _asking(element: Block, yes: str, question: str) -> Block:
    return confirmed(element, title=yes, text=question, yes=yes, no=wording.KEEP)


def _turning(state: FindState, page: TicketPage) -> list[Block]:
    row = []
    if page.page > 0:
        row.append(
            button(wording.PREVIOUS, ActionId.FOUND_PREVIOUS, str(state.page - 1), spoken=wording.PREVIOUS_ALOUD)
        )
    if page.page < page.last_page:
        row.append(button(wording.NEXT, ActionId.FOUND_NEXT, str(state.page + 1), spoken=wording.NEXT_ALOUD))
    return [actions("find/pages", row)] if row else []


def _outcome(outcome: BulkOutcome | None) -> list[Block]:
    """Say what became of each ticket that was to be changed."""
    if outcome is None:
        return []
    said = [wording.changed(outcome.changed)] if outcome.changed else []
    said += [wording.refused(key, reason) for key, reason in outcome.refused[:MOST_REFUSALS]]
    items: list[list[dict[str, Any]]] = [marked(text) for text in said or [wording.NOTHING_TICKED]]
    return [rich_text(bullets(items)), divider()]
