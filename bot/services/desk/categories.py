"""Categories: the kinds of request a workspace tells apart."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.queue_rules import CategoryFacts
from bot.services.desk import audit
from models.desk import AuditTag, Category, Person, Priority, Workspace


def list_categories(session: Session, workspace_id: int) -> list[Category]:
    """Return the categories that can be chosen, in their order."""
    offered = select(Category).where(Category.workspace_id == workspace_id, ~Category.is_retired)
    return list(session.scalars(offered.order_by(Category.position, Category.id)))


def find_category(session: Session, workspace_id: int, key: str) -> Category | None:
    """Return the category with this key, if it can be chosen, or None."""
    return session.scalar(
        select(Category).where(Category.workspace_id == workspace_id, Category.key == key, ~Category.is_retired)
    )


def facts_of(category: Category) -> CategoryFacts:
    """Return a category as people are shown it."""
    return CategoryFacts(category.key, category.name, tuple(Priority(value) for value in category.priorities))


def set_categories(
    session: Session, workspace: Workspace, wanted: Sequence[CategoryFacts], *, actor: Person | None, now: datetime
) -> bool:
    """Make a workspace's categories exactly these, in this order; return whether that changed anything.

    One that is left out is retired: tickets that have it keep it, nobody can choose it any more.
    """
    before = [facts_of(row) for row in list_categories(session, workspace.id)]
    if before == list(wanted):
        return False
    everything = session.scalars(select(Category).where(Category.workspace_id == workspace.id))
    known = {row.key: row for row in everything}
    for row in known.values():
        row.is_retired = True
    for position, category in enumerate(wanted):
        row = known.get(category.key) or _new_category(session, workspace, category.key)
        row.name, row.position, row.is_retired = category.name, position, False
        row.priorities = [str(priority) for priority in category.priorities]
    session.flush()
    audit.record(
        session,
        AuditTag.CATEGORY_CHANGED,
        workspace_id=workspace.id,
        actor=actor,
        details={"categories": [[category.key for category in before], [category.key for category in wanted]]},
        now=now,
    )
    return True


def _new_category(session: Session, workspace: Workspace, key: str) -> Category:
    row = Category(workspace_id=workspace.id, key=key)
    session.add(row)
    return row
