"""Who did what, when: a ledger that only grows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId


class AuditTag(StrEnum):
    """What happened, as `subject.verb` in the past."""

    ADMIN_ADDED = "admin.added"
    ADMIN_REMOVED = "admin.removed"
    CHANNEL_TAKES_REQUESTS = "channel.takes_requests"
    CHANNEL_BECAME_TRIAGE = "channel.became_triage"
    CHANNEL_LEFT_DESK = "channel.left_desk"
    CHANNEL_PAUSED = "channel.paused"
    CHANNEL_RESUMED = "channel.resumed"
    AGENT_JOINED = "agent.joined"
    AGENT_LEFT = "agent.left"
    AGENT_HELD = "agent.held"
    AGENT_ADMITTED = "agent.admitted"
    AGENT_REFUSED = "agent.refused"
    QUEUE_CREATED = "queue.created"
    QUEUE_CHANGED = "queue.changed"
    WORKSPACE_CHANGED = "workspace.changed"
    CATEGORY_CHANGED = "category.changed"
    CANNED_REPLY_CHANGED = "canned_reply.changed"
    SUBSCRIPTION_CHANGED = "subscription.changed"
    SUBSCRIPTION_CANCELLED = "subscription.cancelled"
    SUBSCRIPTION_KEPT = "subscription.kept"  # its cancellation was undone
    SUBSCRIPTION_REMINDED = "subscription.reminded"  # that its trial ends
    BILLING_CONTACT_ADDED = "billing_contact.added"
    BILLING_CONTACT_REMOVED = "billing_contact.removed"
    TICKET_CREATED = "ticket.created"
    TICKET_CLAIMED = "ticket.claimed"
    TICKET_ASSIGNED = "ticket.assigned"
    TICKET_PRIORITY_CHANGED = "ticket.priority_changed"
    TICKET_STATUS_CHANGED = "ticket.status_changed"
    TICKET_RESOLVED = "ticket.resolved"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_TITLE_CHANGED = "ticket.title_changed"
    TICKET_CATEGORY_CHANGED = "ticket.category_changed"
    TICKET_TAGS_CHANGED = "ticket.tags_changed"
    TICKET_DUE_CHANGED = "ticket.due_changed"
    TICKET_FOLLOWED = "ticket.followed"
    TICKET_UNFOLLOWED = "ticket.unfollowed"
    TICKET_MOVED = "ticket.moved"
    TICKET_MERGED = "ticket.merged"
    TICKET_SPLIT = "ticket.split"
    TICKET_LINKED = "ticket.linked"
    TICKET_UNLINKED = "ticket.unlinked"
    TICKET_SNOOZED = "ticket.snoozed"
    TICKET_WOKEN = "ticket.woken"
    TICKET_REMINDED = "ticket.reminded"
    TICKET_RATED = "ticket.rated"  # written when the answer stands, not when it is given
    MESSAGE_EDITED = "message.edited"
    MESSAGE_DELETED = "message.deleted"
    REPLY_WITHDRAWN = "reply.withdrawn"
    REPLY_TAKEN_BACK = "reply.taken_back"


class AuditEntry(Base):
    """One line of history. A trigger refuses UPDATE and DELETE; a correction is a new line.

    `details` holds what changed, `{"field": [from, to]}` or the names concerned, never the text of a message.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_ticket", "ticket_id", "id"),
        Index("ix_audit_entry_workspace", "workspace_id", "id"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    tag: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))  # None: Deskbell itself
    ticket_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
