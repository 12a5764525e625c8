"""Previews of links to tickets: who may be shown what, decided for everybody who reads where the link stands."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import TicketFacts
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.ticket_links import SharedLinks, read_shared_links
from bot.services.desk import agents, channels, outbox, people, ticket_facts, visibility
from models.desk import Channel, ChannelRole, FormerPlace, Side, Ticket, Workspace

NEEDED_SCOPE: Final = "links:write"

Shown = Mapping[str, TicketFacts | None]
"""By the address of a link, the ticket its preview shows, or None for a preview that says nothing of any ticket."""


def ask_for_previews(session: Session, workspace: Workspace, event: Mapping[str, Any], *, is_shared: bool) -> None:
    """Have links to tickets previewed, if previews are on and Deskbell is where the links are.

    No ticket is looked for here, so what this does and costs tells nobody which tickets exist.

    Args:
        session: an open transaction.
        workspace: where it happened.
        event: Slack's `link_shared` event.
        is_shared: whether Slack says that another company reads there.
    """
    links = read_shared_links(event)
    if links is None or is_shared or not event.get("is_bot_user_member"):
        return
    if NEEDED_SCOPE not in workspace.granted_scopes:
        return
    outbox.enqueue(
        session,
        OutboxKind.UNFURL_LINKS,
        workspace_id=workspace.id,
        lane=f"links/{links.slack_user_id}",
        payload=asdict(links),
    )


def load_previews(session: Session, workspace: Workspace, links: SharedLinks) -> Shown:
    """Return what links may be previewed with as things stand now; nothing for a link that may have no preview.

    A posted preview is read by everybody there: it shows a ticket in the triage channel of its queue alone, and to who
    may see it in their own conversation with Deskbell. Elsewhere it is the same for every key. What is being typed is
    seen by who types: it shows what they may see, and nothing else has a preview. A ticket that is hidden and one that
    does not exist get the same answer from the same queries.
    """
    channel = _find_channel(session, workspace, links)
    if channel is not None and channel.is_shared:
        return {}
    tickets = _find_shown(
        session, workspace, set(links.keys.values()), _may_be_shown(session, workspace, links, channel)
    )
    is_typed = links.slack_channel_id is None
    return {url: tickets.get(key) for url, key in links.keys.items() if key in tickets or not is_typed}


def _find_channel(session: Session, workspace: Workspace, links: SharedLinks) -> Channel | None:
    if links.slack_channel_id is None:
        return None
    return channels.find_channel(session, workspace.id, links.slack_channel_id)


def _may_be_shown(
    session: Session, workspace: Workspace, links: SharedLinks, channel: Channel | None
) -> ColumnElement[bool]:
    """Say which tickets may be shown where the links are."""
    if links.slack_channel_id is None or links.slack_dm_id is not None:
        reader = people.find_person(session, workspace.id, links.slack_user_id)
        if reader is None or reader.is_deactivated:
            return false()
        return visibility.is_visible_to(reader, agents.list_queue_ids(session, reader))
    if channel is None or channel.role is not ChannelRole.TRIAGE or channel.paused_at is not None:
        return false()
    return Ticket.queue_id == channel.queue_id


def _find_shown(
    session: Session, workspace: Workspace, keys: Iterable[str], may_be_shown: ColumnElement[bool]
) -> dict[str, TicketFacts]:
    """Return the tickets that have these keys, or had them in a queue they left, by the key that was asked for."""
    places = select(FormerPlace.key, FormerPlace.ticket_id).where(
        FormerPlace.workspace_id == workspace.id, FormerPlace.key.in_(keys)
    )
    former = dict(session.execute(places).all())
    rows = ticket_facts.select_tickets().where(
        Ticket.workspace_id == workspace.id,
        or_(Ticket.key.in_(keys), Ticket.id.in_(former.values())),
        may_be_shown,
    )
    found = [ticket_facts.facts_of(row, workspace=workspace, side=Side.REQUESTER) for row in session.execute(rows)]
    by_id = {ticket.id: ticket for ticket in found}
    return {
        **{key: by_id[ticket_id] for key, ticket_id in former.items() if ticket_id in by_id},
        **{ticket.key: ticket for ticket in found},
    }
