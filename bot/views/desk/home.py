"""The app's Home: what somebody asked for and, for agents, what there is to do."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.desk.facts import HomeFacts, PersonFacts, TicketFacts, TicketLists
from bot.views.blocks import (
    actions,
    button,
    context,
    date,
    divider,
    header,
    line,
    link,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)
from bot.views.content import Block
from bot.views.desk import wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.answers import ticket_title

TOP = "home/top"
SmallPrint = Callable[[TicketFacts], str]
"""Says about a ticket, in `mrkdwn` of ours, what its reader wants to know."""


def home_page(home: HomeFacts) -> dict[str, Any]:
    """Draw a person's Home as Slack's `home` view: at most three lists of ten tickets, so it always fits."""
    lists = home.lists
    blocks = [*_top(home), *(_work(lists) if lists.is_agent else ()), *_requests(home)]
    small_print = wording.home_drawn_mrkdwn(date(home.drawn_at, wording.TIME))
    return {"type": "home", "blocks": [*blocks, divider(), context(mrkdwn(small_print))]}


def _top(home: HomeFacts) -> list[Block]:
    """Return what stands first: the figures an agent looks for, and the button everybody does."""
    top = []
    if home.lists.is_agent:
        top.append(section(mrkdwn(wording.work_mrkdwn(home.lists.assigned_total, home.lists.unassigned_total))))
    if home.takes_requests:
        ask = button(
            wording.NEW_REQUEST, ActionId.BEGIN_REQUEST, "home", spoken=wording.NEW_REQUEST_ALOUD, primary=True
        )
        top.append(actions(TOP, [ask]))
    return top


def _work(lists: TicketLists) -> list[Block]:
    return [
        *_list(wording.ASSIGNED_TO_YOU, lists.assigned, lists.assigned_total, wording.NONE_ASSIGNED, _for_agents),
        *_list(wording.UNASSIGNED, lists.unassigned, lists.unassigned_total, wording.NONE_UNASSIGNED, _for_agents),
    ]


def _requests(home: HomeFacts) -> list[Block]:
    empty = wording.NO_REQUESTS_AT_HOME if home.takes_requests else wording.NOBODY_TAKES_REQUESTS
    lists = home.lists
    return _list(wording.YOUR_REQUESTS, lists.requested, lists.requested_total, empty, _for_requesters)


def _list(heading: str, tickets: Sequence[TicketFacts], total: int, empty: str, small_print: SmallPrint) -> list[Block]:
    """Return one list under its heading; an empty one says what to do."""
    if not tickets:
        return [header(heading), sentence(empty)]
    rest = total - len(tickets)
    more = [context(plain(wording.more_tickets(rest)))] if rest else []
    return [header(heading), *(block for ticket in tickets for block in _entry(ticket, small_print)), *more]


def _entry(ticket: TicketFacts, small_print: SmallPrint) -> list[Block]:
    title = line(link(ticket.link, ticket.key, bold=True), words(f" {ticket_title(ticket)}"))
    return [rich_text(title), context(mrkdwn(small_print(ticket)))]


def _for_requesters(ticket: TicketFacts) -> str:
    """Say how far a request has come: where it stands and who has it."""
    who = wording.with_mrkdwn(_mention(ticket.assignee)) if ticket.assignee else wording.NOBODY_YET
    return _facts(wording.STATUS_NAMES[ticket.status], who, _opened(ticket))


def _for_agents(ticket: TicketFacts) -> str:
    """Say what an agent chooses by: how urgent it is, where it stands, who asked and when."""
    priority, status = wording.PRIORITY_NAMES[ticket.priority], wording.STATUS_NAMES[ticket.status]
    return _facts(priority, status, _mention(ticket.requester), _opened(ticket))


def _facts(*facts: str) -> str:
    return wording.SEPARATOR.join(facts)


def _opened(ticket: TicketFacts) -> str:
    return wording.opened_mrkdwn(date(ticket.opened_at, wording.DATE))


def _mention(person: PersonFacts) -> str:
    return f"<@{person.slack_user_id}>"
