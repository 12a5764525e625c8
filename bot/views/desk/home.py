"""The app's Home: what needs somebody now, what they asked for and, for agents, a list of tickets to work on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.desk.facts import FoundTicket, HomeFacts, OwnRequests, SetUpFacts, TicketFacts, TicketPage, WorkFacts
from bot.domain.desk.home_lists import HomeList
from bot.domain.desk.home_parts import HomePart
from bot.domain.desk.satisfaction import RatingSummary
from bot.views import limits
from bot.views.blocks import (
    actions,
    button,
    context,
    date,
    divider,
    given_name,
    header,
    line,
    link,
    menu,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)
from bot.views.content import Block
from bot.views.desk import home_wording as wording
from bot.views.desk import rating_wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.answers import ticket_title
from bot.views.desk.status_menu import status_name
from bot.views.desk.wording import DATE, SEPARATOR, TIME

TOP: Final = "home/top"
LIST: Final = "home/list"
PAGES: Final = "home/pages"
MOST_COUNTED: Final = 1_000

SmallPrint = Callable[[TicketFacts], str]
"""Says about a ticket, in `mrkdwn` of ours, what its reader wants to know."""


def home_page(home: HomeFacts) -> dict[str, Any]:
    """Draw a person's Home as Slack's `home` view: at most four lists, so that it always fits."""
    blocks = [
        *(_set_up(home.set_up) if home.set_up and not home.set_up.is_complete else ()),
        *(_figures(home.work) if home.work else ()),
        *_buttons(home),
        *(block for part in home.parts for block in _part(part)),
        *(_work(home.work, home.drawn_at) if home.work else ()),
        *_requests(home.requests, takes_requests=home.takes_requests),
        divider(),
        context(mrkdwn(wording.drawn_mrkdwn(date(home.drawn_at, TIME)))),
    ]
    return {"type": "home", "blocks": limits.first(blocks, limits.VIEW_BLOCKS)}


def _set_up(steps: SetUpFacts) -> list[Block]:
    return [
        header(wording.FINISH_SETTING_UP),
        section(mrkdwn(wording.triage_step_mrkdwn(steps.triage_channels))),
        section(mrkdwn(wording.request_step_mrkdwn(steps.request_channels))),
        section(mrkdwn(wording.test_step_mrkdwn(has_tickets=steps.has_tickets))),
        divider(),
    ]


def _figures(work: WorkFacts) -> list[Block]:
    counted = (work.figures.needs_me, work.figures.mine, work.figures.unassigned)
    figures = section(mrkdwn(wording.work_mrkdwn(*(wording.figure(each, most=MOST_COUNTED) for each in counted))))
    return [figures, *([context(*map(_summary, work.ratings))] if work.ratings else [])]


def _summary(ratings: RatingSummary) -> Block:
    return plain(rating_wording.summary(ratings.queue_key, ratings.asked, ratings.answers, ratings.share))


def _buttons(home: HomeFacts) -> list[Block]:
    """Return what everybody can press, and what only agents and admins can."""
    new = button(wording.NEW_REQUEST, ActionId.BEGIN_REQUEST, "home", spoken=wording.NEW_REQUEST_ALOUD, primary=True)
    row = [new] if home.takes_requests else []
    row.append(button(wording.FIND, ActionId.OPEN_FIND, "home", spoken=wording.FIND_ALOUD))
    settings = ActionId.OPEN_NOTIFICATION_SETTINGS
    row.append(button(wording.NOTIFICATIONS, settings, "home", spoken=wording.NOTIFICATIONS_ALOUD))
    if home.as_requester:
        row.append(button(wording.BACK, ActionId.SHOW_HOME_AS, HomeList.NEEDS_ME, spoken=wording.BACK_ALOUD))
        return [actions(TOP, row), context(plain(wording.SEEN_AS_REQUESTER))]
    if home.set_up:
        row.append(button(wording.SETTINGS, ActionId.OPEN_HUB, "home", spoken=wording.SETTINGS_ALOUD))
    if home.work or home.set_up:
        look = ActionId.SHOW_HOME_AS
        row.append(button(wording.AS_REQUESTER, look, HomeList.AS_REQUESTER, spoken=wording.AS_REQUESTER_ALOUD))
    return [actions(TOP, row)]


def _part(part: HomePart) -> list[Block]:
    row = [button(each.label, each.action_id, each.value, spoken=each.spoken) for each in part.buttons]
    return [sentence(part.text), actions(f"home/{part.name}", row)]


def _work(work: WorkFacts, now: datetime) -> list[Block]:
    """Return the list an agent chose, a page of it."""
    choices = {each.value: name for each, name in wording.LIST_NAMES.items()}
    chosen = actions(
        f"{LIST}/{work.shown}", [menu(ActionId.CHOOSE_HOME_LIST, wording.CHOOSE_LIST, choices, work.shown)]
    )
    head = [chosen, header(wording.LIST_NAMES[work.shown])]
    if not work.page.found:
        return [*head, sentence(wording.EMPTY_LISTS[work.shown])]
    return [*head, *_entries(work.page.tickets, lambda ticket: _for_agents(ticket, now)), *_pages(work)]


def _pages(work: WorkFacts) -> list[Block]:
    """Return what leads to the other pages; each button carries the list and the page it shows."""
    page = work.page
    if page.last_page == 0:
        return []
    row = []
    if page.page > 0:
        value = page_value(work.shown, page.page - 1)
        row.append(button(wording.PREVIOUS, ActionId.HOME_PREVIOUS, value, spoken=wording.PREVIOUS_ALOUD))
    if page.page < page.last_page:
        value = page_value(work.shown, page.page + 1)
        row.append(button(wording.NEXT, ActionId.HOME_NEXT, value, spoken=wording.NEXT_ALOUD))
    return [actions(PAGES, row), context(plain(page_words(page)))]


def page_value(shown: HomeList, page: int) -> str:
    """Return what a button carries that leads to a page of a list, as `mine/2`."""
    return f"{shown}/{page}"


def page_words(page: TicketPage) -> str:
    """Say which part of a list a page is."""
    first = page.page * page.per_page + 1
    total = f"{page.total:,}+" if page.is_more else f"{page.total:,}"
    return wording.page_of(first, first + len(page.found) - 1, total)


def _requests(requests: OwnRequests, *, takes_requests: bool) -> list[Block]:
    blocks = _requests_under(wording.WAITING_FOR_YOU, requests.waiting)
    if requests.under_way.found:
        blocks += _requests_under(wording.YOUR_REQUESTS, requests.under_way)
    elif not blocks:
        empty = wording.NO_REQUESTS if takes_requests else wording.NOBODY_TAKES_REQUESTS
        blocks = [header(wording.YOUR_REQUESTS), sentence(empty)]
    return [*blocks, *_solved(requests.solved)]


def _requests_under(heading: str, page: TicketPage) -> list[Block]:
    if not page.found:
        return []
    rest = page.total - len(page.found)
    more = [sentence(wording.more_requests(rest))] if rest else []
    return [header(heading), *_entries(page.tickets, _for_requesters), *more]


def _solved(solved: Sequence[FoundTicket]) -> list[Block]:
    entries = _entries([each.ticket for each in solved], _for_requesters)
    return [header(wording.RECENTLY_SOLVED), *entries] if solved else []


def _entries(tickets: Sequence[TicketFacts], small_print: SmallPrint) -> list[Block]:
    return [block for ticket in tickets for block in _entry(ticket, small_print)]


def _entry(ticket: TicketFacts, small_print: SmallPrint) -> list[Block]:
    title = line(link(ticket.link, ticket.key, bold=True), words(f" {ticket_title(ticket)}"))
    return [rich_text(title), context(mrkdwn(small_print(ticket)))]


def _for_requesters(ticket: TicketFacts) -> str:
    """Say how far a request has come: where it stands and who has it."""
    who = wording.with_mrkdwn(_mention(ticket.assignee.slack_user_id)) if ticket.assignee else wording.NOBODY_YET
    return SEPARATOR.join([_status(ticket), who, _opened(ticket)])


def _for_agents(ticket: TicketFacts, now: datetime) -> str:
    """Say what an agent chooses by: how urgent it is, where it stands, by when, who asked, who has it."""
    facts = [given_name(ticket.priority_name), _status(ticket)]
    if ticket.due_at is not None:
        facts.append(wording.due_mrkdwn(date(ticket.due_at, DATE), is_past=ticket.due_at <= now))
    facts.append(_mention(ticket.requester.slack_user_id))
    if ticket.assignee:
        facts.append(wording.with_mrkdwn(_mention(ticket.assignee.slack_user_id)))
    return SEPARATOR.join([*facts, _opened(ticket)])


def _opened(ticket: TicketFacts) -> str:
    return wording.opened_mrkdwn(date(ticket.opened_at, DATE))


def _status(ticket: TicketFacts) -> str:
    """Return a status for `mrkdwn`: a queue's own name for it is what an admin typed."""
    return given_name(status_name(ticket))


def _mention(slack_user_id: str) -> str:
    return f"<@{slack_user_id}>"
