"""The details of a ticket that its card and its page show beside the facts every list has: all in one query."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from bot.domain.desk.facts import DetailsShown
from models.desk import Category, Follower, FormerPlace, Ticket, TicketTag


def load_details(session: Session, ticket_id: int, *, workspace_id: int) -> DetailsShown:
    """Return a ticket's category, tags, number of followers and former keys."""
    tags = select(func.array_agg(aggregate_order_by(TicketTag.tag, TicketTag.tag))).where(
        TicketTag.workspace_id == workspace_id, TicketTag.ticket_id == Ticket.id
    )
    keys = select(func.array_agg(aggregate_order_by(FormerPlace.key, FormerPlace.id))).where(
        FormerPlace.workspace_id == workspace_id, FormerPlace.ticket_id == Ticket.id
    )
    followers = select(func.count()).where(Follower.workspace_id == workspace_id, Follower.ticket_id == Ticket.id)
    category = select(Category.name).where(Category.id == Ticket.category_id)
    found = session.execute(
        select(
            category.scalar_subquery(), tags.scalar_subquery(), followers.scalar_subquery(), keys.scalar_subquery()
        ).where(Ticket.workspace_id == workspace_id, Ticket.id == ticket_id)
    ).one()
    name, tagged, following, former = found
    return DetailsShown(category=name, tags=tuple(tagged or ()), followers=following, former_keys=tuple(former or ()))
