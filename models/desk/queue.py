"""A queue: where tickets live, and the counter that numbers them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId


class Queue(Base):
    """A team's tickets. `key` (as in `IT-42`) is one to ten capitals and digits; at most one queue is the default."""

    __tablename__ = "queue"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("uq_queue_default", "workspace_id", unique=True, postgresql_where=text("is_default")),
        CheckConstraint("key ~ '^[A-Z][A-Z0-9]{0,9}$'", name="key_shape"),
        CheckConstraint("last_number >= 0", name="last_number_not_negative"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    key: Mapped[str]
    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)
    last_number: Mapped[int] = mapped_column(default=0)  # raised under the row's lock, so numbers have no gaps
    created_at: Mapped[datetime]
