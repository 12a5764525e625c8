"""What the plan allows: written by billing, read by whatever the plan limits."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, WorkspaceId


class PlanLimits(Base):
    """The limits of a workspace. A workspace without a row has none; None in a limit means no limit."""

    __tablename__ = "plan_limits"
    __table_args__ = (
        CheckConstraint("most_queues > 0", name="most_queues_positive"),
        CheckConstraint("most_inbound_addresses > 0", name="most_inbound_addresses_positive"),
    )

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_name: Mapped[str]  # as people know it
    most_queues: Mapped[int | None]
    most_inbound_addresses: Mapped[int | None]
    has_white_label: Mapped[bool]
    is_read_only: Mapped[bool] = mapped_column(default=False)  # suspended: everything stays and can be read
    changed_at: Mapped[datetime]
