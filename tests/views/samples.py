"""A ticket, its people and its words, for the views' tests to change one thing of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.desk.facts import (
    CardFacts,
    Figures,
    FileFacts,
    FoundTicket,
    HomeFacts,
    MessageFacts,
    OwnRequests,
    PersonFacts,
    RichBlocks,
    SetUpFacts,
    TicketFacts,
    TicketPage,
    WorkFacts,
)
from bot.domain.desk.home_lists import HomeList
from models.desk import Priority, TicketStatus

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOON_SECONDS = 1795435200
LINK = "https://acme.slack.com/archives/C0HELP/p1795435200000100"

ROSA = PersonFacts("U0ROSA", "Rosa Diaz")
BEN = PersonFacts("U0BEN", "Ben Okafor")


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def make_message(
    text: str = "VPN drops every hour",
    *,
    blocks: RichBlocks | None = None,
    files: Sequence[FileFacts] = (),
    author: PersonFacts = ROSA,
    names: dict[str, str] | None = None,
    is_edited: bool = False,
    is_deleted: bool = False,
) -> MessageFacts:
    return MessageFacts(text, blocks, files, author, names or {}, is_edited, is_deleted)


def make_ticket(
    *,
    title: str = "VPN drops every hour",
    status: TicketStatus = TicketStatus.NEW,
    priority: Priority = Priority.P3,
    assignee: PersonFacts | None = None,
    requester: PersonFacts = ROSA,
    queue_name: str = "IT",
    opened_at: datetime = NOON,
    link: str | None = LINK,
) -> TicketFacts:
    return TicketFacts(
        7, "IT-42", title, status, priority, "IT", queue_name, requester, assignee, opened_at, NOON, link
    )


def make_card(
    ticket: TicketFacts | None = None,
    opening: MessageFacts | None = None,
    *,
    source_slack_channel_id: str | None = "C0HELP",
    source_link: str | None = LINK,
    resolved_by: PersonFacts | None = None,
    resolved_at: datetime | None = None,
    private_mark: str = ":lock:",
) -> CardFacts:
    return CardFacts(
        ticket or make_ticket(),
        opening or make_message(),
        source_slack_channel_id,
        source_link,
        resolved_by,
        resolved_at,
        private_mark,
    )


def make_page(
    tickets: Sequence[TicketFacts] = (), *, page: int = 0, total: int | None = None, is_worked: bool = True
) -> TicketPage:
    """Return a page of a list that goes on behind it when `total` says so."""
    found = [FoundTicket(ticket, is_worked=is_worked) for ticket in tickets]
    counted = len(found) if total is None else total
    return TicketPage(found, page=page, per_page=10, total=counted, is_more=False, is_agent=is_worked)


def make_work(
    tickets: Sequence[TicketFacts] = (),
    *,
    shown: HomeList = HomeList.NEEDS_ME,
    figures: tuple[int, int, int] = (0, 0, 0),
    page: int = 0,
    total: int | None = None,
) -> WorkFacts:
    """Return what an agent has on their Home."""
    return WorkFacts(Figures(*figures), shown, make_page(tickets, page=page, total=total))


def make_home(
    under_way: Sequence[TicketFacts] = (),
    *,
    waiting: Sequence[TicketFacts] = (),
    solved: Sequence[TicketFacts] = (),
    more: int = 0,
    takes_requests: bool = True,
    work: WorkFacts | None = None,
    as_requester: bool = False,
    set_up: SetUpFacts | None = None,
) -> HomeFacts:
    """Return a Home at noon; `more` requests are under way besides those listed."""
    requests = OwnRequests(
        waiting=make_page(waiting, is_worked=False),
        under_way=make_page(under_way, total=len(under_way) + more, is_worked=False),
        solved=make_page(solved, is_worked=False).found,
    )
    return HomeFacts(requests, takes_requests, NOON, work, as_requester, set_up)
