"""Billing contacts: who receives invoices, whether or not they are admins or agents."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, WorkspaceId


class BillingContact(Base):
    """A person who receives invoices and warnings, and may see what the desk costs. It makes no seat."""

    __tablename__ = "billing_contact"

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]
