"""The details of a ticket that its card and its page show beside the facts every list has: all in one query."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from bot.domain.desk.facts import DetailsShown
from models.desk import Category, Follower, FormerPlace, Ticket, TicketLink, TicketTag

_Other = aliased(Ticket)


def load_details(session: Session, ticket_id: int, *, workspace_id: int) -> DetailsShown:
    """Return a ticket's category, tags, number of followers, former keys, links within its queue, and what goes on."""
    tags = select(func.array_agg(aggregate_order_by(TicketTag.tag, TicketTag.tag))).where(
        TicketTag.workspace_id == workspace_id, TicketTag.ticket_id == Ticket.id
    )
    keys = select(func.array_agg(aggregate_order_by(FormerPlace.key, FormerPlace.id))).where(
        FormerPlace.workspace_id == workspace_id, FormerPlace.ticket_id == Ticket.id
    )
    followers = select(func.count()).where(Follower.workspace_id == workspace_id, Follower.ticket_id == Ticket.id)
    category = select(Category.name).where(Category.id == Ticket.category_id)
    survivor = select(_Other.key).where(_Other.id == Ticket.merged_into_id)
    linked = select(func.array_agg(aggregate_order_by(_Other.key, _Other.id))).where(
        TicketLink.workspace_id == workspace_id,
        or_(
            and_(TicketLink.ticket_id == Ticket.id, TicketLink.other_id == _Other.id),
            and_(TicketLink.other_id == Ticket.id, TicketLink.ticket_id == _Other.id),
        ),
        _Other.queue_id == Ticket.queue_id,
    )
    parts = (part.scalar_subquery() for part in (category, tags, followers, keys, linked, survivor))
    name, tagged, following, former, links, into = session.execute(
        select(*parts).where(Ticket.workspace_id == workspace_id, Ticket.id == ticket_id)
    ).one()
    return DetailsShown(
        category=name,
        tags=tuple(tagged or ()),
        followers=following,
        former_keys=tuple(former or ()),
        linked_keys=tuple(links or ()),
        merged_into=into,
    )
