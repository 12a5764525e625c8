"""A ticket, its people and its words, for the views' tests to change one thing of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.desk.facts import (
    CardFacts,
    FileFacts,
    HomeFacts,
    MessageFacts,
    PersonFacts,
    RichBlocks,
    TicketFacts,
    TicketLists,
)
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


def make_home(
    requested: Sequence[TicketFacts] = (),
    assigned: Sequence[TicketFacts] = (),
    unassigned: Sequence[TicketFacts] = (),
    *,
    more: int = 0,
    is_agent: bool = False,
    takes_requests: bool = True,
) -> HomeFacts:
    """Return a Home at noon; `more` requests there are besides those listed."""
    lists = TicketLists(
        requested, len(requested) + more, assigned, len(assigned), unassigned, len(unassigned), is_agent=is_agent
    )
    return HomeFacts(lists, takes_requests=takes_requests, drawn_at=NOON)
